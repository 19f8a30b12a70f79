import type { Ground } from './ground.js';

/** What one run of one side gave: the figure, and what else is worth telling of it (told as medians in the note). */
export interface Outcome {
  value: number;
  details?: Record<string, number>;
}

/** Does the work of one round once and measures it. */
export type Side = () => Promise<Outcome>;

/** The sides of one measurement, made ready: whatever is not to be measured has been done. */
export interface Sides {
  ours: Side;
  peer?: Side;
  floor?: Side;
  /** Closes what was opened. */
  end(): Promise<void>;
}

/** What was asked for (design.md, section 6): the least ratios, or the value itself. */
export interface Target {
  ratioToPeer?: number;
  ratioToFloor?: number;
  value?: number;
}

/** One line of the benchmark. A new one is a file in `bench/measurements/` and a name in its list. */
export interface Measurement {
  /** How it is chosen on the command line. */
  key: string;
  /** What is measured, in words: the name in `latest.json`. */
  name: string;
  unit: 'events/s' | 'ms' | 's' | 'MB' | 'jobs/s' | 'requests/s' | 'frames/s';
  /** Whether more of the unit is better, or less. */
  better: 'more' | 'less';
  target: Target;
  peerName?: string;
  floorName?: string;
  /** How often each side is measured (5), and how often it is run before that without being measured (1). */
  rounds?: number;
  warmUps?: number;
  /** Why it cannot be measured on this machine; undefined where it can. */
  unavailable?: string | undefined;
  /** What a reader of the figures has to know. */
  note: string;
  prepare(ground: Ground): Promise<Sides>;
}
