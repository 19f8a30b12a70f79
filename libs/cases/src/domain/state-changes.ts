import { canonicalJson, type Json } from '#libs/kernel';

/** The fields of a case whose changes are reported. */
export interface ReportedState {
  status: string;
  outcome: string | null;
  measures: { kind: string; since: string | null; until: string | null; state: string }[];
}

/** One field that changed. */
export interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

/** What changed between two states of a case: its status, its outcome and its measures. */
export function stateChanges(before: ReportedState, after: ReportedState): FieldChange[] {
  const [one, other] = [reported(before), reported(after)];
  return (['status', 'outcome', 'measures'] as const)
    .map((field): FieldChange => ({ field, before: one[field], after: other[field] }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}

function reported({ status, outcome, measures }: ReportedState): ReportedState {
  return {
    status,
    outcome,
    measures: measures.map(({ kind, since, until, state }) => ({ kind, since, until, state })),
  };
}
