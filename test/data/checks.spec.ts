import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dayOfIso, parseEdtf } from '#libs/edtf';
import type { JsonObject } from '#libs/kernel';
import { asTheyStand, DATA, type Fact } from './bundled-records.js';

const facts = asTheyStand('fact').map(({ record }) => record as Fact);
const sources = asTheyStand('source').map(({ record }) => record);

/** The day on which the data was last brought up to date (NOT-FOUND.md). */
const LOOKED_FOR = dayOfIso('2026-11-30');

/** Words that say in a title or summary what a fact type states. A type that is not here states no act of its own. */
const VERBS: Readonly<Record<string, RegExp>> = {
  'agreement.signed': /\bsign(s|ed|ing)?\b/i,
  'agreement.approved': /\bapproved?\b/i,
  'agreement.entered-into-force': /\b(into force|took effect|takes effect)\b/i,
  'agreement.reviewed': /\breview held\b/i,
  'dialogue.established': /\b(set up|created?|established|relaunched)\b/i,
  'dialogue.scheduled': /\b(every year|yearly|a year)\b/i,
  'dialogue.held': /\b(meet(s|ing|ings)?|met|dialogue|review|hearing|round|talks|call)\b/i,
  'case.filed': /\b(petition filed|petition)\b/i,
  'case.not-pursued': /\bnot\b/i,
  'case.review-requested': /\basks? Mexico to review\b/i,
  'case.review-accepted': /\b(agrees|accepts|admits)\b/i,
  'case.review-declined': /\b(declines|refuses)\b/i,
  'case.denial-found': /\bfinds a denial\b/i,
  'case.no-denial-found': /\bfinds no\b/i,
  'case.remediation-agreed': /\b(agreed|plan)\b/i,
  'case.remediation-concluded': /\b(concluded?|ends?|met)\b/i,
  'case.panel-requested': /\brequests? a panel\b/i,
  'case.panel-decided': /\bpanel (finds|decides|rules)\b/i,
  'case.measure-taken': /\bheld open\b/i,
  'case.measure-lifted': /\bsettled again\b/i,
  'case.resolved': /\b(resolved|settled|closes its complaint)\b/i,
  'case.closed': /\b(closed|closes|ends)\b/i,
  'funding.appropriated': /\b(appropriated?|appropriates)\b/i,
  'funding.committed': /\bcommit(s|ted)?\b/i,
  'funding.disbursed': /\b(gave|gives|contributed|received)\b/i,
  'programme.launched': /\b(launch(es|ed)?|started|announced)\b/i,
  'programme.extended': /\b(extended|widened|carried|prolonged|reaches)\b/i,
  'programme.ended': /\bended\b/i,
  'organization.founded': /\b(founded|created?s?|established)\b/i,
  'organization.joined': /\bjoin(s|ed)\b/i,
  'organization.member': /\bbelongs?\b/i,
  'organization.elected': /\belected\b/i,
  'organization.left': /\bleft\b/i,
  'milestone.met': /\b(met|presented|done|lifted|concluded?|resolved|held)\b/i,
  'milestone.moved': /\bmoved\b/i,
};

/** Types without a verb of their own: mentions, figures and plans. */
const WITHOUT_VERB = /\.(noted|reported|planned)$/;

/** Facts whose words name the act otherwise; each was read against its sentence. */
const CHECKED: Readonly<Record<string, string>> = {
  'bipartisan-infrastructure-law-ports': 'a law was signed that included the money',
  'ibwc-wastewater-appropriated': 'an act set the money aside; the sheet calls it an appropriation',
  'bicentennial-framework-adopted': 'adopted; the kind has no other word than approved',
  'afcp-grants-since-2002': 'grants were awarded, which commits them',
  'cpaig-grants-since-2019': 'grants were awarded, which commits them',
  'tridonex-resolved': 'the US Trade Representative counts the plan with the company as the resolution',
  'mas-air-resolved-mx': 'closed by Mexico as remedied',
  'tariffs-applied': 'the tariffs began to apply',
};

