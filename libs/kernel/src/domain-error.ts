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
/** And so many characters of them, as JSON: an answer must not be much larger than what it refuses. */
const MOST_CHARACTERS = 32_768;

/**
 * A rule of the domain that was broken by what was asked. `code` is stable (`FACT_RETRACTED`), the message is one
 * sentence for people, `problems` say where. Anything else that is thrown is a bug.
 */
export class DomainError extends Error {
  /** As `boundedProblems` lists them. */
  readonly problems: Problem[];

  constructor(
    readonly code: string,
    readonly kind: ErrorKind,
    message: string,
    problems: Problem[] = [],
    /** Of `limited`: after how many seconds the same is taken again. */
    readonly retryAfterSeconds?: number,
  ) {
    // A refusal is no bug to be traced, and a file can have hundreds of thousands: the trace takes half of their time.
    const { stackTraceLimit } = Error;
    Error.stackTraceLimit = 0;
    super(message);
    Error.stackTraceLimit = stackTraceLimit;
    this.name = 'DomainError';
    this.problems = boundedProblems(problems);
  }
}

/**
 * The first problems of an answer, as many as MOST_PROBLEMS and MOST_CHARACTERS allow, and then one that says how many more
 * there are. It stands where the first that is left out would, so that it has a place of the same form.
 */
export function boundedProblems(problems: Problem[]): Problem[] {
  let characters = 0;
  const most = problems.slice(0, MOST_PROBLEMS + 1).findIndex((problem, index) => {
    characters += JSON.stringify(problem).length;
    return index === MOST_PROBLEMS || characters > MOST_CHARACTERS;
  });
  if (most < 0) return problems;
  const more = problems.length - most;
  const { pointer, parameter } = problems[most]!;
  return [
    ...problems.slice(0, most),
    {
      ...(pointer !== undefined && { pointer }),
      ...(parameter !== undefined && { parameter }),
      detail: `and ${more} more ${more === 1 ? 'problem' : 'problems'}`,
      code: 'custom',
      params: { rule: 'more-problems', more },
    },
  ];
}
