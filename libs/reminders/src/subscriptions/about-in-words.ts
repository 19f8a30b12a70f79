import type { Subscription } from './subscription-rows.js';

const KINDS = { milestones: 'milestones', developments: 'new facts', corrections: 'corrections' } as const;

/** What a subscription is about, as a part of a sentence: "milestones and new facts about usmca". */
export function aboutInWords({ filter }: Pick<Subscription, 'filter'>): string {
  const kinds = list(filter.kinds.map((kind) => KINDS[kind]));
  const limits = [
    filter.subjects.length > 0 ? `about ${list(filter.subjects)}` : '',
    filter.topics.length > 0 ? `with the topic ${list(filter.topics)}` : '',
    filter.parties.length > 0 ? `with the party ${list(filter.parties)}` : '',
    filter.types.length > 0 ? `of the type ${list(filter.types)}` : '',
    filter.milestones.length > 0 ? `by the rule ${list(filter.milestones)}` : '',
  ].filter((limit) => limit !== '');
  return [kinds, ...(limits.length > 0 ? limits : ['about every subject'])].join(' ');
}

function list(items: readonly string[]): string {
  return new Intl.ListFormat('en-GB').format(items);
}
