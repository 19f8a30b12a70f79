import type { Colours } from './colours.js';
import type { Content } from './content.js';
import type { Lane, Placed } from './layout.js';
import type { View } from './view.js';

/** Everything that a picture of the band depends on. Lengths are CSS pixels. */
export interface Scene {
  view: View;
  width: number;
  height: number;
  /** What the lanes are called stands left of this. */
  gutter: number;
  lanes: readonly Lane[];
  content: Content | null;
  placed: readonly Placed[] | null;
  today: string;
  language: string;
  todayLabel: string;
  /** The id of the fact that is pointed at or has the focus. */
  active: string | null;
  /** What is lit up, by the id of the fact. */
  lit: ReadonlyMap<string, string>;
  colours: Colours;
}
