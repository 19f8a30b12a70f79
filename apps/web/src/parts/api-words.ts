import type { i18n, TFunction } from 'i18next';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Deliveries, Milestone, MilestoneDetail } from '../api/answers.js';
import { localeOf } from '../words/locales.js';
import type { Choice } from './choice.js';
import { dayInWords, edtfInWords, textInWords } from './dates.js';

type Turn = MilestoneDetail['history'][number];

/** Why something was not sent, as the API codes it. */
export type ReasonCode = Deliveries['items'][number]['whyCodes'][number];

/** What is wrong with a field, a parameter or a line: in English, and by the rule that is broken. */
export interface Wrong {
  detail: string;
  code?: string;
  params?: Record<string, string | number | string[]>;
  /** The type of the problem, which tells what is wrong where no rule does. */
  type?: string;
}

/** Fields whose values are chosen from a few, and not written freely. */
const CHOSEN = new Set(['status', 'outcome', 'finding', 'kind', 'initiation', 'qualifier', 'extends', 'possible']);

/**
 * What the API words in English, in the language of the page: by the catalogue `api` of that language, else as the API
 * says it. What is data stays as it was recorded.
 */
export class ApiWords {
  private readonly t: TFunction;

  constructor(private readonly i18n: Pick<i18n, 'language' | 'getResource' | 't'>) {
    this.t = i18n.t;
  }

  /** The name of a field as people write it: `openedOn` is "opened on". */
  field(name: string): string {
    return this.found(`field.${name}`) ?? inWords(name);
  }

  /** What a field is for. */
  help(name: string, english: string | undefined): { text: string | undefined; isTranslated: boolean } {
    const found = this.found(`formHelp.${name}`);
    // A field that needs no word in English needs none here.
    const isTranslated = found !== undefined && english !== undefined;
    return { text: isTranslated ? found : english, isTranslated };
  }

  /** A word that a field is chosen from: a status, an outcome, a finding. */
  chosen(value: string): string {
    return this.found(`value.${value}`) ?? inWords(value);
  }

  /** A topic. */
  topic(topic: string): string {
    return this.found(`topic.${topic}`) ?? inWords(topic);
  }

  /** A type of subject, as one of it is called. */
  subjectType(type: string): string {
    return this.found(`subjectType.${type}`) ?? type;
  }

  /** What a fact type is called. */
  headline(type: string, english: string): string {
    return this.found(`headline.${type}`) ?? english;
  }

  /** The unit of a figure. */
  unit(unit: string): string {
    return this.found(`unit.${unit}`) ?? unit;
  }

  /** What a legal clock or another rule is called. */
  rule(rule: string, english: string): string {
    return this.found(`rule.${rule}`) ?? english;
  }

  /** The title of what is due. That of a rule is its name before that of its subject; that of a plan is data. */
  due({ id, title }: Pick<Milestone, 'id' | 'title'>, subject: string): string {
    return isNamedByRule(title, subject)
      ? `${this.rule(ruleOf(id), title.slice(0, -subject.length - 2))}: ${subject}`
      : title;
  }

  /** The title of what is due on a page that tells its subject. */
  dueAlone({ id, title }: Pick<Milestone, 'id' | 'title'>, subject: string): string {
    return isNamedByRule(title, subject) ? this.rule(ruleOf(id), title.slice(0, -subject.length - 2)) : title;
  }

  /** The title of what stands on a timeline: of what is due as `due` tells it, of a fact as it was recorded. */
  entry(item: { id: string; type: string; title: string; subject: { name: string } }): string {
    return item.type === 'milestone' ? this.due(item, item.subject.name) : item.title;
  }

  /** What fact types and topics are called in a list to choose from, which counts their facts behind the name. */
  choice({ value, label }: Choice, of: 'type' | 'topic'): Choice {
    const [, english = label, count = ''] = /^(.*?)( \(\d+\))?$/.exec(label) ?? [];
    const name = of === 'type' ? this.headline(value, english) : (this.found(`topic.${value}`) ?? english);
    return { value, label: `${name}${count}` };
  }

  /** Why something is due. */
  because({ id, title, rule, subject }: Pick<Milestone, 'id' | 'title' | 'rule' | 'subject'>): string {
    const name = isNamedByRule(title, subject.name) ? ruleOf(id) : 'announced';
    const { code, params: { every, per, term, ...figures } = {} } = rule.reason ?? {};
    const told = {
      ...figures,
      every: textInWords(every ?? '', this.i18n.language),
      rhythm: textInWords(every ?? per ?? '', this.i18n.language).replace(/^1 /, ''),
      term: edtfInWords(term ?? '', this.i18n.language),
    };
    return this.found(`because.${code ?? name}`, told) ?? this.found(`because.${name}`) ?? rule.text;
  }

  /** Where a rule stands. */
  article(article: string): string {
    return this.found(`article.${article}`) ?? article;
  }

  /** Why a rule moves a last day: a text or a practice. */
  movesBecause({ moves, movesBecause }: NonNullable<Milestone['deadline']>['rule']): string {
    return this.found(`movesBecause.${moves}`) ?? movesBecause ?? '';
  }

  /** What happened to what is due, and by which word. @param before its window before, EDTF */
  turn({ turn, text, window, how, title, provedBy, flag }: Turn, before: string | undefined): string {
    if (flag !== null) return this.found(`flagged.${flag}`) ?? text;
    const [due, was] = [window, before ?? window].map((edtf) => edtfInWords(edtf, this.i18n.language));
    const doneBy = provedBy?.doneBy == null ? '' : dayInWords(provedBy.doneBy, this.i18n.language);
    const name = provedBy === null ? turn : doneBy === '' ? 'proved' : 'proved-by';
    const told = this.found(`turn.${name}`, { due: due!, before: was!, doneBy });
    const by = how === null || title === null ? undefined : this.found(`how.${how}`, { title });
    return told === undefined || by === undefined ? text : `${told}; ${by}`;
  }

