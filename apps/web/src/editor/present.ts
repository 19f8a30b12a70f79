import type { FactDetail, SourceDetail, SubjectDetail } from '../api/answers.js';

/** What can be corrected. */
export type Changed = 'fact' | 'subject' | 'source';

/** A record as it stands, in the fields that a correction names. */
export interface Present {
  kind: Changed;
  id: string;
  /** Of a fact and of a subject. */
  type: string;
  name: string;
  fields: Record<string, unknown>;
  /** How often it was changed, for the id of the next change. */
  changes: number;
}

/**
 * A fact as it stands. Topics and parties of its subject count for it without being its own, so they are left out here:
 * what the editor sees and changes is the fact's.
 */
export function presentFact(fact: FactDetail, subject: SubjectDetail | null): Present {
  return {
    kind: 'fact',
    id: fact.id,
    type: fact.type,
    name: fact.title,
    changes: fact.changes.length,
    fields: {
      occurred: fact.occurred?.edtf,
      knownSince: fact.known.basis === 'stated' ? fact.known.at : undefined,
      title: fact.title,
      summary: fact.summary,
      body: fact.body,
      topics: own(fact.topics, subject?.topics),
      parties: own(fact.parties, subject?.parties),
      related: fact.related,
      sources: fact.sources.map(({ source, locator, says }) => ({
        source,
        locator,
        says: says === null ? undefined : { occurred: says.occurred?.edtf, body: says.body },
      })),
    },
  };
}

function own(values: string[], inherited: string[] = []): string[] {
  return values.filter((value) => !inherited.includes(value));
}

/** A subject as it stands. */
export function presentSubject({ id, type, name, ...fields }: SubjectDetail): Present {
  const { parties, topics, partOf, attributes } = fields;
  return { kind: 'subject', id, type, name, changes: 0, fields: { name, parties, topics, partOf, attributes } };
}

/** A source as it stands. */
export function presentSource({ id, title, publisher, publishedOn, ...source }: SourceDetail): Present {
  const { url, archivedUrl, retrievedOn, sha256, checkedOn } = source;
  const fields = { title, publisher, publishedOn: publishedOn?.edtf, url, archivedUrl, retrievedOn, sha256, checkedOn };
  return { kind: 'source', id, type: '', name: title, changes: 0, fields };
}
