import { canonicalJson, type Json } from '#libs/kernel';

/** The fields of a case whose changes are told, and what they are. */
export interface ToldState {
  status: string;
  outcome: string | null;
  measures: Json[];
}

/** One field that changed. */
export interface FieldChange {
  field: string;
  before: Json;
  after: Json;
}

/** What changed between two states of a case: its status, its outcome and its measures. */
export function stateChanges(before: ToldState, after: ToldState): FieldChange[] {
  return (['status', 'outcome', 'measures'] as const)
    .map((field): FieldChange => ({ field, before: before[field], after: after[field] }))
    .filter((change) => canonicalJson(change.before) !== canonicalJson(change.after));
}
