import type { Problem } from '#libs/kernel';

/** What is wrong with a request before the domain has a say: a header, the type of a body, an address. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: { problems?: Problem[]; headers?: Record<string, string> } = {},
  ) {
    super(message);
  }
}
