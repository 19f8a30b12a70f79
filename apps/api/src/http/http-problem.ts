import { boundedProblems, type Problem } from '#libs/kernel';

/** What is wrong with a request before the domain has a say: a header, the type of a body, an address. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly details: { problems?: Problem[]; headers?: Record<string, string> };

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    { problems, headers }: { problems?: Problem[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
    this.details = {
      ...(problems !== undefined && { problems: boundedProblems(problems) }),
      ...(headers !== undefined && { headers }),
    };
  }
}
