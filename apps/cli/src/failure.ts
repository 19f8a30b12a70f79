import { CommanderError } from 'commander';
import { DomainError, SettingsError, messageOf } from '#libs/kernel';

/** What was asked cannot be done; the message is one sentence for people. Exit code 1. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** The command was not written as it has to be; the message says how. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** The exit code of what a command threw: 2 where it was written wrongly, 0 where help was asked for, else 1. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  return error instanceof UsageError || isParameterError(error) ? 2 : 1;
}

/** What a command threw, for people: a sentence, or one per setting or option that is wrong. */
export function sentenceOf(error: unknown): string {
  if (error instanceof SettingsError) return error.sentences.join('\n');
  if (isParameterError(error) && error.problems.length > 0) {
    return error.problems
      .map(({ parameter, detail }) => (parameter === undefined ? detail : `${optionOf(parameter)}: ${detail}`))
      .join('\n');
  }
  return messageOf(error);
}

/** The option that stands for a parameter of the contract: `recordedBy` is `--recorded-by`. */
export function optionOf(parameter: string): string {
  return `--${parameter.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function isParameterError(error: unknown): error is DomainError {
  return error instanceof DomainError && error.code === 'PARAMETER_INVALID';
}
