import { harmless, type Look, type Terminal } from './terminal.js';

/** A count with its noun: `1 fact`, `2 facts`, `1,204 facts`. */
export function counted(count: number | bigint, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en-US')} ${BigInt(count) === 1n ? one : many}`;
}

/** How the statuses of facts and milestones look; those that need no attention look like any other text. */
export const looksOfStatus: Readonly<Record<string, Look>> = {
  retracted: 'red',
  overdue: 'red',
  unconfirmed: 'dim',
  due: 'yellow',
  corrected: 'cyan',
  upcoming: 'green',
  cancelled: 'dim',
};

/** What marks an entry out, as words for the end of its title, each with its look. */
export function marksOf(item: {
  status: string;
  disputed?: boolean;
  marks?: readonly { code: string }[];
}): { word: string; look: Look }[] {
  const look = looksOfStatus[item.status];
  return [
    ...(look === undefined ? [] : [{ word: item.status, look }]),
    ...(item.disputed ? [{ word: 'disputed', look: 'magenta' as const }] : []),
    ...[...new Set(item.marks?.map(({ code }) => code))].map((code) => ({
      word: code.replaceAll('-', ' '),
      look: 'yellow' as const,
    })),
  ];
}

/** The mark as it stands behind a title: `[unconfirmed]`, which no line break tears apart. */
export function markText(word: string): string {
  return `[${word.replaceAll(' ', '\u00a0')}]`;
}

/** Colours the marks of a line that has them. */
export function dressMarks(terminal: Terminal, line: string, marks: readonly { word: string; look: Look }[]): string {
  let dressed = line;
  for (const { word, look } of marks) {
    dressed = dressed.replace(markText(word), (text) => terminal.look(look, text));
  }
  return dressed;
}

/** Since when something could be known; of what is known by its recording alone, since when it is on record. */
export function knownInWords({ at, basis }: { at: string; basis: string }): string {
  return basis === 'recorded' ? `on record since ${at}; no date in the source` : at;
}

/** A text of a record as a cell shows it; nothing where there is none. */
export function textOf(value: string | null | undefined): string {
  return value === null || value === undefined ? '' : harmless(value);
}

/** Who says so: the titles of sources. */
export function saidBy(sources: readonly { title: string }[]): string {
  return sources.map(({ title }) => textOf(title)).join('; ');
}

/** An argument as a shell takes it: quoted where it has to be. */
export function quoted(argument: string): string {
  return /^[\w./:,@%+=-]+$/.test(argument) ? argument : `'${argument.replaceAll("'", `'\\''`)}'`;
}