  /** What is counted for a claim. @param at which of the ways to count it */
  counts(measure: string, at: number, english: string): string {
    return this.found(`${at === 0 ? 'counts' : 'also'}.${measure}`) ?? english;
  }

  /** Why a claim is not compared. */
  incomparable(measure: string, english: string): string {
    return this.found(`incomparable.${measure}`) ?? this.found('incomparable.other') ?? english;
  }

  /** Why something was refused, in one sentence; undefined where the API's own is to be told. */
  problem({ type }: { type?: string }): string | undefined {
    return type !== undefined ? this.found(`problem.${type.split('/').at(-1)}`) : undefined;
  }

  /** What is wrong with something, by the rule that it breaks; undefined where the API's own words are to be told. */
  wrong({ code, params = {}, type }: Wrong): string | undefined {
    if (code === undefined) return this.problem({ type });
    const { rule, format, received, origin, expected, values, ...others } = params;
    const names = [rule, format, received, origin, expected, 'other'];
    const list = new Intl.ListFormat(localeOf(this.i18n.language), { type: 'disjunction' });
    const told = {
      ...others,
      // Of a refusal the text is no date.
      read: rule === 'read-as-season' ? edtfInWords(String(others['text']), this.i18n.language) : '',
      values: Array.isArray(values) ? list.format(values) : '',
      accepted: this.found('wrong.accepted') ?? '',
      advice: this.adviceOn(rule, others, list),
    };
    for (const name of names) {
      const found = typeof name === 'string' ? this.found(`wrong.${code}.${name}`, told) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }

  /** Why something was not sent; undefined where the API's own words are to be told. */
  reasons(codes: readonly ReasonCode[]): string | undefined {
    const told = codes.map(({ code, params: { window, said, ...params } = {} }) =>
      this.found(`reason.${code}${said === undefined ? '' : '-said'}`, {
        ...params,
        said,
        window: edtfInWords(window ?? '', this.i18n.language),
      }),
    );
    return told.length > 0 && told.every((words) => words !== undefined) ? told.join('; ') : undefined;
  }

  /** Where something is wrong: a JSON Pointer, or the name of a field of a form, as people call it. */
  place(pointer: string): string {
    const steps = pointer.split('/').filter((step) => step !== '');
    return steps.map((step) => (/^\d+$/.test(step) ? String(Number(step) + 1) : this.field(step))).join(', ');
  }

  /** A value of whatever form in words; money as an amount with its currency. @param field the field that it is of */
  value(value: unknown, field = ''): string {
    if (Array.isArray(value)) return value.map((one) => this.value(one, field)).join(', ');
    if (typeof value === 'boolean') return this.chosen(String(value));
    if (typeof value === 'string') {
      if (CHOSEN.has(field)) return this.chosen(value);
      if (field === 'type') return this.found(`headline.${value}`) ?? value;
      return field === 'unit' ? this.unit(value) : textInWords(value, this.i18n.language);
    }
    if (typeof value !== 'object' || value === null) return String(value ?? '–');
    if ('amount' in value && 'currency' in value) return `${String(value.amount)} ${String(value.currency)}`;
    if ('text' in value && 'edtf' in value)
      return this.i18n.language === 'en' ? String(value.text) : edtfInWords(String(value.edtf), this.i18n.language);
    return Object.entries(value)
      .filter(([, inner]) => !isEmpty(inner))
      .map(([name, inner]) => `${this.field(name)}: ${this.value(inner, name)}`)
      .join('; ');
  }

  /** What to do about a date that was refused: what the API proposes, else what its rule says in general. */
  private adviceOn(rule: unknown, { proposed, meant }: NonNullable<Wrong['params']>, list: Intl.ListFormat): string {
    if (proposed !== undefined) return this.found('wrong.advice.proposed', { proposed }) ?? '';
    if (Array.isArray(meant)) return this.found('wrong.advice.meant', { meant: list.format(meant) }) ?? '';
    return (typeof rule === 'string' ? this.found(`wrong.advice.${rule}`) : undefined) ?? '';
  }

  private found(key: string, names?: Record<string, unknown>): string | undefined {
    const words: unknown = this.i18n.getResource(this.i18n.language, 'api', key);
    if (typeof words !== 'string') return undefined;
    return names === undefined
      ? words
      : (this.t as (key: string, names: object) => string)(key, { ns: 'api', ...names });
  }
}

/** The words of the API in the language of the page. */
export function useApiWords(): ApiWords {
  const { i18n } = useTranslation();
  return useMemo(() => new ApiWords(i18n), [i18n]);
}

/** Whether there is nothing to tell of a value. */
export function isEmpty(value: unknown): boolean {
  if (value === null || value === undefined || value === '') return true;
  if (Array.isArray(value)) return value.length === 0;
  return typeof value === 'object' && Object.keys(value).length === 0;
}

function inWords(name: string): string {
  return name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase();
}

/** The id of what is due is made of its subject, its rule and its occasion. */
function ruleOf(id: string): string {
  return id.split('.')[1] ?? '';
}

function isNamedByRule(title: string, subject: string): boolean {
  return title.endsWith(`: ${subject}`);
}
