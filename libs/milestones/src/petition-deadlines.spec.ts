import { dayOfIso, parseEdtf } from '#libs/edtf';
import { deadlineStateOn, type DatedFact } from '#libs/timeline';
import { deriveMilestones } from './derive-milestones.js';
import type { Milestone } from './milestone.js';

type Given = [name: string, occurred: string];

/** The deadlines of a petition, by facts in timeline order. */
function petitionDeadlines(given: readonly Given[], complainant = 'US'): Milestone[] {
  const facts = given.map(([name, occurred], index): DatedFact => {
    const position = BigInt(index + 1);
    return { id: name, type: `case.${name}`, occurred: parseEdtf(occurred), body: {}, position, title: name };
  });
  const attributes = { mechanism: 'usmca-rrm', complainant };
  const subject = { id: 'c', type: 'case', name: 'The case', topics: [], parties: [], attributes };
  return deriveMilestones(subject, facts).filter(({ rule }) => rule === 'petition-review');
}

describe('The deadline of a petition', () => {
  it.each([
    ['2021-05-10', '85 FR 39257'],
    ['2023-06-21', '85 FR 39257'],
    ['2023-06-22', '88 FR 40914'],
  ])('of %s cites the guidelines that were in force: %s', (occurred, guidelines) => {
    const found = petitionDeadlines([['filed', occurred]]).map(({ article, deadline }) => ({
      article,
      reading: deadline?.readings[1]?.text,
      text: deadline?.rule.texts[1]?.citation,
    }));
    const cited: unknown = expect.stringContaining(guidelines);
    expect(found).toEqual([{ article: cited, reading: cited, text: cited }]);
  });

  it.each(['2023-06', '[2023-06-21..2023-06-22]', '../2023-06-22'])(
    'of %s cites both guidelines, as it may have been filed under either',
    (filed) => {
      const [found] = petitionDeadlines([['filed', filed]]);
      const { readings, rule } = found!.deadline!;
      expect(found?.article).toBe(
        '19 U.S.C. 4646(b)(1); interim guidelines, 85 FR 39257; or 19 U.S.C. 4646(b)(1); guidelines, 88 FR 40914',
      );
      expect(readings.map(({ text }) => text)).toEqual([
        'within 30 days of submission (19 U.S.C. 4646(b)(1))',
        'within 30 days of receipt (interim guidelines, 85 FR 39257); or within 30 days of receipt (guidelines, 88 FR 40914)',
      ]);
      expect([rule.validFrom, rule.validTo, rule.texts.map(({ citation }) => citation.slice(0, 11))]).toEqual([
        '2020-07-01',
        null,
        ['19 U.S.C. 4', 'Interagency', 'Interagency'],
      ]);
    },
  );

  it('runs from the first filing, also where later guidelines were in force on the day of another', () => {
    const found = petitionDeadlines([
      ['filed', '2023-06-01'],
      ['filed', '2023-07-03'],
    ]);
    expect(found.map(({ window, article }) => [window, article])).toEqual([
      ['2023-07-03', '19 U.S.C. 4646(b)(1); interim guidelines, 85 FR 39257'],
    ]);
  });

  it.each([
    // 7 and 8 January 2023 are a Saturday and a Sunday.
    ['2022-12-08', '2023-01-07', '2023-01-09'],
    ['2022-12-09', '2023-01-08', '2023-01-09'],
    ['2022-12-10', '2023-01-09', null],
  ])('of %s moves its last day from %s to %s', (filed, statutoryDay, movedDay) => {
    const [found] = petitionDeadlines([['filed', filed]]);
    expect(found?.deadline?.readings[0]).toMatchObject({ statutoryDay, movedDay });
  });

  it('is never late where the text calls its period usual, and late where it is a duty', () => {
    // With a step on 20 January the petition was received by then, and the last day lies by 19 February.
    const facts: Given[] = [
      ['filed', '2023-01-05'],
      ['review-accepted', '2023-01-20'],
      ['not-pursued', '2023-06-01'],
    ];
    const states = ['US', 'CA'].flatMap((complainant) =>
      petitionDeadlines(facts, complainant).map(({ deadline }) => [
        deadline!.kind,
        deadlineStateOn(deadline!, dayOfIso('2030-01-01')),
      ]),
    );
    expect(states).toEqual([
      ['deadline', 'late'],
      ['indicative', 'done-day-unknown'],
    ]);
  });
});
