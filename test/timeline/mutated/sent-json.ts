/**
 * A strict reader of JSON for the spec alone, so that what the service reads is compared with another reading: numbers keep
 * the digits that were sent, and a name that stands twice in one object is an error.
 */
export type Sent = null | boolean | string | SentNumber | Sent[] | Map<string, Sent>;

/** A number as it stands in the text. */
export class SentNumber {
  constructor(readonly digits: string) {}
}

// oxlint-disable no-control-regex -- JSON forbids them in a text
const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001F]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/uy;
// oxlint-enable no-control-regex
const WORDS: Readonly<Record<string, Sent>> = { true: true, false: false, null: null };

/** Reads one JSON value. Throws SyntaxError where the text is no JSON, or an object has two fields of one name. */
export function readSent(text: string): Sent {
  let at = 0;
  const next = (): RegExpExecArray => {
    TOKEN.lastIndex = at;
    const token = TOKEN.exec(text);
    if (token === null) throw new SyntaxError(`No JSON at ${at}.`);
    at = TOKEN.lastIndex;
    return token;
  };
  const value = ([, sign, string, number, word]: RegExpExecArray): Sent => {
    if (string !== undefined) return JSON.parse(string) as string;
    if (number !== undefined) return new SentNumber(number);
    if (word !== undefined) return WORDS[word]!;
    if (sign === '[') return list();
    if (sign === '{') return object();
    throw new SyntaxError(`No value at ${at}.`);
  };
  const list = (): Sent[] => {
    const items: Sent[] = [];
    for (let token = next(); token[1] !== ']'; token = next()) {
      items.push(value(token));
      const after = next();
      if (after[1] === ']') return items;
      if (after[1] !== ',') throw new SyntaxError(`No comma at ${at}.`);
      TOKEN.lastIndex = at;
      if (TOKEN.exec(text)?.[1] === ']') throw new SyntaxError(`A comma too many at ${at}.`);
    }
    return items;
  };
  const object = (): Map<string, Sent> => {
    const fields = new Map<string, Sent>();
    for (let token = next(); token[1] !== '}'; token = next()) {
      if (token[2] === undefined || next()[1] !== ':') throw new SyntaxError(`No name at ${at}.`);
      const name = JSON.parse(token[2]) as string;
      if (fields.has(name)) throw new SyntaxError(`Two fields have the name ${name}.`);
      fields.set(name, value(next()));
      const after = next();
      if (after[1] === '}') return fields;
      if (after[1] !== ',') throw new SyntaxError(`No comma at ${at}.`);
      TOKEN.lastIndex = at;
      if (TOKEN.exec(text)?.[1] === '}') throw new SyntaxError(`A comma too many at ${at}.`);
    }
    return fields;
  };
  const read = value(next());
  if (text.slice(at).replace(/^[ \t\n\r]+/, '') !== '') throw new SyntaxError(`More than one value at ${at}.`);
  return read;
}

/**
 * Whether what is on record is what was sent: texts code point for code point, numbers in value by exact decimal
 * comparison, and nothing left out but what says nothing (null, empty lists and objects).
 */
export function isSame(recorded: unknown, sent: Sent): boolean {
  if (sent instanceof SentNumber) return typeof recorded === 'number' && sameNumber(String(recorded), sent.digits);
  if (Array.isArray(sent))
    return (
      Array.isArray(recorded) &&
      recorded.length === sent.length &&
      sent.every((item, index) => isSame(recorded[index] ?? emptyLike(item), item))
    );
  if (!(sent instanceof Map)) return recorded === sent;
  if (typeof recorded !== 'object' || recorded === null || Array.isArray(recorded)) return false;
  const said = [...sent].filter(([, field]) => !saysNothing(field));
  const fields = recorded as Record<string, unknown>;
  return (
    Object.keys(fields).every((name) => said.some(([other]) => other === name)) &&
    said.every(([name, field]) => isSame(fields[name], field))
  );
}

/** Whether two ways to write a number have one value. */
export function sameNumber(one: string, other: string): boolean {
  const [a, b] = [scaled(one), scaled(other)];
  if (a === null || b === null) return false;
  if (a.digits === 0n || b.digits === 0n) return a.digits === b.digits;
  const apart = a.power - b.power;
  // Powers that are far apart belong to numbers of very different length, which need no power to be computed.
  if (Math.abs(apart) > 5_000) return false;
  return apart >= 0 ? a.digits * 10n ** BigInt(apart) === b.digits : a.digits === b.digits * 10n ** BigInt(-apart);
}

function scaled(text: string): { digits: bigint; power: number } | null {
  const [, whole, fraction = '', power = '0'] = /^(-?\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  if (whole === undefined) return null;
  const sign = whole.startsWith('-') ? -1n : 1n;
  return { digits: sign * BigInt(whole.replace('-', '') + fraction), power: Number(power) - fraction.length };
}

function saysNothing(value: Sent): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return value.length === 0;
  return value instanceof Map && [...value.values()].every(saysNothing);
}

/** What stands in a list for an item that says nothing. */
function emptyLike(item: Sent): unknown {
  return item instanceof Map ? {} : null;
}
