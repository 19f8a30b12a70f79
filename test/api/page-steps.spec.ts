import { confirmationMail, confirmedByMail, tokenOf } from '../reminders/confirming.js';
import type { TestApi } from './test-api.js';
import { mail, startTreatyApi } from './treaty-api.js';

describe('a form of a page', () => {
  let api: TestApi;

  beforeAll(async () => {
    ({ api } = await startTreatyApi());
  });
  afterAll(() => api.stop());

  it.each(['__proto__', 'constructor', 'erase', ''])(
    'is refused with the step %j, which no page knows',
    async (step) => {
      const address = `step-${step.length}@example.org`;
      const own = await confirmedByMail(api, mail(address));
      const { path } = await confirmationMail(api.database.db.pool, address);
      const manage = `?token=${tokenOf(own.manageUrl)}`;
      const pages = [
        path,
        `/subscriptions/${own.id}${manage}`,
        `/subscriptions/${own.id}/unsubscribe${manage}`,
        '/remind',
      ];
      for (const page of pages) {
        const body = new URLSearchParams({ step });
        const { status, headers, text } = await api.request('POST', page, { body });
        expect([page, status, headers.get('content-type')]).toEqual([page, 400, 'text/html; charset=utf-8']);
        expect(text).toContain('<code>step</code>');
      }
      expect((await api.get(`/v1/subscriptions/${own.id}${manage}`)).body.status).toBe('active');
    },
  );
});
