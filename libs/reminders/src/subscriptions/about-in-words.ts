import type { Subscription } from './subscription-rows.js';

const KINDS = { milestones: 'milestones', developments: 'new facts', corrections: 'corrections' } as const;
/** How many entries of a list are named before the rest is counted. */
const MOST_NAMED = 4;

/**
 * What a subscription is about, as a part of a sentence: "milestones and new facts about usmca".
 *
 * @param names the names that records give to ids, by id; an id without one stands for itself
 */
export function aboutInWords(
  { filter }: Pick<Subscription, 'filter'>,
  names: ReadonlyMap<string, string> = new Map(),
): string {
  const named = (ids: readonly string[]): string => list(ids.map((id) => names.get(id) ?? id));
  const kinds = list(filter.kinds.map((kind) => KINDS[kind]));
  const limits = [
    filter.subjects.length > 0 ? `about ${named(filter.subjects)}` : '',
    filter.topics.length > 0 ? `with the topic ${list(filter.topics)}` : '',
    filter.parties.length > 0 ? `with the party ${list(filter.parties)}` : '',
    filter.types.length > 0 ? `of the type ${list(filter.types)}` : '',
    filter.milestones.length > 0 ? `by the rule ${named(filter.milestones)}` : '',
  ].filter((limit) => limit !== '');
  return [kinds, ...(limits.length > 0 ? limits : ['about every subject'])].join(' ');
}

function list(items: readonly string[]): string {
  const more = items.length - MOST_NAMED;
  const shown = more > 1 ? [...items.slice(0, MOST_NAMED), `${more} more`] : items;
  return new Intl.ListFormat('en-GB').format(shown);
}
