import { InvalidArgumentError, Option, type Command } from 'commander';
import { DomainError } from '#libs/kernel';
import { UsageError } from './failure.js';

/** What is asked for, as options give it. */
export interface WantedOptions {
  subject?: string[];
  topic?: string[];
  type?: string[];
  party?: string[];
  milestone?: string[];
  kind?: string[];
  leadTime?: string[];
  timeZone?: string;
  localTime?: string;
  digest?: string;
  digestDay?: string;
  quiet?: string;
}

const KINDS = ['milestones', 'developments', 'corrections'];
const collect = (one: string, before: string[] | undefined): string[] => [...(before ?? []), one];
const many = (flag: string, description: string): Option =>
  new Option(flag, `${description}; repeat it for any of several`).argParser<string[] | undefined>(collect);

/** Gives a command the options of what a subscription is about and when it tells. */
export function addWanted(command: Command): Command {
  const kind = many('--kind <what>', `what is told: ${KINDS.join(', ')}`);
  kind.argParser<string[] | undefined>((one, before) => {
    if (!KINDS.includes(one)) throw new InvalidArgumentError(`It must be one of ${KINDS.join(', ')}.`);
    return [...(before ?? []), one];
  });
  return command
    .addOption(many('--subject <id>', 'only about this subject'))
    .addOption(many('--topic <topic>', 'only with this topic'))
    .addOption(many('--type <type>', 'only of this subject type, or for developments of this fact type'))
    .addOption(many('--party <code>', 'only with this party'))
    .addOption(many('--milestone <rule>', 'only by this rule, such as joint-review or joint-review.2027'))
    .addOption(kind)
    .addOption(
      many('--lead-time <duration>', 'how long before a milestone is told, ISO 8601 (P90D, P30D, P7D and P0D if none)'),
    )
    .option('--time-zone <zone>', 'the time zone of the reader, IANA, such as America/Mexico_City (UTC)')
    .option('--local-time <hh:mm>', 'when it is told there (09:00)')
    .addOption(
      new Option('--digest <how>', 'all of a day or a week in one message (none)').choices(['none', 'daily', 'weekly']),
    )
    .option('--digest-day <n>', 'the day of a weekly digest, 1 (Monday) to 7 (1)')
    .option('--quiet <hh:mm-hh:mm>', 'local hours in which nothing is sent, such as 21:00-07:00');
}

/** What the options ask for, as the body of a request would; what was not given is left out. */
export function wantedOf(options: WantedOptions): Record<string, unknown> {
  const { subject, topic, type, party, milestone, kind } = options;
  const filter = defined({
    subjects: subject,
    topics: topic,
    types: type,
    parties: party,
    milestones: milestone,
    kinds: kind,
  });
  const { leadTime, timeZone, localTime, digest, digestDay } = options;
  return defined({
    filter: Object.keys(filter).length > 0 ? filter : undefined,
    leadTimes: leadTime,
    timeZone,
    localTime,
    digest,
    digestDay: digestDay === undefined ? undefined : Number(digestDay),
    quietHours: quietOf(options.quiet),
  });
}

function quietOf(text: string | undefined): { from: string; to: string } | null | undefined {
  if (text === undefined) return undefined;
  if (text === 'none') return null;
  const [from = '', to = ''] = text.split('-');
  return { from, to };
}

function defined(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

const OPTIONS: readonly [pointer: RegExp, option: string][] = [
  [/^\/channel/, 'the address'],
  [/^\/filter\/subjects/, '--subject'],
  [/^\/filter\/topics/, '--topic'],
  [/^\/filter\/types/, '--type'],
  [/^\/filter\/parties/, '--party'],
  [/^\/filter\/milestones/, '--milestone'],
  [/^\/filter\/kinds/, '--kind'],
  [/^\/leadTimes/, '--lead-time'],
  [/^\/timeZone/, '--time-zone'],
  [/^\/localTime/, '--local-time'],
  [/^\/digestDay/, '--digest-day'],
  [/^\/quietHours/, '--quiet'],
];

/** Does what may find fault with options, and says which option it is. @throws UsageError */
export async function naming<T>(work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof DomainError) || error.code !== 'SUBSCRIPTION_INVALID') throw error;
    const lines = error.problems.map(({ pointer = '', detail }) => {
      const name = OPTIONS.find(([of]) => of.test(pointer))?.[1] ?? pointer;
      return `${name}: ${detail}`;
    });
    throw new UsageError(lines.join('\n'));
  }
}
