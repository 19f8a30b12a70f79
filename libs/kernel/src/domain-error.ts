/** How a refusal is meant: which door it closes. The HTTP door maps it to a status, the command line to an exit code. */
export type ErrorKind =
  'invalid' | 'not-found' | 'conflict' | 'refused' | 'precondition' | 'behind' | 'denied' | 'limited';

/** One thing that is wrong, and where: a JSON Pointer (RFC 6901) into the record, or the name of a parameter. */
export interface Problem {
  pointer?: string;
  parameter?: string;
  /** One sentence, or the end of one that begins with the place, in English. */
  detail: string;
  /** Which rule is broken, for programs that word it themselves: a code of the validation (`too_big`), or of the date. */
  code?: string;
  /** What the words carry: `maximum`, `format`, `values`. */
  params?: Record<string, string | number | readonly string[]>;
}

/** So many problems of one input are listed: what lists them all costs more than the input. */
export const MOST_PROBLEMS = 100;

/**
 * A rule of the domain that was broken by what was asked. `code` is stable (`FACT_RETRACTED`), the message is one
 * sentence for people, `problems` say where. Anything else that is thrown is a bug.
 */
export class DomainError extends Error {
  /** At most MOST_PROBLEMS, and then one that says how many more there are. */
  readonly problems: Problem[];

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    problems: Problem[] = [],
    /** Of `limited`: after how many seconds the same is taken again. */
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
    this.name = 'DomainError';
    this.problems = listed(problems);
  }
}

/** The last one stands where the first that is left out would, so that it has a place of the same form. */
function listed(problems: Problem[]): Problem[] {
  const more = problems.length - MOST_PROBLEMS;
  if (more <= 0) return problems;
  const { pointer, parameter } = problems[MOST_PROBLEMS]!;
  return [
    ...problems.slice(0, MOST_PROBLEMS),
    {
      ...(pointer !== undefined && { pointer }),
      ...(parameter !== undefined && { parameter }),
      detail: `and ${more} more ${more === 1 ? 'problem' : 'problems'}`,
      code: 'custom',
      params: { rule: 'more-problems', more },
    },
  ];
}
