import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind } from '../kind.js';

interface ProgrammeState extends JsonObject {
  status: 'noted' | 'planned' | 'running' | 'ended';
  launched: string | null;
  ended: string | null;
}

const plain = z.looseObject({});

/** A programme, an initiative, a competition: what is run for a time. */
export const programme = defineKind<ProgrammeState>({
  subjectType: 'programme',
  describes: 'A programme, an initiative or a project that is run for a time.',
  attributes: z.looseObject({}),
  initial: { status: 'noted', launched: null, ended: null },
  facts: {
    launched: {
      headline: 'Launched',
      body: plain,
      meets: ['launch'],
      evolve: (state, fact) => ({ ...state, status: 'running', launched: state.launched ?? dateOf(fact) }),
    },
    extended: { headline: 'Extended', body: plain, evolve: (state) => ({ ...state, status: 'running' }) },
    reported: { headline: 'Reported', body: plain },
    ended: {
      headline: 'Ended',
      body: plain,
      evolve: (state, fact) => ({ ...state, status: 'ended', ended: dateOf(fact) }),
    },
    planned: {
      headline: 'Planned',
      body: plain,
      plans: 'launch',
      evolve: (state) => ({ ...state, status: state.status === 'noted' ? 'planned' : state.status }),
    },
    noted: { headline: 'Noted', body: plain },
  },
  order: [['launched', 'ended']],
  impossible: [['launched', 'ended']],
  derivesFrom: {},
  milestones: () => [],
});
