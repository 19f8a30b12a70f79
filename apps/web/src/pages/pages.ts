import type { Page } from '../page.js';
import { casePage } from './case.js';
import { casesPage } from './cases.js';
import { factPage } from './fact.js';
import { milestonesPage } from './milestones.js';
import { sourcePage } from './source.js';
import { subjectPage } from './subject.js';
import { timelinePage } from './timeline.js';

/** Every page; the first whose address fits is shown. */
export const PAGES = [
  timelinePage,
  casesPage,
  casePage,
  milestonesPage,
  subjectPage,
  factPage,
  sourcePage,
] as unknown as readonly Page<unknown>[];
