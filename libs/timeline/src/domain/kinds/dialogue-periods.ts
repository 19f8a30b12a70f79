import { addDuration, durationInWords, edtfOfDay, parseEdtf, type Day } from '#libs/edtf';
import type { DatedFact, DerivedMilestone } from '../kind.js';

/** A number of meetings in each period. */
interface MeetingsPerPeriod {
  times: number;
  /** The period, ISO 8601. */
  per: string;
  /** The name of the series. */
  name: string;
}

/**
 * What a rhythm of so many meetings in each period lets one expect: of each period that has a meeting on record the
 * remaining ones, and after a full period the next. The milestone is the whole period with a count, since the source
 * names no month (contract section 2: never more precise than the source). It is met by the last of so many meetings. A
 * meeting whose window reaches beyond one period is in none.
 */
export function expectedPerPeriod(
  stated: DatedFact,
  held: readonly DatedFact[],
  { times, per, name }: MeetingsPerPeriod,
): DerivedMilestone[] {
  const periods = periodsWithMeetings(held, per);
  const newest = periods.at(-1);
  const start = stated.occurred?.window.latest ?? null;
  if (newest === undefined) {
    if (start !== null) periods.push({ first: addDuration(firstDayOf(start, per), per), meetings: [] });
  } else if (newest.meetings.length >= times) {
    periods.push({ first: addDuration(newest.first, per), meetings: [] });
  }
  const count = `${times} meetings every ${durationInWords(per).replace(/^1 /, '')}`;
  return periods.map(({ first, meetings }): DerivedMilestone => {
    const window = windowOf(first, per);
    const last = meetings[times - 1];
    return {
      rule: 'next-meeting',
      occasion: window.replace(/\/.*/, '').toLowerCase(),
      title: `Next meeting: ${name}`,
      window,
      because: `${count}, of which ${meetings.length} on record in this period`,
      reason: { code: 'meetings-per-period', params: { times: String(times), per, held: String(meetings.length) } },
      derivedFrom: [stated.id, ...meetings.map(({ id }) => id)],
      afterwards: 'unconfirmed',
      ...(last && { metBy: last.id }),
    };
  });
}

interface Period {
  first: Day;
  meetings: DatedFact[];
}

function periodsWithMeetings(held: readonly DatedFact[], per: string): Period[] {
  const periods: Period[] = [];
  for (const meeting of held) {
    const { earliest, latest } = meeting.occurred?.window ?? { earliest: null, latest: null };
    if (earliest === null || latest === null) continue;
    const period = periods.find(({ first }) => first <= earliest && earliest < addDuration(first, per));
    const first = period?.first ?? firstDayOf(earliest, per);
    if (latest >= addDuration(first, per)) continue;
    if (period) period.meetings.push(meeting);
    else periods.push({ first, meetings: [meeting] });
  }
  return periods;
}

/** A period of years begins with a year, one of months with a month, others with the day itself. */
function firstDayOf(day: Day, per: string): Day {
  return parseEdtf(rounded(day, per)).window.earliest ?? day;
}

/** The whole period, EDTF: `2024` for a year. */
function windowOf(first: Day, per: string): string {
  const [begin, end] = [first, addDuration(first, per) - 1].map((day) => rounded(day, per));
  return begin === end ? begin! : `${begin}/${end}`;
}

/** A day no more precisely than a rhythm: of a yearly series the year, of a monthly one the month. EDTF. */
export function rounded(day: Day, rhythm: string): string {
  return edtfOfDay(day, /[DW]$/.test(rhythm) ? 'day' : rhythm.endsWith('M') ? 'month' : 'year');
}
