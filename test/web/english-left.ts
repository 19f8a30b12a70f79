import { readdirSync, readFileSync } from 'node:fs';
import { en } from '../../apps/web/src/words/en.js';
import { es } from '../../apps/web/src/words/es.js';

/** What a record says in free words: it stays as it was recorded. Ids are free words to a reader, too. */
const FREE = new Set(
  `id title name summary publisher url locator reason facility company city state sector petitioners purpose place detail
   level subject partOf priorCase milestone source mechanism fact related by`.split(/\s+/),
);

/** All free words of the bundled data, the longest first. */
const data = recordedWords();

function recordedWords(): string[] {
  const found = new Set<string>();
  const collect = (value: unknown, isFree: boolean): void => {
    if (typeof value === 'string' && isFree) found.add(plain(value));
    else if (Array.isArray(value)) for (const one of value) collect(one, isFree);
    else if (typeof value === 'object' && value !== null)
      for (const [name, inner] of Object.entries(value)) collect(inner, FREE.has(name));
  };
  for (const file of readdirSync('data/us-mexico').filter((name) => name.endsWith('.ndjson')))
    for (const line of readFileSync(`data/us-mexico/${file}`, 'utf8').trim().split('\n'))
      collect(JSON.parse(line), false);
  const asWords = [...found].map((id) => id.replaceAll('-', ' '));
  return [...found, ...asWords].filter((words) => words.length > 2).toSorted((one, other) => other.length - one.length);
}

function plain(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** The two whole texts of a difference that is marked word by word. */
function beforeAndAfter(run: string): string {
  const without = (gone: RegExp): string => `<p>${run.replace(gone, '').replace(/<[^>]+>/g, '')}</p>`;
  return without(/<ins>[^<]*<\/ins>/g) + without(/<del>[^<]*<\/del>/g);
}

/** Every text of a page that is shown or read out, and that is not marked as English. */
export function textsOf(html: string): string[] {
  const body = html
    .replace(/<script.*?<\/script>/gs, '')
    .replace(/<code.*?<\/code>/gs, '')
    .replace(/<(\w+)[^>]* (?:lang|hreflang)="en"[^>]*>.*?<\/\1>/gis, '')
    .replace(/<!-- -->/g, '')
    .replace(/(?:<(span|ins|del)>[^<]*<\/\1>){2,}/g, beforeAndAfter);
  const named = [...body.matchAll(/ (?:aria-label|title|placeholder|alt|content)="([^"]*)"/g)].map(
    ([, words]) => words!,
  );
  return [...body.split(/<[^>]+>/), ...named]
    .map((text) =>
      plain(
        text
          .replace(/&#x27;/g, "'")
          .replace(/&quot;/g, '"')
          .replace(/&lt;/g, '<')
          .replace(/&gt;/g, '>')
          .replace(/&amp;/g, '&'),
      ),
    )
    .filter((text) => text !== '');
}

/** English words that no Spanish text has, whatever it is about. */
const ENGLISH =
  /\b(?:the|of|with|by|is|are|was|were|be|been|days?|years?|months?|weeks?|and|from|for|at|in|on|which|that|this|these|there|who|whom|what|when|where|why|how|since|until|due|not|nothing|about|over|nearly|least|every|each|than|then|has|have|had|it|its|their|will|would|can|cannot|more|most|other|others|first|last|next|end|ended|began|held|signed|noted|filed|requested|accepted|declined|agreed|taken|lifted|resolved|closed|withdrawn|reported|launched|extended|planned|review|panel decided|petition|meeting|term|seat|case|cases|miles|people|jobs|rank|ports|trade|security|border|labor|water|health|energy|education|science|space|economy|diplomacy|culture|environment|development|infrastructure|investment|migration|spring|summer|autumn|winter|January|February|March|April|June|July|August|September|October|November|December)\b/i;

/** The words of a catalogue by their keys. */
function told(words: object, within = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]: [string, unknown]): [string, string][] =>
    typeof value === 'string' ? [[`${within}${key}`, value]] : told(value as object, `${within}${key}.`),
  );
}

const spanish = new Set(told(es).map(([, words]) => words));
const english = new Set(told(en).flatMap(([, words]) => (spanish.has(words) ? [] : [words])));

/** Whether a text has an English word that no Spanish one has. */
export function hasEnglishWord(text: string): boolean {
  return ENGLISH.test(text);
}

/** Those of some texts that are ours and not Spanish: what was recorded is left out of account. */
export function englishAmong(texts: readonly string[]): string[] {
  return texts.filter((text) => {
    if (english.has(text)) return true;
    let rest = text;
    for (const words of data) rest = rest.split(words).join(' ');
    return ENGLISH.test(rest.replaceAll('Dateline', ' '));
  });
}