/** The rows `- \`id\`: reason` under a heading of NOT-FOUND.md. */
function reasonsUnder(heading: string): Map<string, string> {
  const text = readFileSync(join(DATA, 'us-mexico', 'NOT-FOUND.md'), 'utf8');
  const section = text.split(/^## /m).find((part) => part.startsWith(heading)) ?? '';
  return new Map([...section.matchAll(/^- `([a-z0-9-]+)`: (.+)$/gm)].map(([, id, reason]) => [id!, reason!]));
}

/** Sources without a field, and reasons for sources that have it. */
function unexplained(field: string, heading: string): string[] {
  const reasons = reasonsUnder(heading);
  const without = new Set(sources.filter((source) => source[field] === undefined).map(({ id }) => String(id)));
  return [
    ...[...without].filter((id) => !reasons.has(id)).map((id) => `${id} has no ${field} and no reason`),
    ...[...reasons.keys()].filter((id) => !without.has(id)).map((id) => `${id} has a reason and needs none`),
  ];
}

describe('a skeptic who reads the bundled data set', () => {
  it('finds an address of every source, or the reason why there is none', () => {
    expect(unexplained('url', 'Sources without an address')).toEqual([]);
  });

  it('finds a day of publication of every source, or the reason why there is none', () => {
    expect(unexplained('publishedOn', 'Sources without a day of publication')).toEqual([]);
  });

  it('finds the act that a fact type states in the words of the fact', () => {
    const wrong = facts.flatMap(({ id, type, title, summary }) => {
      const verb = VERBS[type];
      if (!verb) return WITHOUT_VERB.test(type) ? [] : [`${type} has no verb`];
      return verb.test(`${title}. ${String(summary ?? '')}`) || CHECKED[id] ? [] : [`${id} (${type}): ${title}`];
    });
    expect(wrong).toEqual([]);
    expect(Object.keys(CHECKED).filter((id) => !facts.some((fact) => fact.id === id))).toEqual([]);
  });

  it('finds no rhythm recorded as a founding and no membership recorded as an accession', () => {
    const rhythms = facts.filter(
      ({ type, body }) => type === 'dialogue.established' && (body as JsonObject | undefined)?.['every'] !== undefined,
    );
    const joined = facts.filter(({ type, occurred }) => type === 'organization.joined' && occurred === null);
    expect([...rhythms, ...joined].map(({ id }) => id)).toEqual([]);
  });

  it('finds no opening of a case that could have been made on any day of the past', () => {
    const openings = facts.filter(({ type }) => type === 'case.filed' || type === 'case.review-requested');
    expect(openings.length).toBeGreaterThan(50);
    const unbounded = openings.filter(
      ({ occurred }) => occurred === null || parseEdtf(occurred).window.earliest === null,
    );
    expect(unbounded.map(({ id }) => id)).toEqual([]);
  });

  it('finds no plan that is known only when its last day has passed', () => {
    const known = new Set(sources.filter(({ publishedOn }) => publishedOn !== undefined).map(({ id }) => String(id)));
    const plans = facts.filter(
      ({ type, occurred, knownSince, sources: cited }) =>
        type.endsWith('.planned') &&
        parseEdtf(occurred ?? '').window.latest! <= LOOKED_FOR &&
        knownSince === undefined &&
        !cited.some(({ source }) => known.has(source)),
    );
    expect(plans.map(({ id }) => id)).toEqual([]);
  });

  it('finds the practice by which the petition limit moves to a Monday in eight of eleven requests, as the rule says', () => {
    const dayOf = (subject: string, type: string): number | null => {
      const occurred = facts.find((fact) => fact.subject === subject && fact.type === type)?.occurred;
      if (!occurred) return null;
      const { earliest, latest } = parseEdtf(occurred).window;
      return earliest === latest ? earliest : null;
    };
    const days = [...new Set(facts.map(({ subject }) => subject))].flatMap((subject) => {
      const [filed, asked] = [dayOf(subject, 'case.filed'), dayOf(subject, 'case.review-requested')];
      // 1 January 1970, day 0, was a Thursday.
      const weekday = filed === null ? 0 : (filed + 30 + 4) % 7;
      if (filed === null || asked === null || (weekday !== 6 && weekday !== 0)) return [];
      const monday = filed + 30 + (weekday === 6 ? 2 : 1);
      return [asked - monday];
    });
    expect(days.toSorted((one, other) => one - other)).toEqual([-3, -3, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it('finds no figure dated by the sentence before it', () => {
    const counted = ['rrm-resolved-2024-07', 'rrm-workers-benefited-2024-07', 'rrm-back-pay-2024-07'];
    const days = facts.filter(({ id }) => counted.includes(id)).map(({ occurred }) => parseEdtf(occurred ?? ''));
    expect(days.map(({ window }) => window)).toEqual(counted.map(() => parseEdtf('[2024-07-31..2024-09-16]').window));
  });

  it('finds a place in time of every statement that counts from the day of its source', () => {
    const relative = /\b(the last (two|eight) years|to date|currently)\b/i;
    const undated = facts.filter(({ occurred, summary }) => occurred === null && relative.test(String(summary ?? '')));
    expect(undated.map(({ id }) => id)).toEqual([]);
  });
});
