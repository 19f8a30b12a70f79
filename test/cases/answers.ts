import type { CaseItem, CaseStatistics, Coverage, ReconciliationItem } from '#libs/cases';
import { dayOfIso } from '#libs/edtf';
import type { MilestoneItem } from '#libs/milestones';
import type { SubjectAnswer, TimelineItem } from '#libs/timeline';

/** The day on which the bundled data is queried. */
export const TODAY = dayOfIso('2026-11-22');

/** The clocks of a query. */
export interface Drawn {
  knownAt?: string;
  recordedBy?: string;
  asOf?: string;
}

/** What the interface answers under the same clocks. */
export interface Answers {
  clocks: Drawn;
  /** The facts of the versions that the clocks match, whatever `asOf`. */
  standing: TimelineItem[];
  shown: TimelineItem[];
  subjects: SubjectAnswer[];
  cases: CaseItem[];
  statistics: CaseStatistics;
  milestones: MilestoneItem[];
  claims: ReconciliationItem[];
  /** The claims of the versions that the clocks match, whatever `asOf`. */
  allClaims: ReconciliationItem[];
  coverage: Coverage;
}

interface MeasureStates {
  kind: string;
  since: string | null;
  state: string | null;
  possible?: string[];
}

/** Each state that each of some measures has or may have, with its kind and since when, once and in order. */
export function measureStates(measures: readonly MeasureStates[]): string[] {
  const named = measures.flatMap(({ kind, since, state, possible = [] }) =>
    [...(state === null ? [] : [state]), ...possible].map((one) => `${kind} ${since} ${one}`),
  );
  return [...new Set(named)].toSorted();
}

/** The day that an answer is judged for; everything was recorded on one day. */
const judgedDay = ({ asOf, knownAt }: Drawn): number => ((asOf ?? knownAt) ? dayOfIso((asOf ?? knownAt)!) : TODAY);

/** Every milestone rests on what the timeline shows, and every plan of the timeline is a milestone. */
export function compareMilestones({ clocks, shown, cases, milestones }: Answers): void {
  const byId = new Map(shown.map((fact) => [fact.id, fact]));
  for (const { id, rule, metBy, cancelledBy } of milestones) {
    const hidden = [...rule.derivedFrom, metBy, cancelledBy].filter((fact) => fact !== null && !byId.has(fact));
    expect({ clocks, id, hidden }).toEqual({ clocks, id, hidden: [] });
  }
  const plans = shown.filter(({ type }) => /\.(planned|moved)$/.test(type));
  for (const plan of plans) {
    const own = milestones.filter(({ rule }) => rule.derivedFrom.includes(plan.id));
    expect({ clocks, plan: plan.id, isMilestone: own.length > 0 }).toEqual({
      clocks,
      plan: plan.id,
      isMilestone: true,
    });
    // A newer plan, or a narrower one, may have moved the window.
    for (const { window, status } of own.filter((one) => one.window.edtf === plan.occurred?.edtf)) {
      const isOpen = status === 'unconfirmed' || status === 'overdue';
      expect({ clocks, plan: plan.id, window, isOpen: plan.status === 'unconfirmed' }).toEqual({
        clocks,
        plan: plan.id,
        window,
        isOpen,
      });
    }
  }
  for (const { id, nextMilestone } of cases)
    if (nextMilestone) {
      const listed = milestones.find((one) => one.id === nextMilestone.id);
      expect({ clocks, id, listed }).toMatchObject({ clocks, id, listed: nextMilestone });
    }
}

/** Status and flag by the words of the contract, for the day of the clocks. */
export function checkMilestones({ clocks, shown, milestones }: Answers): {
  flags: number;
  unconfirmed: number;
  overtaken: number;
} {
  const today = judgedDay(clocks);
  const byId = new Map(shown.map((fact) => [fact.id, fact]));
  const seen = { flags: 0, unconfirmed: 0, overtaken: 0 };
  for (const one of milestones) {
    const { id, subject, window, status, flag, metBy, cancelledBy, deadline } = one;
    const name = id.slice(subject.id.length + 1);
    const first = dayOfIso((window.earliest ?? window.latest)!);
    const hasPassed = window.latest !== null && today > dayOfIso(window.latest);
    const word = shown.filter(
      (fact) => fact.subject.id === subject.id && fact.type.startsWith('milestone.') && fact.body['milestone'] === name,
    );
    const newest = word.toSorted(
      (a, b) => dayOfIso(a.known.at) - dayOfIso(b.known.at) || Number(a.position) - Number(b.position),
    );
    const outstanding = newest.at(-1)?.type === 'milestone.outstanding';
    const ahead = today < first ? 'upcoming' : 'due';
    const passed = outstanding
      ? 'overdue'
      : /(^|-)(seat|cycle|budget-year|fiscal-year)-end\./.test(name)
        ? 'met'
        : 'unconfirmed';
    const expected = deadline
      ? {
          met: 'met',
          late: 'met',
          'done-day-unknown': 'met',
          'not-applicable': 'cancelled',
          'no-record': passed,
          disputed: metBy === null ? passed : 'met',
          open: ahead,
        }[deadline.state]
      : metBy !== null
        ? 'met'
        : cancelledBy !== null
          ? 'cancelled'
          : hasPassed
            ? passed
            : ahead;
    expect({ clocks, id, status }).toEqual({ clocks, id, status: expected });
    if (status === 'overdue') expect({ clocks, id, outstanding }).toEqual({ clocks, id, outstanding: true });
    const away = first - today;
    const near =
      away <= 0 ? 'due' : away <= 14 ? 'imminent' : away <= 90 ? 'approaching' : away <= 365 ? 'on-horizon' : 'far';
    const isOver = ['met', 'cancelled', 'unconfirmed'].includes(status);
    expect({ clocks, id, status, flag }).toEqual({ clocks, id, status, flag: isOver ? null : near });
    seen.flags += Number(flag !== null);
    seen.unconfirmed += Number(status === 'unconfirmed');
    if (deadline?.state !== 'not-applicable') continue;
    const overtakenOn = byId.get(cancelledBy!)!.occurred!.earliest!;
    const lastDay = deadline.movedDay ?? deadline.statutoryDay;
    expect({ clocks, id, overtakenOn, isInTime: overtakenOn <= window.latest! }).toEqual({
      clocks,
      id,
      overtakenOn,
      isInTime: true,
    });
    expect(lastDay).toBe(window.edtf);
    seen.overtaken += 1;
  }
  return seen;
}
