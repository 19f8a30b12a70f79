import { Readable } from 'node:stream';
import { FORBIDDEN_NAME } from '#libs/kernel';
import { ndjsonLines } from '#libs/timeline';
import { HttpProblem } from './http-problem.js';

/** So deep may JSON be nested; deeper, and what walks it could run out of stack. */
const MOST_LEVELS = 100;

/**
 * Reads a JSON body. Keys named `__proto__` are refused, as what copies them could change more than the copy.
 *
 * @throws HttpProblem BODY_UNREADABLE that says where
 */
export async function readJsonBody(bytes: Buffer): Promise<unknown> {
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
  } catch {
    throw unreadable(await whereBroken(text));
  }
  const fault = faultOf(value);
  if (fault !== undefined) throw unreadable(fault);
  return value;
}

const TOO_DEEP = `it is nested more than ${MOST_LEVELS} levels deep`;
const PROTOTYPE = `a field cannot be named ${FORBIDDEN_NAME}`;

/** Walks without recursion, as the depth is what is in question. */
function faultOf(root: unknown): string | undefined {
  const open: { value: unknown; level: number }[] = [{ value: root, level: 1 }];
  let fault: string | undefined;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value, level } = next;
    if (typeof value !== 'object' || value === null) continue;
    if (level > MOST_LEVELS) return TOO_DEEP;
    if (Object.hasOwn(value, FORBIDDEN_NAME)) fault = PROTOTYPE;
    for (const entry of Object.values(value)) open.push({ value: entry, level: level + 1 });
  }
  return fault;
}

/** What is wrong and where, as the reader of lines tells it, whose column is counted in characters. */
async function whereBroken(text: string): Promise<string> {
  for await (const read of ndjsonLines(Readable.from([text.replaceAll(/[\r\n]/g, ' ')]))) {
    if (!('unreadable' in read)) continue;
    const lines = Array.from(text)
      .slice(0, read.column - 1)
      .join('')
      .split('\n');
    const reason = read.unreadable.replace(/^.*?: /, '').replace(/\.$/, '');
    return `${reason} (line ${lines.length}, column ${Array.from(lines.at(-1) ?? '').length + 1})`;
  }
  return 'it is no JSON';
}

function unreadable(reason: string): HttpProblem {
  return new HttpProblem(400, 'BODY_UNREADABLE', `The body cannot be read as JSON: ${reason}.`);
}
