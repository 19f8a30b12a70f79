import { createHash } from 'node:crypto';
import { canonicalJson, type JsonObject } from '#libs/kernel';
import { FACT_TYPES, factTypeOf } from '../catalogue.js';
import { eventData, validateRecord } from '../validation.js';
import type { RecordKind } from '../record.js';
import { FROZEN } from './frozen.js';
import { SAMPLES, type Sample } from './index.js';

const RECORDS: Readonly<Record<string, RecordKind>> = {
  'source.recorded': 'source',
  'subject.recorded': 'subject',
  'fact.corrected': 'correction',
  'subject.corrected': 'correction',
  'source.corrected': 'correction',
  'fact.retracted': 'retraction',
};
const samples = [...SAMPLES.values()].map((sample): [string, Sample] => [sample.type, sample]);
const digestOf = (sample: Sample): string =>
  createHash('sha256')
    .update(canonicalJson({ ...sample }))
    .digest('hex');

describe('the frozen samples', () => {
  it('are there for every fact type and for every other event, and for nothing else', () => {
    expect([...SAMPLES.keys()].toSorted()).toEqual([...FACT_TYPES, ...Object.keys(RECORDS)].toSorted());
  });

  it.each(samples)('still take what was recorded as %s, and would store it the same', (type, { data }) => {
    const input = 'subject' in data && factTypeOf(type) ? { occurred: null, ...data } : data;
    const { record } = validateRecord(RECORDS[type] ?? 'fact', input);
    expect(canonicalJson(eventData(record))).toBe(canonicalJson(data));
  });

  it.each(samples)('show every field that the body of %s may have', (type, { data }) => {
    const fields = Object.keys(factTypeOf(type)?.body.shape ?? {});
    expect(Object.keys((data['body'] as JsonObject | undefined) ?? {}).toSorted()).toEqual(fields.toSorted());
  });

  it('are as they were when they were frozen', () => {
    const now = Object.fromEntries(samples.map(([type, sample]) => [type, digestOf(sample)]));
    expect(now).toEqual(FROZEN);
  });
});
