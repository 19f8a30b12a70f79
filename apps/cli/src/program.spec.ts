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

  it('is helped by examples, for every command', async () => {
    const leaves = dateline().commands.flatMap((command) =>
      command.commands.length > 0 ? command.commands : [command],
    );
    expect(leaves.length).toBeGreaterThan(9);
    for (const { name, parent } of leaves.map((command) => ({
      name: command.name(),
      parent: command.parent?.name(),
    }))) {
      const args = parent === 'dateline' ? [name, '--help'] : [parent!, name, '--help'];
      const { code, told } = await misuse(args);
      expect(code).toBe(0);
      expect(told.match(/^ {4}\$ dateline /gm)?.length).toBeGreaterThan(1);
      expect(told).toContain('--json');
    }
  });
});
