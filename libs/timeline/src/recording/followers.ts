import type { DomainError, JsonObject } from '#libs/kernel';
import { problemsOfLine, type ImportLine, type ImportProblem } from './import-report.js';

/** Which record a refusal with this code says is missing. */
const MISSING: Readonly<Record<string, string>> = {
  SUBJECT_UNKNOWN: 'subject',
  SOURCE_UNKNOWN: 'source',
  FACT_UNKNOWN: 'fact',
};

/** A refused record that others of the same import need, and the refusals of those. */
interface Cause {
  name: string;
  count: number;
  /** Of the first record that needs it. */
  problem?: ImportProblem;
}

/** So many refused records are remembered; what follows from others is a problem of its own. */
const MOST_CAUSES = 10_000;

/**
 * Folds refusals that follow from one: where a subject is refused, each of its facts is refused too, as are their
 * corrections, and a problem for each would hide the one that has to be mended. What follows from one refused record is
 * one problem with a count.
 */
export class Followers {
  /** By the kind and id of the refused record. */
  readonly #causes = new Map<string, Cause>();

  /** Takes in a refusal; true where it follows from an earlier one and needs no problem of its own. */
  take(line: ImportLine, error: DomainError): boolean {
    if (!('input' in line) || !isObject(line.input)) return false;
    const { record, id } = line.input;
    const own = `${String(record)}:${String(id)}`;
    const cause = this.#causes.get(missingIn(line.input, error) ?? '');
    if (cause === undefined) {
      if (typeof id === 'string') this.#remember(own, { name: own, count: 0 });
      return false;
    }
    cause.count += 1;
    cause.problem ??= problemsOfLine(line, error)[0];
    this.#remember(own, cause);
    return true;
  }

  #remember(name: string, cause: Cause): void {
    if (this.#causes.size < MOST_CAUSES && !this.#causes.has(name)) this.#causes.set(name, cause);
  }

  /** One problem for each record whose refusal led to others, at the first of them. */
  problems(): ImportProblem[] {
    return [...new Set(this.#causes.values())].flatMap(({ problem, name, count }) => {
      if (problem === undefined) return [];
      const [record = '', id = ''] = name.split(':');
      const rows = count === 1 ? 'this row needs it and is' : `this row and ${count - 1} more need it and are`;
      const detail = `the ${record} "${id}" was refused; ${rows} refused too`;
      return [{ ...problem, detail, code: 'custom', params: { rule: 'follows', record, id, count }, count }];
    });
  }
}

/** The kind and id of the record that a refusal says is missing. */
function missingIn(input: JsonObject, { code, problems: [first] }: DomainError): string | undefined {
  return MISSING[code] === undefined ? undefined : `${MISSING[code]}:${String(valueAt(input, first?.pointer ?? ''))}`;
}

function valueAt(input: unknown, pointer: string): unknown {
  return pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((value, step) => (value as Record<string, unknown> | undefined)?.[step], input);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
