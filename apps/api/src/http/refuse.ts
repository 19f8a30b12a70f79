import { DomainError, type Problem } from '#libs/kernel';

/** Refuses parameters; does nothing where there is no problem. @throws DomainError PARAMETER_INVALID */
export function refuse(problems: Problem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const sentence = `The parameter "${first.parameter}" ${first.detail}.`;
  throw new DomainError('PARAMETER_INVALID', 'invalid', sentence, problems);
}
