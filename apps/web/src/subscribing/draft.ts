import type { Subscription } from '../api/answers.js';

/** The lists of a filter, by the names that addresses and forms give them. */
export const ABOUT = {
  subject: 'subjects',
  topic: 'topics',
  type: 'types',
  party: 'parties',
  milestone: 'milestones',
} as const;
/** One of the lists of a filter. */
export type About = keyof typeof ABOUT;
/** The names of the lists. */
export const ABOUTS = Object.keys(ABOUT) as About[];

/** What can be told. */
export const KINDS = ['milestones', 'developments', 'corrections'] as const;
/** Lead times that are offered by name; others may be written. */
export const LEADS = ['P1Y', 'P180D', 'P90D', 'P30D', 'P7D', 'P1D', 'P0D'] as const;
const USUAL_LEADS = ['P90D', 'P30D', 'P7D', 'P0D'];

/** The fields of an empty form, about what an address asks for. */
export function emptyForm(about: readonly [About, string][]): URLSearchParams {
  return new URLSearchParams([
    ...about.map(([name, value]) => [name, value]),
    ['kinds', 'milestones'],
    ...USUAL_LEADS.map((lead) => ['leadTimes', lead]),
    ['channel', 'email'],
    ['timeZone', 'UTC'],
    ['localTime', '09:00'],
    ['digest', 'none'],
    ['digestDay', '1'],
  ]);
}

function isOffered(lead: string): boolean {
  return LEADS.some((offered) => offered === lead);
}

/** The fields of the form of a subscription that there is. */
export function formOf(subscription: Subscription): URLSearchParams {
  const { filter, leadTimes, timeZone, localTime, digest, digestDay, quietHours } = subscription;
  return new URLSearchParams([
    ...ABOUTS.flatMap((name) => filter[ABOUT[name]].map((value) => [name, value])),
    ...filter.kinds.map((kind) => ['kinds', kind]),
    ...leadTimes.filter(isOffered).map((lead) => ['leadTimes', lead]),
    ['otherLeadTimes', leadTimes.filter((lead) => !isOffered(lead)).join(', ')],
    ['timeZone', timeZone],
    ['localTime', localTime],
    ['digest', digest],
    ['digestDay', String(digestDay)],
    ['quietFrom', quietHours?.from ?? ''],
    ['quietTo', quietHours?.to ?? ''],
  ]);
}

const split = (text: string | null): string[] => (text ?? '').split(/[\s,;]+/).filter((part) => part !== '');

/** What a form asks for but for the channel, as the API takes it. */
export function settingsOf(form: URLSearchParams) {
  const list = (name: About): string[] => [...new Set([...form.getAll(name), ...split(form.get(`more-${name}`))])];
  const [from, to] = [form.get('quietFrom') ?? '', form.get('quietTo') ?? ''];
  return {
    filter: {
      subjects: list('subject'),
      topics: list('topic'),
      types: list('type'),
      parties: list('party'),
      milestones: list('milestone'),
      kinds: form.getAll('kinds'),
    },
    leadTimes: [...new Set([...form.getAll('leadTimes'), ...split(form.get('otherLeadTimes'))])],
    timeZone: form.get('timeZone') ?? '',
    localTime: form.get('localTime') ?? '',
    digest: form.get('digest') ?? 'none',
    digestDay: Number(form.get('digestDay') ?? 1),
    quietHours: from === '' && to === '' ? null : { from, to },
  };
}

/** Where a form asks to be told, as the API takes it. */
export function channelOf(form: URLSearchParams): Record<string, string> {
  const type = form.get('channel') ?? '';
  if (type === 'email') return { type, address: (form.get('address') ?? '').trim() };
  return type === 'webhook' ? { type, url: (form.get('url') ?? '').trim() } : { type };
}

/** The field of the form that a problem of the API is about. */
export function fieldOf(pointer: string | undefined): string {
  const [, first = '', second = ''] = (pointer ?? '').split('/');
  if (first === 'channel') return second === 'type' ? 'channel' : second;
  if (first === 'filter') return second === 'kinds' ? 'kinds' : 'about';
  return first;
}
