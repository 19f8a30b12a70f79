import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import type { StandingFact } from './occurrence.js';

/** A fact of a spec: what it leaves out is known on 30 November 2026, with an empty body. */
export type Given = [type: string, occurred: string | null, knownOn?: string, body?: JsonObject];

const place = ({ fact: { occurred } }: StandingFact): [number, number] => [
  occurred?.window.earliest ?? occurred?.window.latest ?? Number.MAX_SAFE_INTEGER,
  occurred?.window.latest ?? Number.MAX_SAFE_INTEGER,
];

/** Facts in timeline order with their ids `f0`, `f1` and so on, in the order given. */
export function factsOf(...given: Given[]): StandingFact[] {
  const facts = given.map(([type, occurred, knownOn = '2026-11-30', body = {}], index): StandingFact => ({
    fact: {
      id: `f${index}`,
      type,
      title: type,
      occurred: occurred === null ? null : parseEdtf(occurred),
      body,
      position: BigInt(index),
    },
    plan: false,
    known: { day: dayOfIso(knownOn), basis: 'recorded' },
  }));
  return facts.toSorted((one, other) => place(one)[0] - place(other)[0] || place(one)[1] - place(other)[1]);
}
