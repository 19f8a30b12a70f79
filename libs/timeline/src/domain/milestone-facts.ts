import { z } from 'zod';
import type { FactDeclaration } from './kind.js';
import { edtf } from './values.js';

/** A milestone as a plan names it: its rule and its occasion, each a slug, such as `joint-review.2026`. */
export const milestoneName = z.stringFormat(
  'milestone',
  /^[a-z0-9][a-z0-9-]{0,119}\.[a-z0-9][a-z0-9-]{0,119}$/,
  'must be a rule and an occasion, such as joint-review.2026',
);

const body = z.looseObject({ milestone: milestoneName });

/** A milestone that was moved: an extension also says what it rests on, when it was decided, and whether it looks back. */
const moved = body.extend({
  basis: z
    .enum(['agreement', 'order', 'law'])
    .optional()
    .meta({ description: 'What an extension rests on: an agreement of the parties, an order, or a law.' }),
  decidedOn: edtf.optional().meta({
    description: 'When the extension was decided, EDTF. One decided after the last day makes no act timely.',
  }),
  retroactive: z.boolean().optional().meta({
    description: 'True where the source says that an extension decided after the last day counts from before it.',
  }),
});

/** The fact types that a subject of any type can carry: what a source says of a milestone itself. */
export const milestoneFacts: Readonly<Record<string, FactDeclaration>> = {
  planned: { headline: 'Milestone planned', body, plans: 'milestone' },
  moved: { headline: 'Milestone moved', body: moved, plans: 'milestone' },
  met: { headline: 'Milestone met', body },
  cancelled: { headline: 'Milestone cancelled', body },
  outstanding: { headline: 'Milestone outstanding', body },
};
