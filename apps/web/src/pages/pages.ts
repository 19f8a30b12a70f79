import type { Page } from '../page.js';

/**
 * Every page by its name, which is the name of its module; the first whose address fits is shown. The browser loads the
 * page that it shows and no other.
 */
export const PAGES: Record<string, () => Promise<Page<unknown>>> = {
  timeline: async () => (await import('./timeline.js')).timelinePage,
  cases: async () => (await import('./cases.js')).casesPage,
  case: async () => (await import('./case.js')).casePage,
  milestones: async () => (await import('./milestones.js')).milestonesPage,
  subject: async () => (await import('./subject.js')).subjectPage,
  fact: async () => (await import('./fact.js')).factPage,
  source: async () => (await import('./source.js')).sourcePage,
};
