import { coverageInWords, CoverageQuery } from '#libs/cases';
import { selectOpenMilestones } from '#libs/milestones';
import { previewOf, type Preview, type Previewed } from '#libs/reminders';
import type { Context } from './context.js';

/** What a subscription would tell as things stand, on views that hold all that the log holds. */
export async function previewed(
  subscription: Previewed,
  { ask, db, now, bringViewsUpToDate, publicUrl }: Context,
): Promise<Preview> {
  await bringViewsUpToDate();
  const open = await selectOpenMilestones(db.kysely);
  const coverage = coverageInWords(await ask(new CoverageQuery({})), null);
  return previewOf(db.kysely, subscription, open, { publicUrl, now: now(), coverage });
}
