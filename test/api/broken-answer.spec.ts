import { fact, lines, source, subject } from './records.js';
import { startTestApi } from './test-api.js';

describe('a whole timeline whose rest cannot be read', () => {
  it('ends as a broken answer, never as a shorter whole one', async () => {
    const api = await startTestApi();
    try {
      // More than the buffers between the two ends hold, so that the answer is not made before it is taken.
      const summary = 'x'.repeat(9_000);
      const facts = Array.from({ length: 2_400 }, (_, index) => ({
        record: 'fact',
        ...fact({ id: `long-${index}`, type: 'agreement.noted', summary }),
      }));
      const records = [{ record: 'source', ...source() }, { record: 'subject', ...subject() }, ...facts];
      const { body } = await api.post('/v1/import', lines(records), {
        headers: { 'content-type': 'application/x-ndjson' },
      });
      expect(body).toMatchObject({ recorded: 2_402 });
      while ((await api.get(`/v1/timeline?limit=1&after=${body.position}`)).status === 409);
      const answer = await fetch(`${api.url}/v1/timeline.ndjson`);
      expect(answer.status).toBe(200);
      await api.database.db.pool.query('alter table timeline rename to timeline_elsewhere');
      await expect(answer.text()).rejects.toThrow();
    } finally {
      await api.stop();
    }
  });
});
