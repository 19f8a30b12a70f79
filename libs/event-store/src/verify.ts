import { sql, type Kysely } from 'kysely';
import type { Head } from './heads/signed-note.js';
import type { LogHead } from './event.js';
import { parseExactly } from './exact-json.js';
import { instantOf } from './instant.js';
import { contentHash, linkHash, metadataHash, NO_HASH } from './log-hash.js';
import { isWhatRemains, readRedactions, type HoldsNoText, type Redaction } from './redaction.js';

const PAGE = 1_000;

/** What to hold the log against, and whom to tell how far it is. */
export interface VerifyOptions {
  /** Heads that somebody kept: they show also a log that was cut or rewritten and is sound in itself. */
  heads?: readonly Head[];
  /** Begins behind this head, which the log must contain, instead of at the first event. */
  since?: Head;
  /** An event that its redaction left with a text was altered. */
  holdsNoText?: HoldsNoText;
  /** Called now and then with the last position that was found in order, and the last there is. */
  onProgress?: (position: bigint, end: bigint) => void;
}

/**
 * What is wrong at a position. `altered`: its content is not what was recorded. `misplaced`: the content is, but its place
 * (position, version, instant), its metadata or what comes before it is not. `missing`: it is not there. `head`: the head
 * row does not fit the last event. `cut`, `rewritten`: the log does not fit the head that somebody kept.
 */
export type LogProblem = 'altered' | 'misplaced' | 'missing' | 'head' | 'cut' | 'rewritten';

/** What a verification found: nothing but the events whose text was removed, or the first thing that is wrong. */
export type VerifyReport =
  | { ok: true; head: LogHead; redacted: Redaction[] }
  | { ok: false; position: bigint; problem: LogProblem; sentence: string };

interface Row {
  position: string;
  stream: string;
  version: number;
  event_id: string;
  type: string;
  schema_version: number;
  data: string;
  metadata: string;
  recorded_us: string;
  content_hash: string;
  hash: string;
}

interface Chain {
  position: bigint;
  micros: bigint | null;
  hash: string;
}

type Finding = Extract<VerifyReport, { ok: false }>;

/**
 * Reads the whole log in order, in bounded memory, computes every hash again from the stored row alone, and stops at the
 * first event that was altered, removed or moved. Events that are appended meanwhile are not looked at.
 */
export async function verifyLog(executor: Kysely<unknown>, options: VerifyOptions = {}): Promise<VerifyReport> {
  const { head, last } = await readEnds(executor);
  const end = last > head.position ? last : head.position;
  const kept = [...(options.heads ?? []), ...(options.since === undefined ? [] : [options.since])];
  const redacted: Redaction[] = [];
  let chain: Chain = { position: 0n, micros: null, hash: NO_HASH };
  if (contradicts(chain, kept)) return rewritten(0n);
  if (options.since !== undefined) {
    const { position } = options.since;
    const [row] = await readPage(executor, position - 1n, position);
    if (row === undefined) return last < position ? cut(last, position) : missing(position);
    chain = { position, micros: BigInt(row.recorded_us), hash: row.hash };
    if (contradicts(chain, kept)) return rewritten(position);
  }
  while (chain.position < end) {
    const rows = await readPage(executor, chain.position, end);
    if (rows.length === 0) break;
    const altered = rows.filter((row) => !hasItsHash(row));
    const removed = await removedTexts(executor, altered, options.holdsNoText);
    for (const row of rows) {
      const isSound = !altered.includes(row) || removed.has(row.event_id);
      const next = follow(chain, row, isSound);
      if ('ok' in next) return next;
      chain = next;
      redacted.push(...[removed.get(row.event_id) ?? []].flat());
      if (contradicts(chain, kept)) return rewritten(chain.position);
    }
    options.onProgress?.(chain.position, end);
  }
  const wrong =
    checkHead(chain, head, kept) ??
    (options.since === undefined ? await findWrongVersion(executor, chain.position) : undefined);
  return wrong ?? { ok: true, head: asHead(head), redacted };
}

function hasItsHash(row: Row): boolean {
  const { stream, event_id: id, type, schema_version: schemaVersion } = row;
  const data = parseExactly(row.data);
  return data !== null && contentHash({ stream, id, type, schemaVersion, data }) === row.content_hash;
}

/** The redactions of events whose content does not give their hash, where what is stored is what a redaction left. */
async function removedTexts(
  executor: Kysely<unknown>,
  altered: readonly Row[],
  holdsNoText: HoldsNoText = () => true,
): Promise<Map<string, Redaction>> {
  const redactions = await readRedactions(
    executor,
    altered.map((row) => row.event_id),
  );
  return new Map(
    altered.flatMap((row): [string, Redaction][] => {
      const said = redactions.get(row.event_id);
      const data = parseExactly(row.data);
      if (said === undefined || data === null || String(said.position) !== row.position) return [];
      if (!isWhatRemains(said, { contentHash: row.content_hash, data })) return [];
      if (!holdsNoText(row.type, data)) return [];
      const { event, position, at, ground, reason } = said;
      return [[row.event_id, { event, position, at, ground, reason }]];
    }),
  );
}

