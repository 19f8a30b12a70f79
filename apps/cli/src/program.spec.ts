import { exitCodeOf } from './failure.js';
import { dateline } from './program.js';

/** What a wrong use is answered with: the error, its exit code, and what was written. */
async function misuse(args: string[]): Promise<{ code: number; told: string }> {
  let told = '';
  const write = (text: string): void => {
    told += text;
  };
  try {
    await dateline({ writeOut: write, writeErr: write }).parseAsync(args, { from: 'user' });
  } catch (error) {
    return { code: exitCodeOf(error), told: told || String(error) };
  }
  throw new Error('The command was taken.');
}

describe('A command that is not written as it has to be', () => {
  it.each([
    [['timeline', '--order', 'up'], 'It must be one of asc, desc.'],
    [['timeline', '--type', 'dialogue'], 'dialogue.held'],
    [['timeline', '--nope'], "unknown option '--nope'"],
    [['timeline', '--as-of', '2020', '--as-of', '2021'], 'It is given more than once.'],
    [['timeline', 'herring', '--q', 'mackerel'], 'Give the words to search for once'],
    [['import', 'story.ndjson', '--format', 'xml'], 'Allowed choices are ndjson, csv.'],
    [['import'], "missing required argument 'files'"],
    [['subject', 'one', 'two'], 'too many arguments'],
    [['verify', '--head', '9'], 'It must be a position and a hash'],
    [['export', '--from', '0'], 'It must be a position of the log'],
    [['key', 'create', '--name', 'x'], "required option '--scope"],
    [['nonsense'], "unknown command 'nonsense'"],
    [[], 'Usage: dateline'],
  ])('%j ends with exit code 2 and says what is wrong', async (args, said) => {
    const { code, told } = await misuse(args);
    expect(told).toContain(said);
    expect(code).toBe(2);
  });

  it.each([
    [
      ['key', 'nonsense'],
      ['create', 'list', 'revoke', 'rotate'],
    ],
    [
      ['help', 'key', 'nonsense'],
      ['create', 'list', 'revoke', 'rotate'],
    ],
    [['key'], ['create', 'list', 'revoke', 'rotate']],
    [
      ['subscribe', 'nonsense'],
      ['email', 'webhook', 'calendar', 'preview'],
    ],
    [['nonsense'], ['timeline', 'key', 'help']],
    [
      ['help', 'nonsense'],
      ['timeline', 'key', 'help'],
    ],
  ])('%j ends with exit code 2 and lists the commands', async (args, listed) => {
    const { code, told } = await misuse(args);
    expect(code).toBe(2);
    for (const name of listed) expect(told).toMatch(new RegExp(`^  ${name}\\b`, 'm'));
  });
});

/** Every command, by the words that name it. */
function everyCommand(
  command = dateline(),
  path: readonly string[] = [],
): { path: readonly string[]; flags: string[] }[] {
  const own = { path, flags: command.options.map(({ flags }) => flags) };
  return [own, ...command.commands.flatMap((part) => everyCommand(part, [...path, part.name()]))];
}

describe('The help of every command', () => {
  const all = everyCommand();

  it('is there for commands below others', () => {
    expect(all.map(({ path }) => path.join(' '))).toEqual(
      expect.arrayContaining(['', 'key', 'key create', 'subscribe email', 'help']),
    );
  });

  it.each(all.map(({ path, flags }) => [path.join(' '), path, flags] as const))(
    'of "%s" names it, its options and an example, in every form',
    async (_name, path, flags) => {
      const forms = [
        [...path, '--help'],
        [...path, '-h'],
        ['help', ...path],
        ...(path.length > 1 ? [[path[0]!, 'help', ...path.slice(1)]] : []),
      ];
      for (const args of forms) {
        const { code, told } = await misuse(args);
        expect({ args, code }).toEqual({ args, code: 0 });
        const named = ['dateline', ...path].join(' ');
        expect(told).toMatch(new RegExp(`^Usage: ${named}( |$)`, 'm'));
        expect(told).toMatch(new RegExp(`^ {4}\\$ ${named}`, 'm'));
        expect(told.match(/^ {4}\$ dateline /gm)?.length).toBeGreaterThan(1);
        for (const flag of [...flags, '--json']) expect(told).toContain(flag);
      }
    },
  );
});
