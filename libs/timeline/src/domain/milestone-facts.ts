import { z } from 'zod';
import type { FactDeclaration } from './kind.js';

/** A milestone as a plan names it: its rule and its occasion, each a slug, such as `joint-review.2026`. */
export const milestoneName = z.stringFormat(
  'milestone',
  /^[a-z0-9][a-z0-9-]{0,119}\.[a-z0-9][a-z0-9-]{0,119}$/,
  'must be a rule and an occasion, such as joint-review.2026',
);

const body = z.looseObject({ milestone: milestoneName });

/** The fact types that a subject of any type can carry: what is planned, moved, met or cancelled by word of a source. */
export const milestoneFacts: Readonly<Record<string, FactDeclaration>> = {
  planned: { headline: 'Milestone planned', body, plans: 'milestone' },
  moved: { headline: 'Milestone moved', body, plans: 'milestone' },
  met: { headline: 'Milestone met', body },
  cancelled: { headline: 'Milestone cancelled', body },
};
