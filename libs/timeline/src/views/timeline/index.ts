import { defineView } from '#libs/projections';
import { applyToTimeline } from './apply.js';

/** The timeline: the wordings of facts, subjects and sources over both clocks. */
export const timelineView = defineView({
  name: 'timeline',
  version: 7,
  tables: ['timeline', 'timeline_changes', 'timeline_subjects', 'timeline_sources'],
  appliesBy: ['timeline_subject', 'timeline_source_ids', 'timeline_changes_cites'],
  rows: 'across-streams',
  apply: (tx, events) => applyToTimeline(tx.withTables(), events),
});
