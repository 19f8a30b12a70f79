import { faultIn, FORBIDDEN_NAME, readJson, type ReadJson } from '#libs/kernel';
import { HttpProblem } from './http-problem.js';

/** So deep may JSON be nested; deeper, and what walks it could run out of stack. */
const MOST_LEVELS = 100;

/**
 * Reads a JSON body; an empty one is none. Keys named `__proto__` are refused, as what copies them could change more than the copy; numbers that
 * would be rounded and names that stand twice in one object are refused, as they would be lost without a word.
 *
 * @throws HttpProblem BODY_UNREADABLE that says where; BODY_INEXACT with a pointer to each such number and name
 */
export function readJsonBody(bytes: Buffer): unknown {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw unreadable('it is no valid UTF-8');
  }
  // Many clients name the type also where they send nothing; what needs a body says so.
  if (text.trim() === '') return undefined;
  let read: ReadJson;
  try {
    read = readJson(text);
  } catch (error) {
    throw unreadable(whereBroken(text, error));
  }
  const { value, losses } = read;
  const fault = faultOf(value);
  if (fault !== undefined) throw unreadable(fault);
  const [loss] = losses;
  if (loss === undefined) return value;
  const sentence = `The body would not be recorded as it was sent: ${loss.pointer} ${loss.detail}.`;
  throw new HttpProblem(400, 'BODY_INEXACT', sentence, { problems: losses });
}

const TOO_DEEP = `it is nested more than ${MOST_LEVELS} levels deep`;
const PROTOTYPE = `a field cannot be named ${FORBIDDEN_NAME}`;

/** What no body may hold. No deeper recursion than MOST_LEVELS. */
function faultOf(value: unknown, level = 1): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (level > MOST_LEVELS) return TOO_DEEP;
  if (Object.hasOwn(value, FORBIDDEN_NAME)) return PROTOTYPE;
  for (const entry of Array.isArray(value) ? (value as unknown[]) : Object.values(value)) {
    const fault = faultOf(entry, level + 1);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** What is wrong and where, as the reader of lines says it. Lines and columns are counted in characters, from 1. */
function whereBroken(text: string, refusal: unknown): string {
  const { offset, detail } = faultIn(text, refusal);
  const lines = text.slice(0, offset).split('\n');
  return `${detail} (line ${lines.length}, column ${Array.from(lines.at(-1) ?? '').length + 1})`;
}

function unreadable(reason: string): HttpProblem {
  return new HttpProblem(400, 'BODY_UNREADABLE', `The body cannot be read as JSON: ${reason}.`);
}
