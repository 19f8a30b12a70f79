import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind } from '../kind.js';

interface RelationshipState extends JsonObject {
  established: string | null;
}

/** What stands between parties as a whole. */
export const relationship = defineKind<RelationshipState>({
  subjectType: 'relationship',
  describes: 'What stands between parties as a whole, such as diplomatic relations.',
  attributes: z.looseObject({}),
  initial: { established: null },
  facts: {
    established: {
      headline: 'Established',
      body: z.looseObject({}),
      evolve: (_state, fact) => ({ established: dateOf(fact) }),
    },
    noted: { headline: 'Noted', body: z.looseObject({}) },
  },
  order: [],
  derivesFrom: {},
  milestones: () => [],
});
