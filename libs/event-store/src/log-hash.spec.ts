import { readFileSync } from 'node:fs';
import { projectRoot } from '#libs/database';
import { contentHash, linkHash, metadataHash, NO_HASH } from './log-hash.js';

/** The example of docs/log-format.md, whose hashes were computed by another program. */
const FIRST = {
  content: 'd5fcdcfba067ced73888e30a3ce88ad892d00a82eb025736f19b99834e0f1f92',
  metadata: '44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a',
  link: '6180e3db06a609f78aa060a402ffe6376a03be8669ad3afd4d5de8319a917cb2',
};
const SECOND = {
  content: '8986ad2b2007e80285df8e2d8fcd28c0e116d5cfa4166f798175bb7d9291fb4f',
  metadata: '697bc5cb0567ac7b72d4e760815518c6e2b64bb494b73eed8afac8ca8b48586e',
  link: 'cf7777065345655633260a383070e0a96b5469c3cbc3dd110ffb451a9f2c175d',
};

describe('the hashes of an event', () => {
  const common = { stream: 'subject-x', type: 'dialogue.held', schemaVersion: 1 };

  it('are those that another program computes from the documented form', () => {
    expect(contentHash({ ...common, id: 'fact:a', data: { title: 'Reunión', amount: 25 } })).toBe(FIRST.content);
    expect(metadataHash({})).toBe(FIRST.metadata);
    expect(contentHash({ ...common, id: 'fact:b', data: {} })).toBe(SECOND.content);
    expect(metadataHash({ by: 'key-1' })).toBe(SECOND.metadata);
    const first = linkHash({
      ...FIRST,
      previous: NO_HASH,
      position: 1n,
      version: 1,
      recordedAtMicros: 1726477200123456n,
    });
    expect(first).toBe(FIRST.link);
    expect(
      linkHash({ ...SECOND, previous: first, position: 2n, version: 2, recordedAtMicros: 1726477200123457n }),
    ).toBe(SECOND.link);
  });

  it('are those of the documented example', () => {
    const page = readFileSync(`${projectRoot()}/docs/log-format.md`, 'utf8');
    for (const hash of [...Object.values(FIRST), ...Object.values(SECOND)]) expect(page).toContain(hash);
  });

  it('differ when any part of the content differs', () => {
    const event = { ...common, id: 'fact:a', data: { n: 1 } };
    const variants = [
      event,
      { ...event, id: 'fact:b' },
      { ...event, stream: 'subject-y' },
      { ...event, type: 'dialogue.planned' },
      { ...event, schemaVersion: 2 },
      { ...event, data: { n: 2 } },
    ];
    expect(new Set(variants.map(contentHash)).size).toBe(variants.length);
  });
});
