import type { Measurement, Outcome, Sides } from './measurement.js';
import type { Ground } from './ground.js';

/** The outcomes of the rounds of each side, in the order of the rounds. */
export interface Figures {
  ours: Outcome[];
  peer: Outcome[];
  floor: Outcome[];
}

const SIDES = ['ours', 'peer', 'floor'] as const;

/**
 * Runs the sides of a measurement in turn, round by round, each round beginning with another side, so that whatever else
 * the machine does meets all of them. The first rounds only warm up.
 */
export async function measure(
  measurement: Measurement,
  ground: Ground,
  say: (progress: string) => void,
): Promise<Figures> {
  const warmUps = measurement.warmUps ?? 1;
  const rounds = ground.quick ? 1 : (measurement.rounds ?? 5);
  say('preparing');
  const sides = await measurement.prepare(ground);
  const figures: Figures = { ours: [], peer: [], floor: [] };
  try {
    for (let round = 0; round < warmUps + rounds; round++) {
      for (const side of inTurn(sides, round)) {
        say(round < warmUps ? `warming up, ${side}` : `round ${round - warmUps + 1} of ${rounds}, ${side}`);
        await ground.settle();
        const outcome = await sides[side]!();
        if (round >= warmUps) figures[side].push(outcome);
      }
    }
  } finally {
    await sides.end();
  }
  return figures;
}

/** The middle one; of an even number the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

function inTurn(sides: Sides, round: number): (typeof SIDES)[number][] {
  const there = SIDES.filter((side) => sides[side] !== undefined);
  return there.map((_, index) => there[(index + round) % there.length]!);
}

/** The value that this part of the values do not pass (0.99: all but the slowest hundredth). */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? 0;
}
