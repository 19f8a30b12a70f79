import type { CaseChange, CaseChangeNews } from '#libs/cases';
import { canonicalJson, type Json } from '#libs/kernel';
import type { FeedEntry } from './feed-entry.js';

/** So many measures a change names in words: a case has few, and each entry of a change repeats them. */
const MOST_MEASURES = 10;
/** What is put before the title of a change that is no development. */
const MARKS = { development: '', correction: 'Correction: ', retraction: 'Withdrawn: ' } as const;
/** Before what has no day but that of its recording, so that it does not look like news of that day. */
const ON_RECORD = 'On record, no date in the source: ';
const FIELDS: Readonly<Record<string, string>> = { status: 'Status', outcome: 'Outcome', measures: 'Measures' };

/**
 * A change of a case as entries of a feed. A development is one entry for each fact that came, under the id of that fact,
 * so that a correction of one never makes another look new; a correction or a retraction is an entry of its own, marked.
 */
export function caseChangeEntries(
  change: CaseChange,
  publicUrl: string,
  redacted: CaseChangeNews['redacted'] = [],
): FeedEntry[] {
  const { kind, facts } = change;
  if (kind !== 'development')
    return [entryOf(change, facts.slice(0, 1), `${kind}-${facts[0]?.id ?? ''}-${change.at}`, publicUrl, redacted[0])];
  return facts.flatMap((fact, index) =>
    fact.kind === 'development' ? [entryOf(change, [fact], `development-${fact.id}`, publicUrl, redacted[index])] : [],
  );
}

function entryOf(
  change: CaseChange,
  about: CaseChange['facts'],
  place: string,
  publicUrl: string,
  redacted: CaseChangeNews['redacted'][number] = null,
): FeedEntry {
  const { case: subject, kind, at, changes } = change;
  const url = `${publicUrl}/v1/cases/${subject.id}/history`;
  const [fact] = about;
  const sources = [...new Set(about.flatMap((one) => one.sources.map(({ title }) => title)))];
  return {
    id: `${url}#${place}`,
    url,
    externalUrl: about.flatMap((one) => one.sources).find((source) => source.url !== null)?.url ?? null,
    title: `${change.basis === 'recorded' ? ON_RECORD : MARKS[kind]}${subject.name}: ${fact?.title ?? changes.map(wordsOf).join('; ')}`,
    summary: null,
    content: [
      ...(change.basis === 'recorded' ? [`On record since ${at}; no date in the source.`] : []),
      ...about.map((one) => `${one.occurred?.text ?? 'No date is known'}: ${one.title}`),
      ...(kind === 'development' ? [] : about.map(bothDays)),
      `Case: ${subject.name}`,
      ...changes.map(wordsOf),
      sources.length === 0 ? '' : `Sources: ${sources.join('; ')}`,
    ]
      .filter((line) => line !== '')
      .join('\n'),
    published: at.includes('T') ? at : `${at}T00:00:00Z`,
    modified: redacted?.at ?? null,
    redactions: redacted?.count ?? 0,
    tags: kind === 'development' ? [] : [kind],
    facets: { kind, ...(fact && { type: fact.type }) },
    details: { ...change, facts: about },
  };
}

/** Since when a change of a fact could be known, and when it was recorded: a correction of today is no news of long ago. */
function bothDays({ kind, recordedAt }: CaseChange['facts'][number]): string {
  return `${kind === 'retraction' ? 'Withdrawn' : 'Corrected'} on record on ${recordedAt.slice(0, 10)}.`;
}

/** A field that changed, in words; of a list what it lost and what it gained. */
function wordsOf({ field, before, after }: CaseChange['changes'][number]): string {
  const isList = Array.isArray(before) && Array.isArray(after);
  const [from, to] = isList ? [measuresBeyond(after, before), measuresBeyond(before, after)] : [before, after];
  return `${FIELDS[field] ?? field}: ${valueOf(from)} → ${valueOf(to)}`;
}

function valueOf(value: unknown): string {
  return typeof value === 'string' && value !== '' ? value : 'none';
}

type Measure = { kind: string; since: string | null; until: string | null; state: string };

/** Of some measures those that are not among others, in words, and not all where they are many. */
function measuresBeyond(others: readonly Json[], measures: readonly Json[]): string {
  const known = new Set(others.map(canonicalJson));
  const beyond = (measures as readonly Measure[]).filter((measure) => !known.has(canonicalJson(measure)));
  const named = beyond.slice(0, MOST_MEASURES).map(({ kind, since, until, state }) => {
    const days = [since && `from ${since}`, until && `to ${until}`].filter((day) => day !== null);
    return [kind, ...days].join(' ') + ` (${state.replaceAll('-', ' ')})`;
  });
  return [...named, ...(beyond.length > MOST_MEASURES ? [`${beyond.length - MOST_MEASURES} more`] : [])].join(', ');
}
