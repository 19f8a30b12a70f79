import type { Measurement } from '../../bench/measurement.js';
import { askedOf, resultOf, resultRow } from '../../bench/result.js';

const measured = (declared: Partial<Measurement>): Measurement => ({
  key: 'any',
  name: 'any',
  unit: 'events/s',
  better: 'more',
  target: {},
  peerName: 'a peer',
  floorName: 'a floor',
  note: 'A note.',
  prepare: () => Promise.reject(new Error('is not run here')),
  ...declared,
});
const HERE = '2026-11-23, one machine.';
const outcomes = (...values: number[]) => values.map((value) => ({ value }));

describe('A row of the benchmark', () => {
  it('tells medians, and ratios of which more is better for a rate', () => {
    const figures = { ours: outcomes(900, 300, 600), peer: outcomes(200, 100, 300), floor: outcomes(500, 700) };
    const row = resultOf(measured({ target: { ratioToPeer: 3, ratioToFloor: 1 } }), figures, HERE);
    expect(row).toMatchObject({ ours: 600, peer: 200, floor: 600, ratioToPeer: 3, ratioToFloor: 1 });
    expect(row.note).toBe(
      'A note. Rounds (least to most): ours 300 to 900 in 3; peer 100 to 300 in 3; floor 500 to 700 in 2. 2026-11-23, one machine.',
    );
    expect(askedOf(row, 'more')).toEqual([
      { asked: '3 × peer', isReached: true },
      { asked: '1 × floor', isReached: true },
    ]);
    expect(resultRow.parse(row)).toEqual(row);
  });

  it('turns the ratio round for a time, where less is better', () => {
    const figures = { ours: [{ value: 20, details: { p50: 4 } }], peer: [], floor: outcomes(10) };
    const row = resultOf(measured({ better: 'less', unit: 'ms', target: { value: 50 } }), figures, HERE);
    expect(row).toMatchObject({ ours: 20, peer: null, peerName: null, ratioToPeer: null, ratioToFloor: 0.5 });
    expect(row.note).toContain('ours 20 to 20 in 1 (p50 4)');
    expect(askedOf(row, 'less')).toEqual([{ asked: '50 ms', isReached: true }]);
    expect(askedOf({ ...row, ours: 51 }, 'less')).toEqual([{ asked: '50 ms', isReached: false }]);
  });

  it('was asked for nothing where no target is named, and missed it where the other side is not there', () => {
    const figures = { ours: outcomes(1), peer: [], floor: [] };
    expect(askedOf(resultOf(measured({}), figures, HERE), 'more')).toEqual([]);
    const alone = resultOf(measured({ target: { ratioToPeer: 1 } }), figures, HERE);
    expect(askedOf(alone, 'more')).toEqual([{ asked: '1 × peer', isReached: false }]);
  });
});
