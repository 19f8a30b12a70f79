export { calendarOf, dayOf, dayOfInstant, dayOfIso, isoOfDay, type Day } from './day.js';
export { addDuration, durationInWords, isDuration } from './duration.js';
export { lastDayOfBeginning, parseEdtf, windowOfRange, type EdtfDate } from './edtf-date.js';
export { EdtfError } from './edtf-error.js';
export { remarkOn, type Remark } from './remark.js';
export type { Precision } from './statement.js';
export { certainlyWithin, compareWindows, possiblyWithin, type Window } from './window.js';
export { inWords, type Locale } from './words.js';