/** The next link, or what is wrong with it. */
function follow(chain: Chain, row: Row, isSound: boolean): Chain | Finding {
  const expected = chain.position + 1n;
  if (BigInt(row.position) !== expected) {
    return found(expected, 'missing', `Event ${expected} is missing; the next one that is there is ${row.position}.`);
  }
  const metadata = parseExactly(row.metadata);
  const { event_id: id } = row;
  if (!isSound) {
    return found(
      expected,
      'altered',
      `Event ${expected} (${id}) was altered: its content does not give the hash stored with it.`,
    );
  }
  const micros = BigInt(row.recorded_us);
  const hash = linkHash({
    previous: chain.hash,
    position: expected,
    version: row.version,
    recordedAtMicros: micros,
    content: row.content_hash,
    metadata: metadata === null ? NO_HASH : metadataHash(metadata),
  });
  if (hash !== row.hash) {
    const sentence = `Event ${expected} (${id}) does not follow from the one before it: its place, its instant or its metadata was altered, or it stands in the place of another event.`;
    return found(expected, 'misplaced', sentence);
  }
  if (chain.micros !== null && micros < chain.micros) {
    return found(expected, 'misplaced', `Event ${expected} (${id}) was recorded before the event in front of it.`);
  }
  return { position: expected, micros, hash };
}

/** Whether a head that was kept is at the end of the chain and has another hash. */
function contradicts(chain: Chain, kept: readonly Head[]): boolean {
  return kept.some(({ position, hash }) => position === chain.position && hash.toLowerCase() !== chain.hash);
}

function checkHead(chain: Chain, head: Chain, kept: readonly Head[]): Finding | undefined {
  const next = chain.position + 1n;
  const beyond = kept.find(({ position }) => position > chain.position);
  if (beyond !== undefined) return cut(chain.position, beyond.position);
  if (head.position > chain.position) {
    return found(
      next,
      'missing',
      `Event ${next} is missing: the log ends before it, but its head is event ${head.position}.`,
    );
  }
  if (head.position !== chain.position || head.hash !== chain.hash || head.micros !== chain.micros) {
    return found(
      chain.position,
      'head',
      `The head row says event ${head.position} (${head.hash}), but the last event is ${chain.position} (${chain.hash}).`,
    );
  }
  return undefined;
}

/** Versions are covered by the chain; that they count 1, 2, 3, ... in every stream is another promise. */
async function findWrongVersion(executor: Kysely<unknown>, upTo: bigint): Promise<Finding | undefined> {
  const { rows } = await sql<{ position: string; stream: string; version: number; place: string }>`
    select position, stream, version, place
      from (select position, stream, version, row_number() over (partition by stream order by position) as place
              from events where position <= ${upTo}) numbered
     where version <> place
     order by position limit 1`.execute(executor);
  const wrong = rows[0];
  if (wrong === undefined) return undefined;
  const sentence = `Event ${wrong.position} has version ${wrong.version} in the stream "${wrong.stream}", but it is number ${wrong.place} there.`;
  return found(BigInt(wrong.position), 'misplaced', sentence);
}

async function readEnds(executor: Kysely<unknown>): Promise<{ head: Chain; last: bigint }> {
  const { rows } = await sql<{ position: string; recorded_us: string | null; hash: string; last: string | null }>`
    select position, (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us, encode(hash, 'hex') as hash,
           (select max(position) from events) as last
      from log_head`.execute(executor);
  const row = rows[0];
  const head = {
    position: BigInt(row?.position ?? 0),
    micros: row === undefined || row.recorded_us === null ? null : BigInt(row.recorded_us),
    hash: row?.hash ?? 'no head row',
  };
  return { head, last: BigInt(row?.last ?? 0) };
}

async function readPage(executor: Kysely<unknown>, after: bigint, upTo: bigint): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select position, stream, version, event_id, type, schema_version, data::text as data, metadata::text as metadata,
           (extract(epoch from recorded_at) * 1000000)::bigint as recorded_us,
           encode(content_hash, 'hex') as content_hash, encode(hash, 'hex') as hash
      from events where position > ${after} and position <= ${upTo}
     order by position limit ${PAGE}`.execute(executor);
  return rows;
}

function asHead({ position, micros, hash }: Chain): LogHead {
  return { position, recordedAt: micros === null ? null : instantOf(micros), hash };
}

function rewritten(position: bigint): Finding {
  const sentence = `Event ${position} has another hash than the head that was kept: it or an event before it was rewritten.`;
  return found(position, 'rewritten', sentence);
}

function cut(end: bigint, kept: bigint): Finding {
  const sentence = `The log ends at event ${end}, but the head that was kept is event ${kept}: it was cut.`;
  return found(end + 1n, 'cut', sentence);
}

function missing(position: bigint): Finding {
  return found(position, 'missing', `Event ${position} is missing, and the head that was kept is at it.`);
}

function found(position: bigint, problem: LogProblem, sentence: string): Finding {
  return { ok: false, position, problem, sentence };
}
