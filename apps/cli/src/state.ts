import type { Json, JsonObject } from '#libs/kernel';
import { newsInWords, type TermOver } from '#libs/timeline';
import { dateInWords } from './case-table.js';
import { textOf } from './format.js';

/** What a subject's state or attributes say, as pairs of words for a table; what is empty is left out. */
export function statePairs(values: JsonObject): (readonly [name: string, value: string])[] {
  return Object.entries(values)
    .map(([name, value]) => [inSeparateWords(name), toldOf(value)] as const)
    .filter(([, value]) => value !== '');
}

/** A subject's state, with the status of an agreement whose stated term is over worded as it was last reported. */
export function standingPairs({ termOver, ...state }: JsonObject): (readonly [name: string, value: string])[] {
  return statePairs(
    termOver == null ? state : { ...state, status: termOverInWords(state, termOver as TermOver), endsOn: null },
  );
}

function termOverInWords({ status }: JsonObject, { endedOn, asOf, inDoubt }: TermOver): string {
  const reported = `${String(status)} when last reported${asOf === null ? '' : `, ${newsInWords(asOf)}`}`;
  const followed = inDoubt ? 'a record whose day is not certain may say what followed' : 'no record states a later end';
  return `${reported}; its stated term ended ${dateInWords(endedOn)}, and ${followed}`;
}

/** `backPay` is "back pay". */
function inSeparateWords(name: string): string {
  return name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

/** One value in words; lists of objects on lines of their own. Nothing for what is empty. */
export function toldOf(value: Json): string {
  if (value === null || value === '') return '';
  if (Array.isArray(value)) {
    const parts = value.map(toldOf).filter((part) => part !== '');
    return value.some((part) => typeof part === 'object') ? parts.join('\n') : parts.join(', ');
  }
  if (typeof value === 'object') {
    const { amount, currency } = value;
    if (typeof amount === 'string' && typeof currency === 'string') return moneyOf(amount, currency);
    return statePairs(value)
      .map(([name, part]) => `${name} ${part}`)
      .join(', ');
  }
  return textOf(String(value));
}

/** An amount as people read it, not rounded: `USD 300,000,000`. */
function moneyOf(amount: string, currency: string): string {
  const [whole = '', cents] = amount.split('.');
  return `${currency} ${whole.replaceAll(/\B(?=(\d{3})+$)/g, ',')}${cents === undefined ? '' : `.${cents}`}`;
}
