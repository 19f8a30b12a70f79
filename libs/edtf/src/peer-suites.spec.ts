import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';

import { EdtfError, inWords, isoOfDay, parseEdtf } from './index.js';

/** A suite whose strings are among the vectors. */
interface Suite {
  suite: string;
  repository: string;
  commit: string;
  licence: string;
}

/** A reason for which a verdict here differs from that of a suite. */
interface Reason {
  why: string;
  because: string;
}

/** A string of the suites, with the verdict here: the window (`..` where it is open), or `refused: ` and the reason. */
interface Vector {
  edtf: string;
  ours: string;
  accept: string[];
  refuse: string[];
  windows?: Record<string, string>;
  why?: string;
}

const lines = readFileSync('libs/edtf/peer-suites.ndjson', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Suite | Reason | Vector);
const suites = lines.filter((line) => 'suite' in line);
const reasons = lines.filter((line) => 'because' in line);
const vectors = lines.filter((line) => 'edtf' in line);

const iso = (day: number | null): string => (day === null ? '..' : isoOfDay(day));

function verdictOn(text: string): string {
  try {
    const { window } = parseEdtf(text);
    return `${iso(window.earliest)}/${iso(window.latest)}`;
  } catch (error) {
    if (error instanceof EdtfError) return `refused: ${error.reason}`;
    throw error;
  }
}

/** The suites that judge a string differently: they refuse what is accepted here, or the reverse, or see other days. */
function differing({ ours, accept, refuse, windows = {} }: Vector): string[] {
  if (ours.startsWith('refused')) return accept;
  return [...refuse, ...Object.keys(windows).filter((suite) => windows[suite] !== ours)];
}

/** Words without a sign of EDTF (centuries of Spanish are Roman numbers), or of something that is missing. */
const PLAIN_WORDS: unknown = expect.not.stringMatching(/\dX|-XX|[~?%/[\]]|\.\.|undefined|NaN|Invalid|^$/);

describe('the strings of other suites', () => {
  it.each(suites)('of $repository are judged as the list says', ({ suite }) => {
    const own = vectors.filter(({ accept, refuse }) => [...accept, ...refuse].includes(suite));
    expect(own.length).toBeGreaterThan(15);
    const verdicts = (verdict: (vector: Vector) => string) => own.map((one) => `${one.edtf} is ${verdict(one)}`);
    expect(verdicts(({ edtf }) => verdictOn(edtf))).toEqual(verdicts(({ ours }) => ours));
  });

  it('are judged as their suites judge them, but where the list says why', () => {
    expect(vectors.length).toBeGreaterThan(800);
    const explained = new Set(reasons.map(({ why }) => why));
    for (const vector of vectors) {
      const why = differing(vector).length > 0 ? expect.any(String) : undefined;
      expect({ edtf: vector.edtf, why: vector.why }).toEqual({ edtf: vector.edtf, why });
      if (vector.why !== undefined) expect([...explained]).toContain(vector.why);
    }
    expect([...explained].filter((code) => vectors.every(({ why }) => why !== code))).toEqual([]);
  });

  it('are said in plain words in both languages where they are accepted', () => {
    for (const { edtf, ours } of vectors.filter((vector) => !vector.ours.startsWith('refused'))) {
      const words = (['en', 'es'] as const).map((locale) => inWords({ edtf }, locale));
      expect({ edtf, ours, words }).toEqual({ edtf, ours, words: [PLAIN_WORDS, PLAIN_WORDS] });
    }
  });

  it('come from suites that are named with their licence', () => {
    const named = suites.map(({ suite }) => suite);
    const used = new Set(vectors.flatMap(({ accept, refuse }) => [...accept, ...refuse]));
    expect([...used].toSorted()).toEqual(named.toSorted());
    for (const { commit, licence } of suites)
      expect([commit, licence]).toEqual([expect.stringMatching(/^[\da-f]{40}$/), expect.any(String)]);
  });
});
