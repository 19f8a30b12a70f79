import { z } from 'zod';
import type { JsonObject } from '#libs/kernel';
import { dateOf, defineKind, type DatedFact } from '../kind.js';
import { edtf, money } from '../values.js';

interface FundingState extends JsonObject {
  status: 'noted' | 'committed' | 'appropriated' | 'disbursed' | 'rescinded';
  last: { type: string; occurred: string | null; amount: JsonObject | null } | null;
}

const amount = z.looseObject({ amount: money, purpose: z.string().optional(), period: edtf.optional() });
const becomes =
  (status: FundingState['status']) =>
  (_state: FundingState, fact: DatedFact): FundingState => ({
    status,
    last: { type: fact.type, occurred: dateOf(fact), amount: (fact.body['amount'] ?? null) as JsonObject | null },
  });

/** Money that is set aside, promised, paid out or taken back. */
export const funding = defineKind<FundingState>({
  subjectType: 'funding',
  describes: 'Money that is promised, set aside, paid out or taken back.',
  attributes: z.looseObject({}),
  initial: { status: 'noted', last: null },
  facts: {
    appropriated: { headline: 'Appropriated', body: amount, evolve: becomes('appropriated') },
    committed: { headline: 'Committed', body: amount, evolve: becomes('committed') },
    disbursed: { headline: 'Disbursed', body: amount, evolve: becomes('disbursed') },
    rescinded: { headline: 'Rescinded', body: amount, evolve: becomes('rescinded') },
    noted: { headline: 'Noted', body: z.looseObject({}) },
  },
  order: [],
  derivesFrom: {},
  milestones: () => [],
});
