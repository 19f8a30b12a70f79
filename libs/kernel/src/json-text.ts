/** A place at which a text stops being JSON. */
export interface SyntaxFault {
  /** In UTF-16 code units, from 0. */
  offset: number;
  /** What is wrong there, for people. */
  detail: string;
}

/**
 * So far into a text its faults and its values are looked for, in UTF-16 code units: to say where something stands must
 * not cost more than to read it.
 */
export const SEARCHED = 65_536;

/** Deeper nesting is a fault by itself; nothing that is recorded is nested as deep. */
export const MOST_LEVELS = 100;
/** The longest token but a string or a number, less one: a text that was cut off may break so far before its end. */
const CUT_TOKEN = 5;
const UNCLOSED = 'the text that begins here has no closing quote';

/** A step of a path: the name of a field, or the place in a list from 0. */
export type JsonStep = string | number;
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end';
interface Open {
  close: '}' | ']';
}

const SPACE_CODE = 32;
const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Plain characters (from the space on, but for the quote and the backslash) and escapes. */
const STRING = /"[ !#-[\]-\uFFFF]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uFFFF]*)*"/y;
const BEGUN_STRING = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/** What a walk comes across. Offsets are UTF-16 code units, from 0. The path is changed in place as the walk goes on. */
export interface JsonVisitor {
  /** A value. Of an object or a list, `end` is the offset behind its opening bracket. */
  value?: (path: readonly JsonStep[], offset: number, end: number) => void;
  /** A name in an object; it is the last step of the path. */
  name?: (path: readonly JsonStep[], offset: number) => void;
}

/**
 * Walks through a JSON text (RFC 8259) and visits every name and value with its path and offset. Only for texts that need
 * it: what can be read is read by JSON.parse, which says neither where a value stands nor, for most faults, where the text
 * is broken.
 *
 * @returns the first fault, or null where the text is JSON
 */
export function walkJson(text: string, { value: visit, name: visitName }: JsonVisitor = {}): SyntaxFault | null {
  const open: Open[] = [];
  const path: JsonStep[] = [];
  let expected: Expected = 'value';
  let at = skip(text, 0);

  for (; at < text.length; at = skip(text, at)) {
    const sign = text[at] ?? '';
    const inside = open.at(-1);
    if (expected === 'end') return { offset: at, detail: 'the line goes on after the end of the record' };
    if (expected === 'colon') {
      if (sign !== ':') return { offset: at, detail: `a ":" is expected here, not ${shown(text, at)}` };
      at += 1;
      expected = 'value';
    } else if (sign === inside?.close && ['comma', 'value or ]', 'key or }'].includes(expected)) {
      open.pop();
      path.pop();
      at += 1;
      expected = open.length > 0 ? 'comma' : 'end';
    } else if (expected === 'comma') {
      if (sign !== ',')
        return { offset: at, detail: `"," or "${inside?.close}" is expected here, not ${shown(text, at)}` };
      at += 1;
      const last = path.at(-1);
      if (typeof last === 'number') path[path.length - 1] = last + 1;
      expected = inside?.close === '}' ? 'key' : 'value';
    } else if (expected === 'key' || expected === 'key or }') {
      const end = sign === '"' ? match(STRING, text, at) : -1;
      if (end < 0) return fault(text, at, 'a name in double quotes');
      path[path.length - 1] = JSON.parse(text.slice(at, end)) as string;
      visitName?.(path, at);
      at = end;
      expected = 'colon';
    } else if (sign === '{' || sign === '[') {
      if (open.length === MOST_LEVELS)
        return { offset: at, detail: `it is nested more than ${MOST_LEVELS} levels deep` };
      visit?.(path, at, at + 1);
      open.push({ close: sign === '{' ? '}' : ']' });
      path.push(sign === '{' ? '' : 0);
      at += 1;
      expected = sign === '{' ? 'key or }' : 'value or ]';
    } else {
      const end = match(sign === '"' ? STRING : SCALAR, text, at);
      if (end < 0) return fault(text, at, 'a value');
      visit?.(path, at, end);
      at = end;
      expected = open.length > 0 ? 'comma' : 'end';
    }
  }
  return expected === 'end' ? null : { offset: text.length, detail: 'the line ends before the record does' };
}

/**
 * Where a text that JSON.parse refused is broken, and why. Beyond SEARCHED only the place that the refusal names is known.
 *
 * @param refusal what JSON.parse threw
 */
