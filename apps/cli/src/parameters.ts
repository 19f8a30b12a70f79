import { InvalidArgumentError, Option, type Command } from 'commander';
import { z } from 'zod';
import type { RawParameters } from '#libs/timeline';
import { optionOf } from './failure.js';
import { quoted } from './format.js';

/** What stands in the help for the value of an option. */
const VALUES: Readonly<Record<string, string>> = {
  from: 'edtf',
  to: 'edtf',
  q: 'words',
  include: 'what',
  subject: 'id',
  source: 'id',
  subjectType: 'type',
  party: 'code',
  limit: 'n',
  after: 'position',
  cursor: 'cursor',
  knownAt: 'day',
  asOf: 'day',
  recordedBy: 'day|instant|position',
  within: 'duration',
};
const MOST_CHOICES = 10;

/**
 * Gives a command one option for every parameter of a question, so that what HTTP takes is what the command line takes:
 * `recordedBy` is `--recorded-by`; what HTTP lets be repeated can be repeated here. The value of a switch such as
 * `undated=include` may be left out.
 */
export function addParameters(command: Command, schema: z.ZodObject): Command {
  for (const [name, field] of Object.entries(schema.shape)) command.addOption(optionFor(name, field as z.ZodType));
  return command;
}

/** The parameters that were given as options, under their names of the contract. */
export function givenParameters(options: Record<string, unknown>, schema: z.ZodObject): RawParameters {
  const names = Object.keys(schema.shape).filter((name) => options[name] !== undefined);
  return Object.fromEntries(names.map((name) => [name, options[name] as string | string[]]));
}

/** The options that stand for parameters, as they would be typed. */
export function asTyped(raw: RawParameters): string {
  return Object.entries(raw)
    .flatMap(([name, value]) => [value ?? []].flat().map((one) => `${optionOf(name)} ${quoted(one)}`))
    .join(' ');
}

function optionFor(name: string, field: z.ZodType): Option {
  const { schema, many } = bare(field);
  const choices = schema instanceof z.ZodEnum ? schema.options.map(String) : [];
  const isSwitch = !many && choices.length === 2 && choices.includes('include') && choices.includes('exclude');
  const value = VALUES[name] ?? (choices.length > 0 && choices.length <= 3 ? choices.join('|') : name.toLowerCase());
  const flag = isSwitch ? `${optionOf(name)} [include]` : `${optionOf(name)} <${value}>`;
  const option = new Option(flag, sentence(field, many));
  if (isSwitch) option.preset('include');
  if (many) {
    option.argParser<string[] | undefined>((one, before) => [...(before ?? []), checked(one, choices)]);
  } else {
    option.argParser<string | undefined>((one, before) => {
      if (before !== undefined) throw new InvalidArgumentError('It is given more than once.');
      return checked(one, choices);
    });
  }
  return option;
}

function checked(value: string, choices: readonly string[]): string {
  if (choices.length === 0 || choices.includes(value)) return value;
  if (choices.length <= MOST_CHOICES) throw new InvalidArgumentError(`It must be one of ${choices.join(', ')}.`);
  const near = choices.filter((choice) => choice.includes(value) || value.split('.').some((part) => part === choice));
  const some = near.length > 0 ? ` There are ${near.slice(0, MOST_CHOICES).join(', ')}.` : '';
  throw new InvalidArgumentError(`There is no such value.${some}`);
}

/** What a field takes, without what says that it may be left out or repeated. */
function bare(field: z.ZodType): { schema: z.ZodType; many: boolean } {
  let schema = field;
  while (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault) schema = schema.unwrap() as z.ZodType;
  return schema instanceof z.ZodArray ? { schema: schema.element as z.ZodType, many: true } : { schema, many: false };
}

function sentence(field: z.ZodType, many: boolean): string {
  const text = (field.meta()?.description ?? '').replaceAll('`', '').replace(/\.$/, '');
  return many && !/[Rr]epeated/.test(text) ? `${text}; repeat it for any of several` : text;
}
