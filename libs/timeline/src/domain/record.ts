import { z } from 'zod';
import { day, edtf, id, party, text, webAddress, word } from './values.js';

/** What a fact says besides its fields, in the terms of its type (contract section 3). */
const openObject = z.record(z.string(), z.json());

/** Where a fact is told: a source, the place in it, and what that source says differently. */
export const sourceEntry = z.strictObject({
  source: id,
  locator: text(500).nullish(),
  says: z.strictObject({ occurred: edtf.nullish(), body: openObject.nullish() }).nullish(),
});

const sources = z.array(sourceEntry).min(1, 'must name at least one source').max(50);
const topics = z.array(word).max(50).nullish();
const parties = z.array(party).max(300).nullish();

/** A document that facts rest on. */
export const sourceRecord = z.strictObject({
  id,
  title: text(500),
  publisher: text(300),
  publishedOn: edtf.nullish(),
  url: webAddress.nullish(),
});

/** A thing that is followed over time. */
export const subjectRecord = z.strictObject({
  id,
  type: z.string(),
  name: text(300),
  parties,
  topics,
  partOf: id.nullish(),
  attributes: openObject.nullish(),
});

/** One dated statement about one subject. */
export const factRecord = z.strictObject({
  id,
  subject: id,
  type: z.string(),
  occurred: edtf.nullable(),
  knownSince: day.nullish(),
  title: text(500),
  summary: text(10_000).nullish(),
  body: openObject.nullish(),
  topics,
  parties,
  related: z.array(id).max(100).nullish(),
  sources,
});

const factChanges = factRecord
  .omit({ id: true, subject: true, type: true })
  .extend({ title: text(500), occurred: edtf.nullable() })
  .partial();
const subjectChanges = subjectRecord.omit({ id: true, type: true }).partial();
const sourceChanges = sourceRecord.omit({ id: true }).partial();

const why = { reason: text(2000), sources, knownSince: day.nullish() };
const atLeastOne = (changes: object): boolean => Object.keys(changes).length > 0;
const NOTHING = 'must change at least one field';

/** Replaces what a fact says, field by field; null clears a field. */
export const factCorrection = z.strictObject({
  id,
  fact: id,
  changes: factChanges.refine(atLeastOne, NOTHING),
  ...why,
});

/** Replaces what is said of a subject, field by field; null clears a field. */
export const subjectCorrection = z.strictObject({
  id,
  subject: id,
  changes: subjectChanges.refine(atLeastOne, NOTHING),
  ...why,
});

/** Replaces what is said of a source, field by field; null clears a field. */
export const sourceCorrection = z.strictObject({
  id,
  source: id,
  changes: sourceChanges.refine(atLeastOne, NOTHING),
  ...why,
});

/** Withdraws a fact. */
export const retractionRecord = z.strictObject({ id, fact: id, ...why });

/** A validated source. */
export type SourceRecord = z.infer<typeof sourceRecord>;
/** A validated subject. */
export type SubjectRecord = z.infer<typeof subjectRecord>;
/** A validated fact; its body has been checked against its type. */
export type FactRecord = z.infer<typeof factRecord>;
/** One entry of a fact's sources. */
export type SourceEntry = z.infer<typeof sourceEntry>;
/** A validated correction of a fact. */
export type FactCorrection = z.infer<typeof factCorrection>;
/** A validated correction of a subject. */
export type SubjectCorrection = z.infer<typeof subjectCorrection>;
/** A validated correction of a source. */
export type SourceCorrection = z.infer<typeof sourceCorrection>;
/** A validated retraction of a fact. */
export type RetractionRecord = z.infer<typeof retractionRecord>;

/** The five kinds of record, by the word that a line of NDJSON carries in `record`. */
export const RECORD_KINDS = ['source', 'subject', 'fact', 'correction', 'retraction'] as const;
/** One of the five kinds of record. */
export type RecordKind = (typeof RECORD_KINDS)[number];