export function faultIn(text: string, refusal: unknown): SyntaxFault {
  const searched = text.slice(0, SEARCHED);
  const found = walkJson(searched);
  const isCut = found === null || found.offset >= searched.length - CUT_TOKEN || found.detail === UNCLOSED;
  if (found !== null && (text.length === searched.length || !isCut)) return found;
  const [, position] = / at position (\d+)/.exec(refusal instanceof Error ? refusal.message : '') ?? [];
  if (position !== undefined) return { offset: Number(position), detail: 'it is broken here' };
  return { offset: SEARCHED, detail: `it is broken after the first ${SEARCHED} characters` };
}

/**
 * Where the values of a text begin, by JSON Pointer (RFC 6901); for a value that the text has not, where the innermost one
 * begins that it would stand in. Of two fields with one name the later one counts, as it does for JSON.parse. In UTF-16
 * code units, from 0; what lies beyond SEARCHED is not looked for.
 */
export function offsetsOf(text: string): (pointer: string) => number {
  // A tree of single steps: a map by whole pointers would hold a long name once for every value below it.
  const root: Place = { offset: 0, inner: new Map() };
  /** The values that are open, by their depth. */
  const open: Place[] = [root];
  walkJson(text.slice(0, SEARCHED), {
    value: (path, offset, end) => {
      const place: Place = { offset, inner: isOpening(text, offset, end) ? new Map() : undefined };
      const step = path.at(-1);
      if (step === undefined) [root.offset, root.inner] = [place.offset, place.inner];
      else open[path.length - 1]?.inner?.set(String(step), place);
      open[path.length] = step === undefined ? root : place;
    },
  });
  return (pointer) => {
    let at = root;
    for (const step of pointer.split('/').slice(1)) {
      const inner = at.inner?.get(step.replaceAll('~1', '/').replaceAll('~0', '~'));
      if (inner === undefined) break;
      at = inner;
    }
    return at.offset;
  };
}

/** Where a value begins, and the values in it by their names or their places in a list. */
interface Place {
  offset: number;
  inner: Map<string, Place> | undefined;
}

function isOpening(text: string, offset: number, end: number): boolean {
  return end === offset + 1 && (text[offset] === '{' || text[offset] === '[');
}

/** A pointer in an answer is no longer, in UTF-16 code units: its names are what was sent, once for each problem. */
const LONGEST_POINTER = 200;
const CUT = '…';

/** The JSON Pointer (RFC 6901) of a path. One beyond LONGEST_POINTER is cut off and ends with an ellipsis. */
export function pointerTo(path: readonly JsonStep[]): string {
  let pointer = '';
  for (const step of path) {
    pointer = pointerBelow(pointer, step);
    if (isCutOff(pointer)) break;
  }
  return pointer;
}

/** The pointer of a field, or of an entry of a list, of the value that a pointer leads to; cut off as by `pointerTo`. */
export function pointerBelow(pointer: string, step: JsonStep): string {
  if (isCutOff(pointer)) return pointer;
  const name = String(step).slice(0, LONGEST_POINTER + 1);
  return cutPointer(`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`);
}

/** A pointer cut off as by `pointerTo`, never within an escape or a pair of surrogates. */
export function cutPointer(whole: string): string {
  if (whole.length <= LONGEST_POINTER) return whole;
  return `${whole.slice(0, LONGEST_POINTER).replace(/[~\uD800-\uDBFF]$/, '')}${CUT}`;
}

function isCutOff(pointer: string): boolean {
  return pointer.length >= LONGEST_POINTER && pointer.endsWith(CUT);
}

function fault(text: string, at: number, wanted: string): SyntaxFault {
  if (text[at] !== '"') return { offset: at, detail: `${wanted} is expected here, not ${shown(text, at)}` };
  const end = match(BEGUN_STRING, text, at);
  if (end >= text.length) return { offset: at, detail: UNCLOSED };
  const detail = text[end] === '\\' ? 'no such escape is known' : 'a control character must be written as an escape';
  return { offset: end, detail };
}

function shown(text: string, at: number): string {
  const sign = String.fromCodePoint(text.codePointAt(at) ?? 0);
  return /[\p{L}\p{N}\p{P}\p{S}]/u.test(sign)
    ? `"${sign}"`
    : `U+${sign.codePointAt(0)?.toString(16).padStart(4, '0').toUpperCase()}`;
}

function skip(text: string, at: number): number {
  // Mostly there is no space, and a comparison is cheaper than a match.
  return text.charCodeAt(at) > SPACE_CODE ? at : match(SPACE, text, at);
}

/** Where a match that begins at a place ends; -1 where there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
