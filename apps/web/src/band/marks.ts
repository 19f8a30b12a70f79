import type { Occurred } from '../api/answers.js';
import type { Drawn, LaneKind } from './content.js';
import { dayNumber } from './days.js';

/** How the end of a mark looks: at a day, somewhere about it, or nowhere. */
export type End = 'sharp' | 'soft' | 'open';

/** A date as it is drawn: its window of days, the end excluded, and how sure its ends are. */
export interface Mark {
  from: number;
  to: number;
  start: End;
  end: End;
  /** One day, so that it can be drawn as a point. */
  isDay: boolean;
}

/** What stands behind a mark: something that happened, a plan, a plan that nobody confirmed, or what was withdrawn. */
export type Standing = 'happened' | 'planned' | 'unconfirmed' | 'withdrawn';

/** The mark of a date. An open end reaches to the end of time, which the band cuts where it ends itself. */
export function markOf({ edtf, earliest, latest }: Occurred): Mark {
  const isAbout = /[~?%]/.test(edtf);
  const end = (day: string | null): End => (day === null ? 'open' : isAbout ? 'soft' : 'sharp');
  return {
    from: earliest === null ? -Infinity : dayNumber(earliest),
    to: latest === null ? Infinity : dayNumber(latest) + 1,
    start: end(earliest),
    end: end(latest),
    isDay: earliest !== null && earliest === latest && !isAbout,
  };
}

/** How a fact or a milestone stands. */
export function standingOf({ type, status }: Drawn): Standing {
  if (status === 'retracted' || status === 'cancelled') return 'withdrawn';
  if (status === 'unconfirmed' || status === 'overdue') return 'unconfirmed';
  const isPlan = type === 'milestone' || /\.planned$|^milestone\.moved$/.test(type);
  return isPlan && status !== 'met' ? 'planned' : 'happened';
}

/** The lanes that a fact lies in. */
export function lanesOf(item: Drawn, kind: LaneKind): string[] {
  const isDue = item.type === 'milestone';
  switch (kind) {
    case 'subjectType':
      return [item.subject.type];
    case 'subject':
      return [item.subject.id];
    case 'type':
      return [item.type];
    case 'topic':
      return isDue ? [] : 'topics' in item ? item.topics : [];
    case 'party':
      return isDue ? [] : 'parties' in item ? item.parties : [];
  }
}
