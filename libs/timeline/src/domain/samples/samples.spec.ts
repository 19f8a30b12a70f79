import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import { FACT_TYPES, factTypeOf } from '../catalogue.js';
import { eventData, validateRecord } from '../validation.js';
import type { RecordKind } from '../record.js';
import { FROZEN } from './frozen.js';
import { FROZEN_SAMPLES, SAMPLES, type Sample } from './index.js';

const RECORDS: Readonly<Record<string, RecordKind>> = {
  'source.recorded': 'source',
  'subject.recorded': 'subject',
  'fact.corrected': 'correction',
  'subject.corrected': 'correction',
  'source.corrected': 'correction',
  'fact.retracted': 'retraction',
};
/** The samples by type; of a type with several forms the second and later ones are numbered. */
const samples = FROZEN_SAMPLES.map((sample, index): [string, Sample] => {
  const earlier = FROZEN_SAMPLES.slice(0, index).filter(({ type }) => type === sample.type).length;
  return [earlier === 0 ? sample.type : `${sample.type}/${earlier + 1}`, sample];
});
const digestOf = (sample: Sample): string =>
  createHash('sha256')
    .update(canonicalJson({ ...sample }))
    .digest('hex');

describe('the frozen samples', () => {
  it('are there for every fact type and for every other event, and for nothing else', () => {
    expect([...SAMPLES.keys()].toSorted()).toEqual([...FACT_TYPES, ...Object.keys(RECORDS)].toSorted());
  });

  it.each(samples)('still take what was recorded as %s, and would store it the same', (_name, { type, data }) => {
    const input = 'subject' in data && factTypeOf(type) ? { occurred: null, ...data } : data;
    const { record } = validateRecord(RECORDS[type] ?? 'fact', input);
    expect(canonicalJson(eventData(record))).toBe(canonicalJson(data));
  });

  it.each([...SAMPLES.keys()])('show every field that the body of %s may have', (type) => {
    const fields = Object.keys(factTypeOf(type)?.body.shape ?? {});
    const bodies = FROZEN_SAMPLES.filter((sample) => sample.type === type).map(
      ({ data }) => data['body'] as JsonObject,
    );
    const shown = new Set(bodies.flatMap((body) => Object.keys(body ?? {})));
    expect([...shown].toSorted()).toEqual(fields.toSorted());
  });

  it('are as they were when they were frozen', () => {
    const now = Object.fromEntries(samples.map(([name, sample]) => [name, digestOf(sample)]));
    expect(now).toEqual(FROZEN);
  });
});
