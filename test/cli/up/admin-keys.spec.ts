import { createKey, listKeys } from '#libs/access';
import { readSettings } from '#libs/kernel';
import { createTestDatabase } from '#libs/testing';
import { prepare } from '../../../apps/cli/src/up/prepare.js';

describe('a start with ADMIN_KEY', () => {
  it('lists the ids of the other valid keys that administer, that of the first start among them', async () => {
    const database = await createTestDatabase();
    try {
      const { url, ownerUrl } = database;
      const started = async (env: Record<string, string>): Promise<string[]> => {
        const lines: string[] = [];
        const settings = readSettings({ SEED: 'none', ...env });
        await prepare({ url, ownerUrl }, settings, (line) => lines.push(line), new AbortController().signal);
        return lines.filter((line) => line.startsWith('Beside ADMIN_KEY'));
      };
      expect(await started({})).toEqual([]);
      await createKey(database.db, { name: 'reads', scopes: ['read'] });
      await createKey(database.db, { name: 'other', scopes: ['admin'] });
      const others = (await listKeys(database.db)).filter(({ scopes }) => scopes.includes('admin'));
      const [first, other] = others.map(({ id }) => id);
      expect(await started({ ADMIN_KEY: '8c1f0b6a9d3e4725b0f8c6a1d2e39475' })).toEqual([
        expect.stringContaining(`are valid: ${first}, ${other}. `),
      ]);
    } finally {
      await database.drop();
    }
  });
});
