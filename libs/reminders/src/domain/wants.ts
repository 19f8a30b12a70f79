import type { SubscriptionFilter } from './subscription.js';

/** What a filter looks at of a milestone. */
export interface FilteredMilestone {
  id: string;
  subject: { id: string; type: string };
  topics: readonly string[];
  parties: readonly string[];
  rule: string;
  occasion: string;
}

/** Whether a filter lets a milestone through; `wantsMilestoneSql` says the same in SQL. */
export function wantsMilestone(filter: SubscriptionFilter, milestone: FilteredMilestone): boolean {
  const { id, subject, topics, parties, rule, occasion } = milestone;
  return (
    filter.kinds.includes('milestones') &&
    overlap(filter.subjects, [subject.id]) &&
    overlap(filter.topics, topics) &&
    overlap(filter.parties, parties) &&
    overlap(filter.types, [subject.type]) &&
    overlap(filter.milestones, [rule, `${rule}.${occasion}`, id])
  );
}

function overlap(wanted: readonly string[], there: readonly string[]): boolean {
  return wanted.length === 0 || wanted.some((one) => there.includes(one));
}

/** The same for a milestone as an answer tells it, whose subject, topics and parties were asked for already. */
export function wantsMilestoneItem(
  filter: SubscriptionFilter,
  { id, subject }: { id: string; subject: { id: string; type: string } },
): boolean {
  const [, rule = '', occasion = ''] = id.split('.');
  const asked = { ...filter, topics: [], parties: [] };
  return wantsMilestone(asked, { id, subject, topics: [], parties: [], rule, occasion });
}
