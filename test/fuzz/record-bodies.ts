import * as fc from 'fast-check';
import type { Description } from './description.js';
import type { KnownValues } from './known-values.js';
import { valuesOf } from './values-of-schema.js';

const RECORDS = [
  ['source', 'Source'],
  ['subject', 'SubjectFields'],
  ['fact', 'Fact'],
  ['correction', 'FactCorrection'],
  ['retraction', 'Retraction'],
] as const;

type Fields = Record<string, unknown>;

/** Lines of records, as an import takes them. */
export function recordsFor(description: Description, known: KnownValues): fc.Arbitrary<string> {
  const record = fc.oneof(
    ...RECORDS.map(([kind, schema]) =>
      fc
        .tuple(valuesOf({ $ref: `#/components/schemas/${schema}` }, description), fc.nat())
        .map(([value, choice]) => ({ record: kind, ...(referringToKnown(value, known, choice) as Fields) })),
    ),
  );
  return fc.array(record, { minLength: 1, maxLength: 5 }).map((records) =>
    records
      .map((value, index) => {
        const changed = value['record'] === 'correction' || value['record'] === 'retraction';
        const facts = known.idsOf('facts');
        return JSON.stringify({
          ...value,
          id: `~fresh~-${index}`,
          ...(changed && { fact: facts[index % facts.length] }),
        });
      })
      .join('\n'),
  );
}

/** The same body with a new id, and with subjects and sources that are on record in the place of those of an example. */
export function referringToKnown(value: unknown, known: KnownValues, choice: number): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const body: Fields = { ...value };
  const oneOf = (values: readonly string[]): string => values[choice % values.length] ?? 'nobody';
  if ('id' in body) body['id'] = '~fresh~';
  // A correction or a retraction is about what the address names.
  if ('reason' in body) for (const name of ['fact', 'subject', 'source']) delete body[name];
  if ('subject' in body) {
    const type = typeof body['type'] === 'string' ? body['type'].split('.')[0]! : '';
    body['subject'] = oneOf(known.subjectsOf(type));
  }
  if (Array.isArray(body['related'])) body['related'] = [oneOf(known.idsOf('subjects'))];
  if (Array.isArray(body['sources']))
    body['sources'] = [{ source: oneOf(known.idsOf('sources')), locator: 'paragraph 1' }];
  if ('partOf' in body) delete body['partOf'];
  const channel = body['channel'] as Fields | undefined;
  // Every address of its own, so that limits by address do not end all sign-ups after the first.
  if (channel?.['type'] === 'email') body['channel'] = { ...channel, address: '~fresh~@example.invalid' };
  if (typeof channel?.['url'] === 'string') body['channel'] = { ...channel, url: 'https://receiver.invalid/hook' };
  const filter = body['filter'] as Fields | undefined;
  if (Array.isArray(filter?.['subjects'])) body['filter'] = { ...filter, subjects: [oneOf(known.idsOf('subjects'))] };
  return body;
}
