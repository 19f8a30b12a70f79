import { parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { DatedFact } from '../kind.js';
import { caseKind } from './case.js';

type Told = [name: string, occurred?: string | null, body?: JsonObject];

const given = (...told: Told[]): DatedFact[] =>
  told.map(([name, occurred = null, body = {}], index) => ({
    id: `${name}-${index + 1}`,
    type: `case.${name}`,
    title: name,
    occurred: occurred === null ? null : parseEdtf(occurred),
    body,
    position: BigInt(index + 1),
  }));
const stateOf = (...told: Told[]): JsonObject =>
  given(...told).reduce(
    (state, fact) => caseKind.facts[fact.type.slice('case.'.length)]?.evolve?.(state, fact) ?? state,
    caseKind.initial,
  );
describe('the status of a case', () => {
  it.each([
    [[], 'noted'],
    [[['noted']], 'noted'],
    [[['filed']], 'filed'],
    [[['filed'], ['not-pursued']], 'not-pursued'],
    [[['review-requested']], 'review-requested'],
    [[['review-requested'], ['review-accepted']], 'under-review'],
    [[['review-requested'], ['review-declined']], 'review-declined'],
    [[['review-accepted'], ['denial-found']], 'in-consultation'],
    [[['review-accepted'], ['no-denial-found']], 'in-consultation'],
    [[['denial-found'], ['remediation-agreed']], 'in-remediation'],
    [[['remediation-agreed'], ['remediation-concluded']], 'resolved'],
    [[['panel-requested']], 'in-panel'],
    [[['panel-decided', null, { finding: 'denial' }]], 'remedy-pending'],
    [[['panel-decided', null, { finding: 'no-denial' }]], 'closed'],
    [[['panel-decided', null, { finding: 'no-jurisdiction' }]], 'closed'],
    [[['resolved']], 'resolved'],
    [[['closed']], 'closed'],
    [[['withdrawn']], 'closed'],
    [[['filed'], ['measure-taken', null, { kind: 'penalty' }], ['noted']], 'filed'],
  ] as [Told[], string][])('after %j is %s', (told, status) => {
    expect(stateOf(...told)['status']).toBe(status);
  });

  it('keeps the first end, whoever announces another one, and no later step changes it', () => {
    const state = stateOf(
      ['resolved', '2023-05-01', { outcome: 'remediated', by: 'US' }],
      ['closed', '2023-05-20', { outcome: 'other', by: 'MX' }],
      ['panel-requested', '2023-06-01'],
    );
    expect(state).toMatchObject({
      status: 'resolved',
      outcome: 'remediated',
      closedOn: '2023-05-01',
      endedBy: 'resolved-1',
    });
  });

  it('begins again when it is reopened, and can end again', () => {
    expect(stateOf(['closed', '2023-05-01', { outcome: 'settled' }], ['reopened', '2023-06-01'])).toMatchObject({
      status: 'under-review',
      outcome: null,
      closedOn: null,
    });
    expect(stateOf(['closed', '2023'], ['reopened', '2024'], ['resolved', '2025'])).toMatchObject({
      status: 'resolved',
      closedOn: '2025',
    });
  });

  it('takes a self-initiated case as opened by its request, and one that was settled without a request as ended', () => {
    expect(stateOf(['review-requested', '2021-05-12'])).toMatchObject({
      openedOn: '2021-05-12',
      requestedOn: '2021-05-12',
    });
    expect(stateOf(['filed', '2022-09-27'], ['resolved', '2022-10-27'])).toMatchObject({
      status: 'resolved',
      openedOn: '2022-09-27',
      requestedOn: null,
    });
  });
});

describe('a status of a case', () => {
  it.each<[Told[], string | null]>([
    [
      [
        ['filed', '2023-01-05'],
        ['review-requested', '2023-02-06'],
        ['noted', '2023-03-01'],
      ],
      '2023-02-06',
    ],
    [
      [
        ['review-requested', '2023-02-06'],
        ['denial-found', '2023-03'],
        ['no-denial-found', '2023-04'],
      ],
      '2023-03',
    ],
    [[['filed', '2023-01-05'], ['resolved'], ['remediation-agreed', '2023-05-01']], null],
    [
      [
        ['closed', '2023-05-01'],
        ['reopened', '2023-06-01'],
      ],
      '2023-06-01',
    ],
    [[['noted', '2023-05-01']], null],
  ])('holds since the fact that set it: %j since %s', (facts, since) => {
    expect(stateOf(...facts)).toMatchObject({ statusSince: since });
  });
});

describe('the measures of a case', () => {
  const taken: Told = ['measure-taken', '2023-01-05', { kind: 'liquidation-suspended' }];

  it('are a state beside the status, each with its beginning and its end', () => {
    const penalty: Told = ['measure-taken', '2023-02-01', { kind: 'penalty' }];
    const lifted: Told = ['measure-lifted', '2023-03-01', { kind: 'liquidation-suspended' }];
    expect(stateOf(['review-requested', '2023-01-05'], taken, penalty, ['resolved'], lifted)).toMatchObject({
      status: 'resolved',
      measures: [
        { kind: 'liquidation-suspended', since: '2023-01-05', until: '2023-03-01', state: 'lifted' },
        { kind: 'penalty', since: '2023-02-01', until: null, state: 'no-end-on-record' },
      ],
    });
  });

  it.each([
    [
      'taken on the day of the end',
      [
        ['closed', '2023-05-01'],
        ['measure-taken', '2023-05-01', { kind: 'penalty' }],
      ],
      'no-end-on-record',
    ],
    [
      'taken after the end',
      [
        ['closed', '2023-05-01'],
        ['measure-taken', '2023-05-02', { kind: 'penalty' }],
      ],
      'in-force',
    ],
    [
      'taken before the end of a case that was reopened',
      [
        ['measure-taken', '2023-04-01', { kind: 'penalty' }],
        ['closed', '2023-05-01'],
        ['reopened', '2023-06-01'],
      ],
      'no-end-on-record',
    ],
    [
      'lifted after the end',
      [
        ['measure-taken', '2023-04-01', { kind: 'penalty' }],
        ['closed', '2023-05-01'],
        ['measure-lifted', '2023-06-01', { kind: 'penalty' }],
      ],
      'lifted',
    ],
    [
      'of a case that goes on',
      [
        ['review-accepted', '2023-03-01'],
        ['measure-taken', '2023-04-01', { kind: 'penalty' }],
      ],
      'in-force',
    ],
  ] as [string, Told[], string][])('%s', (_when, told, state) => {
    expect(stateOf(...told)['measures']).toMatchObject([{ kind: 'penalty', state }]);
  });

  it('end on no known day where the source tells none, and a lifting with nothing to lift changes nothing', () => {
    expect(stateOf(taken, ['measure-lifted', null, { kind: 'liquidation-suspended' }])['measures']).toMatchObject([
      { kind: 'liquidation-suspended', since: '2023-01-05', until: null, state: 'lifted' },
    ]);
    expect(stateOf(['measure-lifted', '2023', { kind: 'penalty' }])['measures']).toEqual([]);
  });
});

describe('a lifting of a measure of which two are on record', () => {
  it('ends the oldest that nothing lifted yet', () => {
    const measure = { kind: 'penalty' };
    const told: Told[] = [
      ['measure-taken', '2024-02-10', measure],
      ['measure-taken', '2024-02-12', measure],
      ['measure-lifted', '2024-02-14', measure],
    ];
    expect(stateOf(...told)['measures']).toMatchObject([
      { since: '2024-02-10', until: '2024-02-14', state: 'lifted' },
      { since: '2024-02-12', until: null, state: 'in-force' },
    ]);
  });
});
