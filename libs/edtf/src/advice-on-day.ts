import { parseEdtf } from './edtf-date.js';
import { EdtfError } from './edtf-error.js';

const ISO_DAY = /^\d{4}-\d{2}-\d{2}$/;

/**
 * The refusal of a text where a day is needed, with the days that it may mean: a spreadsheet's number of a day, a date that
 * begins with its day. Also of a day that the calendar does not have. Undefined where no day can be named, as for a month.
 */
export function adviceOnDay(text: string): EdtfError | undefined {
  try {
    parseEdtf(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof EdtfError)) throw error;
    const { proposed, meant } = error.params;
    const forms = [proposed ?? meant ?? text].flat().map(String);
    return forms.every((form) => ISO_DAY.test(form)) ? error : undefined;
  }
}
