import { createKey, listKeys, revokeKey } from '#libs/access';
import { readSettings } from '#libs/kernel';
import { createTestDatabase, type TestDatabase } from '#libs/testing';
import { prepare } from '../../../apps/cli/src/up/prepare.js';

const ADMIN_KEY = '8c1f0b6a9d3e4725b0f8c6a1d2e39475';

describe('a start', () => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await createTestDatabase();
  });
  afterEach(() => database.drop());

  /** What a start says of keys. */
  const started = async (env: Record<string, string>): Promise<string[]> => {
    const lines: string[] = [];
    const { url, ownerUrl } = database;
    const settings = readSettings({ SEED: 'none', ...env });
    await prepare({ url, ownerUrl }, settings, (line) => lines.push(line), new AbortController().signal);
    return lines.filter((line) => line.includes('ADMIN_KEY'));
  };

  it('with ADMIN_KEY lists the ids of the other valid keys that administer, that of the first start among them', async () => {
    expect(await started({})).toEqual([]);
    await createKey(database.db, { name: 'reads', scopes: ['read'] });
    await createKey(database.db, { name: 'other', scopes: ['admin'] });
    const others = (await listKeys(database.db)).filter(({ scopes }) => scopes.includes('admin'));
    const [first, other] = others.map(({ id }) => id);
    expect(await started({ ADMIN_KEY })).toEqual([expect.stringContaining(`are valid: ${first}, ${other}. `)]);
  });

  it('without ADMIN_KEY tells how the key that it set before ends, as long as that key is valid', async () => {
    expect(await started({ ADMIN_KEY })).toEqual([]);
    const [{ id } = { id: '' }] = await listKeys(database.db);
    const still = `ADMIN_KEY is not set, and the key ${id} that it set before is still valid. If it is to end, `;
    expect(await started({})).toEqual([
      `${still}make another one first ("dateline key create --name NAME --scope admin"), then "dateline key revoke ${id}" ends it.`,
    ]);
    await createKey(database.db, { name: 'other', scopes: ['admin'] });
    expect(await started({})).toEqual([`${still}"dateline key revoke ${id}" ends it.`]);
    await revokeKey(database.db, id, 'operator');
    expect(await started({})).toEqual([]);
  });
});
