import { dayOfIso, parseEdtf } from '#libs/edtf';
import { readingStateOn } from './deadline.js';
import { judgeDeadline, type DeadlineDraft } from './judge-deadline.js';

const window = (date: string): DeadlineDraft['facts'][number]['window'] => parseEdtf(date).window;

const rule: DeadlineDraft['rule'] = {
  start: 'case.review-requested',
  length: 'P10D',
  unit: 'calendar-days',
  calendar: null,
  moves: null,
  movesBecause: null,
  validFrom: '2020-07-01',
  validTo: null,
  texts: [],
};
const days = window('2023-01-11/2023-02-10');
const readings = [
  {
    code: 'from-request',
    text: 'within 10 days',
    statutory: days,
    moved: days,
    movedBy: [],
    start: window('2023'),
    suspensions: [],
  },
];

/** The outcome of a period whose last day lies from 11 January to 10 February 2023, by an act and an extension to 1 March. */
const outcome = (actOn: string, decidedOn: string): string => {
  const { deadline } = judgeDeadline(
    { kind: 'deadline', rule, readings, facts: [{ fact: 'act', how: 'act', window: window(actOn) }] },
    [{ lastDay: '2023-03-01', decided: window(decidedOn), retroactive: false, mayShorten: false }],
  );
  return deadline.readings[0]!.outcome;
};

describe('An extension of a last day that lies in a window', () => {
  it.each([
    ['on its first day makes an act timely', '2023-01-11', 'met'],
    ['on a day within it leaves both last days possible', '2023-01-20', 'done-day-unknown'],
    ['on its last day leaves both last days possible', '2023-02-10', 'done-day-unknown'],
    ['after it makes none timely', '2023-02-11', 'late'],
  ])('that was decided %s', (_name, decidedOn, expected) => {
    expect(outcome('2023-02-20', decidedOn)).toBe(expected);
  });

  it('leaves an act timely that was in time without it', () => {
    expect(outcome('2023-01-11', '2023-01-20')).toBe('met');
  });
});

/** The last day of a period to 16 October 2026 that was extended to 15 December: as moved, as it counts, and how it stands. */
const extendedFrom16October = (
  extension: { decided: string | null; retroactive?: boolean },
  today: string,
): unknown => {
  const due = window('2026-10-16');
  const reading = {
    code: 'only',
    text: 'within 45 days',
    statutory: due,
    moved: due,
    movedBy: [],
    start: window('2026-09-01'),
    suspensions: [],
  };
  const decided = extension.decided === null ? null : window(extension.decided);
  const { deadline, lastDay } = judgeDeadline({ kind: 'deadline', rule, readings: [reading], facts: [] }, [
    { lastDay: '2026-12-15', decided, retroactive: extension.retroactive === true, mayShorten: false },
  ]);
  return [deadline.readings[0]!.movedDay, lastDay, readingStateOn('deadline', deadline.readings[0]!, dayOfIso(today))];
};

describe('A last day to which an extension names a later one', () => {
  it('has passed where the extension was decided after it, unless the record says that it is retroactive', () => {
    const [late, inTime] = [{ decided: '2026-10-30' }, { decided: '2026-10-16' }];
    expect(extendedFrom16October(late, '2026-10-16')).toEqual(['2026-12-15', '2026-10-16', 'open']);
    expect(extendedFrom16October(late, '2026-11-30')).toEqual(['2026-12-15', '2026-10-16', 'no-record']);
    expect(extendedFrom16October(inTime, '2026-11-30')).toEqual(['2026-12-15', '2026-12-15', 'open']);
    const retroactive = { ...late, retroactive: true };
    expect(extendedFrom16October(retroactive, '2026-11-30')).toEqual(['2026-12-15', '2026-12-15', 'open']);
  });

  it('is some day of both where no source says when that was decided, and has not passed before the later one', () => {
    const unknown = { decided: null };
    expect(extendedFrom16October(unknown, '2026-12-15')).toEqual(['2026-12-15', '2026-10-16/2026-12-15', 'open']);
    expect(extendedFrom16October(unknown, '2026-12-16')).toEqual(['2026-12-15', '2026-10-16/2026-12-15', 'no-record']);
  });
});

describe('A first day on which an act is allowed, from 11 January to 10 February 2023', () => {
  it.each([
    ['met by the act on its last possible day', 'act', '2023-02-10', 'met'],
    ['open where the act may lie before it', 'act', '2023-02-09', 'open'],
    ['not applicable where the case ended', 'end', '2023-01-20', 'not-applicable'],
  ] as const)('is %s', (_name, how, occurred, state) => {
    const facts = [{ fact: how, how, window: window(occurred) }];
    const { deadline } = judgeDeadline({ kind: 'not-before', rule, readings, facts }, []);
    expect(readingStateOn('not-before', deadline.readings[0]!, dayOfIso('2024-01-01'))).toBe(state);
  });
});
