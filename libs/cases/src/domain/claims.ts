import { parseEdtf, type Day } from '#libs/edtf';
import { canonicalJson, type JsonObject } from '#libs/kernel';

interface ClaimSource {
  source: string;
  locator?: string | null;
  says?: { occurred?: string | null; body?: JsonObject | null } | null;
}

/** A figure as one or several sources state it. */
export interface Claim {
  /** A decimal string. */
  value: string;
  unit: string;
  /** How the source hedges it, such as `over`; null where it does not. */
  qualifier: string | null;
  /** Who counted, such as `press`; null where the record does not say: then it is whom the measure names. */
  countedBy: string | null;
  /** EDTF; null where no date is given. */
  occurred: string | null;
  sources: ClaimSource[];
}

/**
 * What the sources of a reported figure state: one claim for each different statement, the fact's own one first. A redacted
 * report states none.
 */
export function claimsOf(
  fact: { body: JsonObject; occurred: { edtf: string } | null },
  sources: readonly ClaimSource[],
): Claim[] {
  const of = fact.occurred?.edtf ?? null;
  const own = claimOf(fact.body, of);
  const claims = new Map<string, Claim>(own ? [[canonicalJson({ ...own }), { ...own, sources: [] }]] : []);
  for (const entry of sources) {
    const { body, occurred } = entry.says ?? {};
    const said = claimOf({ ...fact.body, ...body }, occurred ?? of);
    if (!said) continue;
    const claim = claims.get(canonicalJson({ ...said })) ?? { ...said, sources: [] };
    claim.sources.push(entry);
    claims.set(canonicalJson({ ...said }), claim);
  }
  return [...claims.values()];
}

function claimOf(body: JsonObject, occurred: string | null): Omit<Claim, 'sources'> | null {
  const { value, unit, qualifier, countedBy } = body;
  if (typeof value !== 'string' || typeof unit !== 'string') return null;
  return {
    value,
    unit,
    qualifier: typeof qualifier === 'string' ? qualifier : null,
    countedBy: typeof countedBy === 'string' ? countedBy : null,
    occurred,
  };
}

/** The days that a claim is about. */
export interface ClaimDays {
  /** The days (UTC) of which the figure is, both included: the records are compared with it over every one of them. */
  first: Day;
  last: Day;
  /** The first day of the period that the figure counts; -Infinity where no source gives one. */
  since: Day;
}

/**
 * The days of a claim. A figure of what happened in a period (`ofPeriod`) is that of the last day of its date, whatever its
 * form; so is the figure of an interval with a beginning. Any other is of some day of its window: `../2024` is some day up to
 * the end of 2024. Where no last day is given it is the known day; a figure without a date is of some day up to its known day.
 */
export function daysOfClaim(occurred: string | null, known: Day, ofPeriod: boolean): ClaimDays {
  if (occurred === null) return { first: -Infinity, last: known, since: -Infinity };
  const { window } = parseEdtf(occurred);
  const [since, last] = [window.earliest ?? -Infinity, window.latest ?? known];
  const isOfLastDay = ofPeriod || (occurred.includes('/') && window.earliest !== null);
  return { first: isOfLastDay ? last : Math.min(since, last), last, since };
}

/**
 * Whether the days of a claim lie behind at the end of a day (null: every day does): until its last day a figure counts what
 * is still to come, also where its period began before.
 */
export function isOver({ last }: ClaimDays, asOf: Day | null): boolean {
  return asOf === null || last <= asOf;
}
