/** A place at which a text stops being JSON. */
export interface SyntaxFault {
  /** In UTF-16 code units, from 0. */
  offset: number;
  /** What is wrong there, for people. */
  detail: string;
}

type Step = string | number;
type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma' | 'end';
interface Open {
  close: '}' | ']';
}

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
/** Plain characters (from the space on, but for the quote and the backslash) and escapes. */
const STRING = /"[ !#-[\]-\uFFFF]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[ !#-[\]-\uFFFF]*)*"/y;
const BEGUN_STRING = /"(?:[ !#-[\]-\uFFFF]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*/y;

/**
 * Walks through a JSON text (RFC 8259) and tells every value's path and offset. Only for the lines that need it: what can
 * be read is read by JSON.parse, which says neither where a value stands nor, for most faults, where the text is broken.
 * Nothing here recurses, so that no nesting is too deep for it.
 *
 * @returns the first fault, or null where the text is JSON
 */
export function walkJson(
  text: string,
  visit: (path: readonly Step[], offset: number) => void = () => {},
): SyntaxFault | null {
  const open: Open[] = [];
  const path: Step[] = [];
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
      at = end;
      expected = 'colon';
    } else if (sign === '{' || sign === '[') {
      visit(path, at);
      open.push({ close: sign === '{' ? '}' : ']' });
      path.push(sign === '{' ? '' : 0);
      at += 1;
      expected = sign === '{' ? 'key or }' : 'value or ]';
    } else {
      const end = match(sign === '"' ? STRING : SCALAR, text, at);
      if (end < 0) return fault(text, at, 'a value');
      visit(path, at);
      at = end;
      expected = open.length > 0 ? 'comma' : 'end';
    }
  }
  return expected === 'end' ? null : { offset: text.length, detail: 'the line ends before the record does' };
}

/**
 * Where the value that a JSON Pointer (RFC 6901) names begins; where the text has none, where the innermost value begins
 * that it would stand in. In UTF-16 code units, from 0.
 */
export function offsetOfPointer(text: string, pointer: string): number {
  const wanted = pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let found = { depth: -1, offset: 0 };
  walkJson(text, (path, offset) => {
    // Of two fields with one name the later one counts, as it does for JSON.parse.
    if (path.length >= found.depth && path.every((step, index) => String(step) === wanted[index]))
      found = { depth: path.length, offset };
  });
  return found.offset;
}

function fault(text: string, at: number, wanted: string): SyntaxFault {
  if (text[at] !== '"') return { offset: at, detail: `${wanted} is expected here, not ${shown(text, at)}` };
  const end = match(BEGUN_STRING, text, at);
  if (end >= text.length) return { offset: at, detail: 'the text that begins here has no closing quote' };
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
  return match(SPACE, text, at);
}

/** Where a match that begins at a place ends; -1 where there is none. */
function match(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  return pattern.test(text) ? pattern.lastIndex : -1;
}
