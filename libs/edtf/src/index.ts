export { adviceOnDay } from './advice-on-day.js';
export { calendarOf, dayOf, dayOfInstant, dayOfIso, edtfOfDay, isoOfDay, type Day } from './day.js';
export { addDuration, durationInWords, isDuration } from './duration.js';
export { lastDayOfBeginning, parseEdtf, windowOfRange, type EdtfDate } from './edtf-date.js';
export { EdtfError } from './edtf-error.js';
export { remarkOn, type Remark } from './remark.js';
export type { Precision } from './statement.js';
export { certainlyWithin, compareWindows, possiblyWithin, type Window } from './window.js';
export { byDayInWords, dayInWords, inWords, type Locale } from './words.js';
