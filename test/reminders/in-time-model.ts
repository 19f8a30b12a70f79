/**
 * When each lead time of each milestone is told, written down once more from the contract, with none of the code of the
 * service: days are numbers since 1970, instants are minutes since 1970, and local times come from `Intl` alone.
 */
export interface ModelSchedule {
  timeZone: string;
  localTime: string;
  digest: 'none' | 'daily' | 'weekly';
  digestDay: number;
  quietHours: { from: string; to: string } | null;
  /** In days before the window. */
  leads: number[];
}

/** A window by its days; null where it is open. */
export interface ModelWindow {
  edtf: string;
  first: number | null;
  last: number | null;
}

/** When one lead time is told. */
export interface Told {
  lead: number;
  minute: number;
  /** It had passed when the milestone was recorded. */
  passed: boolean;
}

const DAY = 1_440;
const forms = new Map<string, Intl.DateTimeFormat>();

/** What a clock on the wall shows, as minutes since 1970 there. */
function wall(minute: number, timeZone: string): number {
  const form =
    forms.get(timeZone) ??
    new Intl.DateTimeFormat('en-US', { timeZone, dateStyle: 'short', timeStyle: 'short', hourCycle: 'h23' });
  forms.set(timeZone, form);
  const shown = form.format(minute * 60_000);
  const [month, day, year, hour, minutes] = shown.match(/\d+/g)!.map(Number) as [
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(2000 + year, month - 1, day, hour, minutes) / 60_000;
}

/** The first minute at which the wall shows a day and a time; where it skips them, as much later as it skips. */
function minuteOf(day: number, time: string, timeZone: string): number {
  const [hour, minutes] = time.split(':').map(Number) as [number, number];
  const wanted = day * DAY + hour * 60 + minutes;
  const offsets = [wanted - 2 * DAY, wanted + 2 * DAY].map((about) => wall(about, timeZone) - about);
  const shown = offsets.map((offset) => wanted - offset).filter((minute) => wall(minute, timeZone) === wanted);
  return shown.length > 0 ? Math.min(...shown) : wanted - offsets[0]!;
}

const dayOn = (minute: number, timeZone: string): number => Math.floor(wall(minute, timeZone) / DAY);
const minutesOf = (time: string): number => Number(time.slice(0, 2)) * 60 + Number(time.slice(3));
/** 1: Monday to 7: Sunday; day 0 was a Thursday. */
const weekday = (day: number): number => ((((day + 3) % 7) + 7) % 7) + 1;

function afterQuiet(minute: number, { quietHours, timeZone }: ModelSchedule): number {
  if (quietHours === null) return minute;
  const [from, to] = [minutesOf(quietHours.from), minutesOf(quietHours.to)];
  const shown = wall(minute, timeZone);
  const [day, time] = [Math.floor(shown / DAY), shown % DAY];
  if (from < to) return time >= from && time < to ? minuteOf(day, quietHours.to, timeZone) : minute;
  if (time >= from) return minuteOf(day + 1, quietHours.to, timeZone);
  return time < to ? minuteOf(day, quietHours.to, timeZone) : minute;
}

function regular(lead: number, { first, last }: ModelWindow, schedule: ModelSchedule): number {
  const { localTime, timeZone, digest, digestDay, quietHours } = schedule;
  let day = (first ?? last!) - lead;
  if (digest === 'weekly') while (weekday(day) !== digestDay) day -= 1;
  const minute = afterQuiet(minuteOf(day, localTime, timeZone), schedule);
  const isOver = last !== null && dayOn(minute, timeZone) > last;
  return isOver && quietHours !== null ? minuteOf(day, quietHours.to, timeZone) : minute;
}

function atOnce(recorded: number, { last }: ModelWindow, schedule: ModelSchedule): number {
  const { localTime, timeZone, digest, digestDay } = schedule;
  if (digest !== 'none')
    for (let day = dayOn(recorded, timeZone); ; day += 1) {
      if (digest === 'weekly' && weekday(day) !== digestDay) continue;
      const minute = afterQuiet(minuteOf(day, localTime, timeZone), schedule);
      if (minute < recorded) continue;
      if (last === null || dayOn(minute, timeZone) < last) return minute;
      break;
    }
  const minute = afterQuiet(recorded, schedule);
  return last === null || dayOn(minute, timeZone) <= last ? minute : recorded;
}

/** When a milestone that was recorded at a minute is told to somebody who was there before. */
export function toldOf(recorded: number, window: ModelWindow, schedule: ModelSchedule): Told[] {
  const isOver = window.last !== null && dayOn(recorded, schedule.timeZone) > window.last;
  return schedule.leads.flatMap((lead): Told[] => {
    const minute = regular(lead, window, schedule);
    if (minute > recorded) return [{ lead, minute, passed: false }];
    return isOver ? [] : [{ lead, minute: atOnce(recorded, window, schedule), passed: true }];
  });
}
