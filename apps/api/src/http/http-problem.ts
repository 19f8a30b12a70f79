import { boundedProblems, type Problem } from '#libs/kernel';

/** What an answer says beside the sentence. */
export interface HttpProblemDetails {
  problems?: Problem[];
  headers?: Record<string, string>;
  /** What was done before the refusal, as members of the problem details. */
  counts?: object;
}

/** What is wrong with a request before the domain has a say: a header, the type of a body, an address. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly details: HttpProblemDetails;

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    { problems, headers, counts }: HttpProblemDetails = {},
  ) {
    super(message);
    this.details = {
      ...(problems !== undefined && { problems: boundedProblems(problems) }),
      ...(headers !== undefined && { headers }),
      ...(counts !== undefined && { counts }),
    };
  }
}
