import { analysis } from './en/analysis.js';
import { band } from './en/band.js';
import { cases } from './en/cases.js';
import { editor } from './en/editor.js';
import { embedding } from './en/embedding.js';
import { filters } from './en/filters.js';
import { milestones } from './en/milestones.js';
import { records } from './en/records.js';
import { site } from './en/site.js';
import { subscribing } from './en/subscribing.js';
import { timeline } from './en/timeline.js';

/** The words of the page in English. Keys are the same in every catalogue; a spec holds them to one another. */
export const en = {
  ...site,
  ...filters,
  ...timeline,
  ...band,
  ...records,
  ...cases,
  ...analysis,
  ...embedding,
  ...milestones,
  ...subscribing,
  ...editor,
};

/** A catalogue of words, in whatever language. */
export type Words = typeof en;
