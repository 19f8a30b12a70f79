import { HttpProblem } from './http-problem.js';

/** So deep may JSON be nested; deeper, and what walks it could run out of stack. */
const MOST_LEVELS = 100;

/**
 * Reads a JSON body. Keys named `__proto__` are refused, as what copies them could change more than the copy.
 *
 * @throws HttpProblem BODY_UNREADABLE that says where
 */
export function readJsonBody(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('it is no valid UTF-8');
  }
  if (text.trim() === '') throw unreadable('it is empty');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw unreadable(where(text, (error as SyntaxError).message));
  }
  checkShape(value);
  return value;
}

function checkShape(root: unknown): void {
  const open: { value: unknown; level: number }[] = [{ value: root, level: 1 }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, level } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (level > MOST_LEVELS) throw unreadable(`it is nested more than ${MOST_LEVELS} levels deep`);
    if (Object.hasOwn(value, '__proto__')) throw unreadable('a field cannot be named __proto__');
    for (const entry of Object.values(value)) open.push({ value: entry, level: level + 1 });
  }
}

/** What the parser says, with line and column where it tells a place. */
function where(text: string, message: string): string {
  const offset = /at position (\d+)/.exec(message)?.[1];
  const said = message
    .replace(/ in JSON at position.*$| \(line.*$/s, '')
    .replace(/^Unexpected end.*/, 'it ends too early');
  if (offset === undefined) return /Unexpected end/.test(message) ? endOf(text) : said;
  return `${said} ${placeOf(text.slice(0, Number(offset)))}`;
}

function endOf(text: string): string {
  return `it ends too early, ${placeOf(text)}`;
}

function placeOf(before: string): string {
  const lines = before.split('\n');
  return `at line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

function unreadable(reason: string): HttpProblem {
  return new HttpProblem(400, 'BODY_UNREADABLE', `The body cannot be read as JSON: ${reason}.`);
}
