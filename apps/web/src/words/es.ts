import type { Words } from './en.js';
import { analysis } from './es/analysis.js';
import { band } from './es/band.js';
import { cases } from './es/cases.js';
import { editor } from './es/editor.js';
import { embedding } from './es/embedding.js';
import { filters } from './es/filters.js';
import { milestones } from './es/milestones.js';
import { records } from './es/records.js';
import { site } from './es/site.js';
import { subscribing } from './es/subscribing.js';
import { timeline } from './es/timeline.js';

/** The words of the page in Spanish. */
export const es: Words = {
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

export { api } from './es/api.js';
