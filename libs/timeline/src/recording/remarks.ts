import { z } from 'zod';
import { EdtfError, isoOfDay, parseEdtf, remarkOn, type Day } from '#libs/edtf';
import { FACT_TYPES, factTypeOf } from '../domain/catalogue.js';
import { statedOrPublished, type PublicationDay } from '../domain/known.js';
import type { FactRecord } from '../domain/record.js';
import type { ValidRecord } from '../domain/validation.js';
import { edtf } from '../domain/values.js';

/** What is right and was hardly meant, in one record. */
export interface RecordRemark {
  /** JSON Pointer (RFC 6901) into the record. */
  pointer: string;
  /** `read-as-season`, `far-future`, `in-the-future`, `known-before`, `rows-in-quotes`. */
  code: string;
  detail: string;
  /** What its words carry, for programs that word it themselves. */
  params?: Readonly<Record<string, string>>;
}

/**
 * What a person should look at in a record that can be recorded: a date that is read in a way its writer hardly meant, a
 * day after today on which something is said to have been published or known, and a fact that could be known before it
 * happened, as its source is older than it (no plan is meant by that), also where a correction says so.
 *
 * @param corrected of a correction of a fact the fact with this correction and those before it
 * @param today a UTC day
 * @param lastToday the latest day that is today anywhere on earth
 */
export function remarksOn(
  entry: ValidRecord,
  corrected: FactRecord | undefined,
  { today, lastToday, published }: { today: Day; lastToday: Day; published: PublicationDay },
): RecordRemark[] {
  const remarks = [
    ...datesOf(entry).flatMap(({ pointer, date }) => onDate(pointer, date, today)),
    ...pastDatesOf(entry).flatMap(({ pointer, date }) => onFuture(pointer, date, lastToday)),
  ];
  if (entry.kind === 'fact') return [...remarks, ...onKnown(entry.record, entry.record, '', published)];
  if (entry.kind !== 'correction' || entry.of !== 'fact' || corrected === undefined) return remarks;
  const { changes } = entry.record;
  const isKnownAnew = changes.knownSince != null || (changes.sources ?? []).length > 0;
  const asCorrected = isKnownAnew
    ? onKnown(corrected, { ...changes, sources: changes.sources ?? [] }, '/changes', published)
    : [];
  // A new date is known since the correction, whatever the day of the fact.
  const ofChange = changes.occurred == null ? [] : onKnown(corrected, entry.record, '', published);
  return [...remarks, ...asCorrected, ...ofChange];
}

function onDate(pointer: string, date: string, today: Day): RecordRemark[] {
  try {
    const remark = remarkOn(date, today);
    return remark === null ? [] : [{ pointer, ...remark }];
  } catch (error) {
    // A body may have more fields than its type names, and text in them that is no date.
    if (error instanceof EdtfError) return [];
    throw error;
  }
}

/** Whether a date lies wholly after today, also where today is a day later than in UTC. */
function onFuture(pointer: string, date: string, lastToday: Day): RecordRemark[] {
  const first = parseEdtf(date).window.earliest;
  if (first === null || first <= lastToday) return [];
  const today = isoOfDay(lastToday);
  return [
    {
      pointer,
      code: 'in-the-future',
      detail: `"${date}" lies after today, which is ${today} at the latest anywhere on earth.`,
      params: { text: date, today },
    },
  ];
}

/** Whether what `by` states or cites is older than what a fact is about. @param at where `by` stands in the record */
function onKnown(
  fact: Pick<FactRecord, 'type' | 'occurred'>,
  by: Pick<FactRecord, 'knownSince' | 'sources'>,
  at: string,
  published: PublicationDay,
): RecordRemark[] {
  const known = statedOrPublished(by, published);
  if (known === null || fact.occurred === null || factTypeOf(fact.type)?.plans !== undefined) return [];
  const first = parseEdtf(fact.occurred).window.earliest;
  if (first === null || known.day >= first) return [];
  const cited = by.sources.findIndex(({ source }) => published(source) === known.day);
  const [since, begins] = [isoOfDay(known.day), isoOfDay(first)];
  const isStated = known.basis === 'stated';
  return [
    {
      pointer: isStated ? `${at}/knownSince` : `${at}/sources/${cited}/source`,
      code: 'known-before',
      detail: `${isStated ? 'is' : 'was published on'} ${since}, before the first day of what it is about (${begins}); what is still to come is a plan.`,
      params: { known: since, earliest: begins },
    },
  ];
}

interface DateField {
  pointer: string;
  date: string;
}

/** The dates of a record. */
function datesOf({ record }: ValidRecord): DateField[] {
  const changes = 'changes' in record ? fieldsOf(record.changes, '/changes') : [];
  return [...fieldsOf(record, ''), ...changes];
}

/** The dates on which a record says that something was published or known, neither of which a future day can be. */
function pastDatesOf({ record }: ValidRecord): DateField[] {
  return [...pastFieldsOf(record, ''), ...('changes' in record ? pastFieldsOf(record.changes, '/changes') : [])];
}

function pastFieldsOf(fields: object, at: string): DateField[] {
  const { publishedOn, knownSince } = fields as Record<string, unknown>;
  return [...dateOf(publishedOn, `${at}/publishedOn`), ...dateOf(knownSince, `${at}/knownSince`)];
}

function fieldsOf(fields: object, at: string): DateField[] {
  const { occurred, publishedOn, body, sources } = fields as Record<string, unknown>;
  const said = Array.isArray(sources) ? sources.map((entry: { says?: object | null }) => entry.says ?? {}) : [];
  return [
    ...dateOf(occurred, `${at}/occurred`),
    ...dateOf(publishedOn, `${at}/publishedOn`),
    ...BODY_DATES.flatMap((name) =>
      dateOf((body as Record<string, unknown> | null | undefined)?.[name], `${at}/body/${name}`),
    ),
    ...said.flatMap((says, index) => fieldsOf(says, `${at}/sources/${index}/says`)),
  ];
}

function dateOf(value: unknown, pointer: string): DateField[] {
  return typeof value === 'string' ? [{ pointer, date: value }] : [];
}

/** The fields of bodies that are dates: `endsOn`, `term`, `period`. */
const BODY_DATES = [
  ...new Set(
    FACT_TYPES.flatMap((type) =>
      Object.entries(factTypeOf(type)?.body.shape ?? {}).flatMap(([name, field]) =>
        (field instanceof z.ZodOptional ? field.unwrap() : field) === edtf ? [name] : [],
      ),
    ),
  ),
];
