import { PassThrough } from 'node:stream';
import { WriteStream } from 'node:tty';
import { harmless, Terminal } from './terminal.js';

const getColorDepth = (): number => WriteStream.prototype.getColorDepth(process.env);

/** A stream that says of itself that it is a terminal of so many columns. */
function screen(columns = 60): NodeJS.WriteStream {
  const stream = Object.assign(new PassThrough(), { isTTY: true, columns, getColorDepth });
  return stream as unknown as NodeJS.WriteStream;
}

describe('The terminal', () => {
  const before = { ...process.env };
  beforeEach(() => {
    for (const name of ['NO_COLOR', 'FORCE_COLOR', 'COLUMNS', 'CI', 'TERM', 'COLORTERM']) delete process.env[name];
    process.env['TERM'] = 'xterm-256color';
  });
  afterAll(() => void Object.assign(process.env, before));

  it('colours a text where somebody looks at it', () => {
    expect(new Terminal({}, screen()).look('red', 'overdue')).toBe('\u001b[31moverdue\u001b[39m');
  });

  it('colours nothing with NO_COLOR, with --no-color, or in a pipe', () => {
    const pipe = new PassThrough() as unknown as NodeJS.WriteStream;
    expect(new Terminal({}, pipe).look('red', 'overdue')).toBe('overdue');
    expect(new Terminal({ color: false }, screen()).look('red', 'overdue')).toBe('overdue');
    process.env['NO_COLOR'] = '1';
    expect(new Terminal({}, screen()).look('red', 'overdue')).toBe('overdue');
  });

  it('writes no sequence that a text brings along, on either stream', () => {
    const [out, err] = [new PassThrough(), new PassThrough()];
    const terminal = new Terminal({}, out as never, err as never);
    for (const write of [(text: string) => terminal.say(text), (text: string) => terminal.note(text)]) {
      write('before \u001b[2J\u001b]0;title\u0007\u009b1A after');
    }
    for (const stream of [out, err]) {
      const written = String(stream.read());
      expect(written).toContain('after');
      // oxlint-disable-next-line no-control-regex
      expect(written).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
    }
  });

  it('is as wide as it says, else as COLUMNS says, else 80 columns', () => {
    const pipe = new PassThrough() as unknown as NodeJS.WriteStream;
    expect(new Terminal({}, screen(97)).width).toBe(97);
    expect(new Terminal({}, pipe).width).toBe(80);
    process.env['COLUMNS'] = '132';
    expect(new Terminal({}, pipe).width).toBe(132);
  });

  it('shows nothing of a record that would steer it', () => {
    expect(harmless('Signed \u001b[2J\u001b]0;title\u0007in\r\nMexico \u202eCity')).toBe('Signed in Mexico City');
  });
});
