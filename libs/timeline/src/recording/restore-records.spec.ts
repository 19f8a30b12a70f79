import { ndjsonLines } from './ndjson-lines.js';
import { restoredEvents } from './restore-records.js';

const HASH = '0'.repeat(64);
const line = (more: string): string =>
  `{"record":"source","id":"s","title":"T","publisher":"P"${more},"meta":{"position":"1","recordedAt":"2026-01-01T00:00:00.000000Z","hash":"${HASH}"}}`;

async function restored(text: string): Promise<unknown[]> {
  const events: unknown[] = [];
  for await (const read of ndjsonLines(
    (async function* () {
      yield text;
    })(),
  ))
    events.push(...restoredEvents(read));
  return events;
}

describe('a line of an export that is restored', () => {
  it('gives its event with the numbers that it has', async () => {
    expect(await restored(line(',"n":[1e21,9007199254740992,0.1]'))).toMatchObject([
      { id: 'source:s', data: { n: [1e21, 9007199254740992, 0.1] } },
    ]);
  });

  it.each([
    [',"n":9007199254740993', 'Line 1 cannot be restored: /n is the number 9007199254740993'],
    [',"title":"U"', 'Line 1 cannot be restored: /title stands twice in one object'],
  ])('is refused with %s, which no export holds', async (more, message) => {
    await expect(restored(line(more))).rejects.toThrow(message);
  });

  it('is refused where the file is empty', async () => {
    await expect(restored('\n')).rejects.toThrow('The file has no record');
  });
});
