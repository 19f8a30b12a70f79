import { dayOfIso, parseEdtf } from '#libs/edtf';

/** A record as it was sent, with the position that the log gave it. */
export interface Sent {
  position: number;
  record: 'source' | 'subject' | 'fact' | 'correction' | 'retraction';
  id: string;
  [field: string]: unknown;
}

interface Told {
  knownSince?: string;
  occurred?: string | null;
  sources: { source: string }[];
}

/** What the contract (section 2) lets one see of one fact, told by a plain fold over the records let through. */
export interface Seen {
  type: string;
  title: string;
  occurred: string | null;
  body: Record<string, unknown>;
  subjectName: string;
  /** The fact's own parties, or its subject's where it names none. */
  parties: string[];
  sources: string[];
  known: { at: number; basis: string };
  retracted: boolean;
  revision: number;
}

/**
 * The facts that the two clocks let through, each as they let it be seen. `today` is the day on which everything was
 * recorded. Written from the contract's words alone, with none of the project's own rules.
 */
export function plainFold(all: readonly Sent[], upTo: number, knownAt: number, today: number): Map<string, Seen> {
  const records = all.filter((sent) => sent.position <= upTo);
  const published = (source: string): number | null => {
    let day: string | null = null;
    for (const sent of records) {
      if (sent.record === 'source' && sent.id === source) day = (sent['publishedOn'] as string | undefined) ?? null;
      const changes = sent['changes'] as Record<string, string | null> | undefined;
      if (sent['source'] === source && changes && 'publishedOn' in changes) day = changes['publishedOn'] ?? null;
    }
    return day === null ? null : parseEdtf(day).window.latest;
  };
  const known = (told: Told, assumed: number | null): { at: number; basis: string } => {
    const days = told.sources.map((entry) => published(entry.source)).filter((day) => day !== null);
    const first = told.knownSince
      ? { at: dayOfIso(told.knownSince), basis: 'stated' }
      : days.length > 0
        ? { at: Math.min(...days), basis: 'published' }
        : assumed === null
          ? null
          : { at: assumed, basis: 'assumed' };
    return first && first.at <= today ? first : { at: today, basis: 'recorded' };
  };

  const seen = new Map<string, Seen>();
  for (const fact of records.filter((sent) => sent.record === 'fact')) {
    const changes = records.filter((sent) => sent['fact'] === fact.id);
    const told = { ...(fact as unknown as Told) };
    for (const change of changes) {
      const fields = (change['changes'] ?? {}) as Record<string, unknown>;
      if ('knownSince' in fields) told.knownSince = (fields['knownSince'] as string | null) ?? undefined;
      if (fields['sources']) told.sources = fields['sources'] as Told['sources'];
    }
    const window = fact['occurred'] ? parseEdtf(fact['occurred'] as string).window.latest : null;
    const since = known(told, window);
    if (knownAt < since.at) continue;
    const subjectField = (field: string): unknown =>
      fieldOfSubject(
        records,
        { subject: fact['subject'] as string, field },
        knownAt,
        (change) => known(change, null).at,
      );
    const said: Seen = {
      type: fact['type'] as string,
      title: fact['title'] as string,
      occurred: fact['occurred'] as string | null,
      body: (fact['body'] as Seen['body'] | undefined) ?? {},
      subjectName: String(subjectField('name')),
      parties: (fact['parties'] as string[] | undefined) ?? [],
      sources: told.sources.map((entry) => entry.source).filter((source) => (published(source) ?? since.at) <= knownAt),
      known: since,
      retracted: false,
      revision: 1,
    };
    for (const change of changes) {
      if (Math.max(since.at, known(change as unknown as Told, null).at) > knownAt) continue;
      if (change.record === 'retraction') said.retracted = true;
      else {
        const fields = change['changes'] as Partial<Seen>;
        said.revision += 1;
        if (fields.title !== undefined) said.title = fields.title;
        if (fields.body !== undefined) said.body = fields.body ?? {};
        if (fields.occurred !== undefined) said.occurred = fields.occurred;
        if (fields.parties !== undefined) said.parties = fields.parties ?? [];
      }
    }
    if (said.parties.length === 0) said.parties = (subjectField('parties') as string[] | null) ?? [];
    seen.set(fact.id, said);
  }
  return seen;
}

function fieldOfSubject(
  records: readonly Sent[],
  { subject, field }: { subject: string; field: string },
  knownAt: number,
  knownOf: (change: Told) => number,
): unknown {
  let value: unknown = null;
  for (const sent of records) {
    if (sent.record === 'subject' && sent.id === subject) value = sent[field] ?? null;
    if (sent.record !== 'correction' || sent['subject'] !== subject) continue;
    const changes = sent['changes'] as Record<string, unknown>;
    if (field in changes && knownOf(sent as unknown as Told) <= knownAt) value = changes[field];
  }
  return value;
}
