import { resultRow } from '../../bench/result.js';
import { textOf } from '../docs/documents.js';

describe('bench/results/latest.json', () => {
  const rows = (JSON.parse(textOf('bench/results/latest.json')) as unknown[]).map((row) => resultRow.parse(row));

  it('tells every measurement once, with all its fields and no other', () => {
    expect(rows.length).toBeGreaterThan(0);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(rows.length);
  });

  it('names whoever it compares with, and tells the ratio', () => {
    for (const row of rows) {
      const { name, peer, peerName, ratioToPeer, floor, floorName, ratioToFloor } = row;
      const compared = { peer: peer !== null, floor: floor !== null };
      expect({ name, peer: peerName !== null, floor: floorName !== null }).toEqual({ name, ...compared });
      expect({ name, peer: ratioToPeer !== null, floor: ratioToFloor !== null }).toEqual({ name, ...compared });
    }
  });
});
