import { z } from 'zod';
import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, textOf, type DatedFact } from '../kind.js';
import { occasionOf } from '../occasion.js';
import { edtf } from '../values.js';

interface OrganizationState extends JsonObject {
  founded: string | null;
  lastMet: string | null;
}

const plain = z.looseObject({});

/** The last date of what ends a term, without its mark and what is not known of it: `2025` of `2025-XX~`. */
const plainEnd = (end: string): string => end.replace(/^\[.*\.\.|\]$/g, '').replace(/(?:-XX)*[~?%]?$/, '');

/** Whether every member that was elected to a seat has left with a fact, and not certainly before the election. */
function endsSeatOf(elected: DatedFact, left: DatedFact): boolean {
  const members = elected.parties ?? [];
  if (left.type !== 'organization.left' || members.length === 0) return false;
  const [on, since] = [left.occurred?.beginning.latest ?? Infinity, elected.occurred?.beginning.earliest ?? -Infinity];
  return on >= since && members.every((member) => left.parties?.includes(member));
}

/** A body that parties belong to. */
export const organization = defineKind<OrganizationState>({
  subjectType: 'organization',
  describes: 'A body that parties belong to: an organization, a commission, a bank.',
  attributes: z.looseObject({}),
  initial: { founded: null, lastMet: null },
  facts: {
    founded: { headline: 'Founded', body: plain, evolve: (state, fact) => ({ ...state, founded: dateOf(fact) }) },
    joined: { headline: 'Joined', body: plain },
    // Belongs, on no stated day of joining: "joined" would state an act that the source does not.
    member: { headline: 'Member', body: plain },
    elected: { headline: 'Elected', body: z.looseObject({ term: edtf.optional() }) },
    left: { headline: 'Left', body: plain, cancels: ['seat-end'] },
    met: { headline: 'Met', body: plain, evolve: (state, fact) => ({ ...state, lastMet: dateOf(fact) }) },
    noted: { headline: 'Noted', body: plain },
  },
  order: [
    ['founded', 'joined'],
    ['founded', 'member'],
    ['joined', 'left'],
  ],
  // Founding members accede before the founding takes effect, and who left can have joined on a day not on record.
  reversed: {
    member: 'a member before it was founded',
    joined: 'joined before it was founded',
    left: 'left before it joined',
  },
  derivesFrom: { 'seat-end': ['elected', 'left'] },
  milestones: (facts, subject) =>
    facts.flatMap((fact) => {
      const seat = fact.type === 'organization.elected' ? textOf(fact, 'term') : null;
      const end = seat?.includes('/') ? (seat.split('/')[1] ?? '') : (seat ?? '');
      if (!seat || parseEdtf(seat).window.latest === null) return [];
      const left = facts.find((other) => endsSeatOf(fact, other));
      return [
        {
          rule: 'seat-end',
          occasion: occasionOf(plainEnd(end)),
          title: `End of the seat: ${subject.name}`,
          window: end,
          because: `the term of the seat is ${seat}`,
          reason: { code: 'term-of-seat', params: { term: seat } },
          derivedFrom: [fact.id],
          ...(left && { endedBy: left.id }),
          afterwards: 'met' as const,
        },
      ];
    }),
});
