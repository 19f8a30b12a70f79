import { z } from 'zod';
import type { Json } from '#libs/kernel';
import type { FirstRecorded } from './first-recorded.js';
import { day, edtf, id, party, sha256, text, visibleText, webAddress, word } from './values.js';

/** What a record says in the terms of its type. What comes in has been read as JSON; the type of the record checks more. */
const openObject = z.record(z.string(), z.unknown() as z.ZodType<Json>);

/** In characters; titles of treaties reach 369. */
const LONGEST_NAME = 500;

/** Where a fact is told: a source, the place in it, and what that source says differently. */
export const sourceEntry = z.strictObject({
  source: id.describe('The id of the source.'),
  locator: visibleText(500).nullish().describe('Where in the source.'),
  says: z
    .strictObject({ occurred: edtf.nullish(), body: openObject.nullish() })
    .nullish()
    .describe('What this source says where it differs from the fact.'),
});

const sources = z
  .array(sourceEntry)
  .min(1, 'must name at least one source')
  .max(50)
  .describe('Who says so; at least one.');
const topics = z.array(word).max(50).nullish().describe('Words that the subject is about.');
const parties = z
  .array(party)
  .max(300)
  .nullish()
  .describe('ISO 3166-1 alpha-2 codes, or ids of organizations on record.')
  .meta({ examples: [['US', 'MX']] });
const knownSince = day.nullish().describe('The day since which it could be known, where the writer can tell.');

/** A document that facts rest on. */
export const sourceRecord = z.strictObject({
  id,
  title: visibleText(LONGEST_NAME),
  publisher: visibleText(LONGEST_NAME),
  publishedOn: edtf.nullish().describe('When it was published (EDTF); of a longer time the last day counts.'),
  url: webAddress.nullish().describe('An http or https address.'),
  archivedUrl: webAddress.nullish().describe('The address of an archived copy of the document.'),
  retrievedOn: day.nullish().describe('The day on which the document was retrieved for the record.'),
  sha256: sha256.nullish().describe('The SHA-256 of the document as it was retrieved, in lower-case hexadecimal.'),
  checkedOn: day.nullish().describe('The day on which the address was last looked at.'),
});

/** A thing that is followed over time. */
export const subjectRecord = z.strictObject({
  id,
  type: z.string(),
  name: visibleText(LONGEST_NAME),
  parties,
  topics,
  partOf: id.nullish().describe('The larger subject that this one is a part of.'),
  attributes: openObject.nullish().describe('What is relied on depends on the type; more may be given.'),
});

/** One dated statement about one subject. */
export const factRecord = z.strictObject({
  id,
  subject: id.describe('The id of the subject.'),
  type: z.string().describe('`subject-type.what-happened`, or `milestone.` for a subject of any type.'),
  occurred: edtf.nullable().describe('When it happened, or is due; null where the source gives no date.'),
  knownSince,
  title: visibleText(LONGEST_NAME),
  summary: text(10_000).nullish(),
  body: openObject.nullish().describe('What the type of the fact relies on; more may be given.'),
  topics,
  parties: parties.describe(
    'Who acted: ISO 3166-1 alpha-2 codes, or ids of organizations on record. Left out, the parties of the subject.',
  ),
  related: z.array(id).max(100).nullish().describe('Other subjects that it is about.'),
  sources,
});

const factChanges = factRecord.omit({ id: true, subject: true, type: true }).partial();
const subjectChanges = subjectRecord.omit({ id: true, type: true }).partial();
const sourceChanges = sourceRecord.omit({ id: true }).partial();

const why = { reason: visibleText(2000).describe('Why, for readers.'), sources, knownSince };
const CHANGES = 'The fields that change; null clears a field, others stay.';
const atLeastOne = (changes: object): boolean => Object.keys(changes).length > 0;
const NOTHING = { error: 'must change at least one field', params: { rule: 'no-change' } };

/** Replaces what a fact says, field by field; null clears a field. */
export const factCorrection = z.strictObject({
  id,
  fact: id,
  changes: factChanges.refine(atLeastOne, NOTHING).describe(CHANGES),
  ...why,
});

/** Replaces what is said of a subject, field by field; null clears a field. */
export const subjectCorrection = z.strictObject({
  id,
  subject: id,
  changes: subjectChanges.refine(atLeastOne, NOTHING).describe(CHANGES),
  ...why,
});

/** Replaces what is said of a source, field by field; null clears a field. */
export const sourceCorrection = z.strictObject({
  id,
  source: id,
  changes: sourceChanges.refine(atLeastOne, NOTHING).describe(CHANGES),
  ...why,
});

/** Withdraws a fact. */
export const retractionRecord = z.strictObject({ id, fact: id, ...why });

/** A validated source. */
export type SourceRecord = z.infer<typeof sourceRecord>;
/** A validated subject. */
export type SubjectRecord = z.infer<typeof subjectRecord>;
/** A validated fact; its body has been checked against its type. */
export type FactRecord = z.infer<typeof factRecord> & FirstRecorded;
/** One entry of a fact's sources. */
export type SourceEntry = z.infer<typeof sourceEntry>;
/** A validated correction of a fact. */
export type FactCorrection = z.infer<typeof factCorrection> & FirstRecorded;
/** A validated correction of a subject. */
export type SubjectCorrection = z.infer<typeof subjectCorrection>;
/** A validated correction of a source. */
export type SourceCorrection = z.infer<typeof sourceCorrection>;
/** A validated retraction of a fact. */
export type RetractionRecord = z.infer<typeof retractionRecord> & FirstRecorded;

/** The five kinds of record, by the word that a line of NDJSON carries in `record`. */
export const RECORD_KINDS = ['source', 'subject', 'fact', 'correction', 'retraction'] as const;
/** One of the five kinds of record. */
export type RecordKind = (typeof RECORD_KINDS)[number];
