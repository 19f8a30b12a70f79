import { z } from 'zod';

const problemType = z.strictObject({
  type: z.string().describe('As `type` of a problem has it.'),
  title: z.string(),
  meaning: z.string(),
});

/** What the service answers about itself. */
export const ABOUT_ANSWERS = {
  Liveness: z.strictObject({ status: z.literal('live') }),
  Description: z.looseObject({ openapi: z.string() }).describe('An OpenAPI 3.1 document.'),
  ProblemType: problemType,
  ProblemTypes: z.strictObject({ items: z.array(problemType) }),
};
