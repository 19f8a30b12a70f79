import type { Page } from '../page.js';

/**
 * Every page by its name, which is the name of its module; the first whose address fits is shown. The browser loads the
 * page that it shows and no other.
 */
export const PAGES: Record<string, () => Promise<Page<unknown>>> = {
  timeline: async () => (await import('./timeline.js')).timelinePage,
  cases: async () => (await import('./cases.js')).casesPage,
  'embed-timeline': async () => (await import('./embed-timeline.js')).embeddedTimelinePage,
  'embed-milestones': async () => (await import('./embed-milestones.js')).embeddedMilestonesPage,
  statistics: async () => (await import('./statistics.js')).statisticsPage,
  changes: async () => (await import('./changes.js')).changesPage,
  reconciliation: async () => (await import('./reconciliation.js')).reconciliationPage,
  case: async () => (await import('./case.js')).casePage,
  milestones: async () => (await import('./milestones.js')).milestonesPage,
  milestone: async () => (await import('./milestone.js')).milestonePage,
  subject: async () => (await import('./subject.js')).subjectPage,
  fact: async () => (await import('./fact.js')).factPage,
  source: async () => (await import('./source.js')).sourcePage,
  remind: async () => (await import('./remind.js')).remindPage,
  subscription: async () => (await import('./subscription.js')).subscriptionPage,
  confirmation: async () => (await import('./confirmation.js')).confirmationPage,
  unsubscribe: async () => (await import('./unsubscribe.js')).unsubscribePage,
  'sign-in': async () => (await import('./sign-in.js')).signInPage,
  editor: async () => (await import('./editor.js')).editorPage,
  'editor-record': async () => (await import('./editor-record.js')).editorRecordPage,
  'editor-change': async () => (await import('./editor-change.js')).editorChangePage,
  'editor-import': async () => (await import('./editor-import.js')).editorImportPage,
};
