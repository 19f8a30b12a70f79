/** The part of the library `edtf` 4.11 that is used here; it ships no types of its own. */
declare module 'edtf' {
  /** What the grammar found. Months count from 0; `unspecified` is a mask of eight bits, one for each digit of YYYYMMDD. */
  export interface Parsed {
    type: string;
    level: number;
    values: number[];
    unspecified?: number;
    approximate?: boolean | number;
    uncertain?: boolean | number;
  }

  /** Parses a string by the grammar of EDTF levels 0 to 2; throws when no rule fits. */
  export function parse(text: string): Parsed;
}

/** The library's generator of random EDTF strings, for specs. */
declare module 'edtf/sample' {
  /** Strings of a level of EDTF, of every type that the level has. */
  export function sample(options: { count: number; level: 0 | 1 | 2 }): Iterable<string>;
}
