import type { Problem } from './domain-error.js';
import { isExact } from './exact-number.js';
import { pointerTo, walkJson, type JsonStep } from './json-text.js';

/** What a JSON text says, and what of it would be recorded as something else than was sent. */
export interface ReadJson {
  value: unknown;
  /** In the order of the text, each with a JSON Pointer (`pointerTo`); the first MOST_LOSSES of them. */
  losses: Problem[];
}

const MOST_LOSSES = 101;
/** Sixteen digits or more, or an exponent beyond two digits: any other number survives as a JavaScript number. */
const MAY_LOSE_DIGITS = /\d[\d.]{15}|\d[eE][+-]?\d{3}/;
const QUOTE = 34;
const SPACE = 32;

/**
 * Reads a JSON text that came from outside. JSON.parse rounds a number that a JavaScript number cannot carry, and keeps
 * the last of two fields of one name, both without a word; RFC 7493 (I-JSON) allows neither. They are listed here, for the
 * caller to refuse. As fast as JSON.parse for a text that can hold neither; others are walked through once more.
 *
 * @throws SyntaxError as JSON.parse does
 */
export function readJson(text: string): ReadJson {
  const value: unknown = JSON.parse(text);
  const isPlain = !MAY_LOSE_DIGITS.test(text) && namesWritten(text) === namesIn(value);
  return { value, losses: isPlain ? [] : lossesIn(text) };
}

/** How many names a text has, or more: a colon behind a quote, which may also stand inside of a text. */
function namesWritten(text: string): number {
  let count = 0;
  for (let at = text.indexOf(':'); at >= 0; at = text.indexOf(':', at + 1)) {
    let before = at - 1;
    while (before > 0 && text.charCodeAt(before) <= SPACE) before -= 1;
    if (text.charCodeAt(before) === QUOTE) count += 1;
  }
  return count;
}

/** How many fields the objects of a value have, however deep; without recursion, as its depth is not known. */
function namesIn(root: unknown): number {
  let count = 0;
  const open: unknown[] = [root];
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue;
    if (Array.isArray(value)) {
      for (const item of value as unknown[]) if (typeof item === 'object') open.push(item);
      continue;
    }
    const names = Object.keys(value);
    count += names.length;
    for (const name of names) {
      const inner = (value as Record<string, unknown>)[name];
      if (typeof inner === 'object') open.push(inner);
    }
  }
  return count;
}

function lossesIn(text: string): Problem[] {
  const losses: Problem[] = [];
  /** The names of the open objects, by their depth. */
  const names: Set<string>[] = [];
  const add = (path: readonly JsonStep[], rule: string, detail: string): void => {
    losses.push({ pointer: pointerTo(path), detail, code: 'custom', params: { rule } });
  };
  walkJson(text, {
    value: (path, offset, end) => {
      if (text[offset] === '{') names[path.length] = new Set();
      else if (text[offset] !== '"' && losses.length < MOST_LOSSES) {
        const source = text.slice(offset, end);
        if (MAY_LOSE_DIGITS.test(source) && !isExact(source, Number(source)))
          add(path, 'number-inexact', inexact(source));
      }
    },
    name: (path) => {
      const open = names[path.length - 1];
      const name = String(path.at(-1));
      if (open?.has(name) && losses.length < MOST_LOSSES)
        add(path, 'duplicate-key', 'stands twice in one object; leave one of them out');
      open?.add(name);
    },
  });
  return losses;
}

function inexact(source: string): string {
  const shown = source.length > 40 ? `${source.slice(0, 40)}…` : source;
  return `is the number ${shown}, which would be recorded as another one; write it as a string`;
}
