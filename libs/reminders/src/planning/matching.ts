import { sql, type RawBuilder } from 'kysely';
import type { FilteredMilestone } from '../domain/wants.js';

/** Whether an active subscription `s` is told of a milestone; `wantsMilestone` says the same in code. */
export function wantsMilestoneSql(milestone: FilteredMilestone): RawBuilder<boolean> {
  const { id, subject, topics, parties, rule, occasion } = milestone;
  return sql<boolean>`${isTold('milestones')}
    and ${overlap('subjects', [subject.id])} and ${overlap('topics', topics)} and ${overlap('parties', parties)}
    and ${overlap('types', [subject.type])} and ${overlap('milestones', [rule, `${rule}.${occasion}`, id])}`;
}

/** What a filter looks at of a fact. */
export interface FilteredFact {
  subject: { id: string; type: string };
  type: string;
  topics: readonly string[];
  parties: readonly string[];
}

/** Whether an active subscription `s` is told of what happened to a fact. */
export function wantsFactSql(fact: FilteredFact, kind: 'developments' | 'corrections'): RawBuilder<boolean> {
  return sql<boolean>`${isTold(kind)} and cardinality(s.milestones) = 0
    and ${overlap('subjects', [fact.subject.id])} and ${overlap('topics', fact.topics)}
    and ${overlap('parties', fact.parties)} and ${overlap('types', [fact.subject.type, fact.type])}`;
}

function isTold(kind: string): RawBuilder<boolean> {
  return sql<boolean>`s.status = 'active' and s.channel <> 'calendar' and ${kind} = any(s.kinds)`;
}

function overlap(column: string, there: readonly string[]): RawBuilder<boolean> {
  return sql<boolean>`(cardinality(s.${sql.ref(column)}) = 0 or s.${sql.ref(column)} && ${[...there]}::text[])`;
}
