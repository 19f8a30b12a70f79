import { readdirSync, readFileSync } from 'node:fs';
import { FACT_TYPES, kindOf, SUBJECT_TYPES } from '#libs/timeline';
import { PROBLEM_CODES } from '../../apps/api/src/http/codes.js';
import { recordSchemas } from '../../apps/api/src/openapi/records.js';
import { REASONS } from '../../libs/reminders/src/domain/reasons.js';
import { ACCEPTED, EXPLANATIONS } from '../../libs/edtf/src/explanations.js';
import { INTERVAL_EXPLANATIONS } from '../../libs/edtf/src/interval-explanations.js';
import { ApiWords } from '../../apps/web/src/parts/api-words.js';
import { api } from '../../apps/web/src/words/es/api.js';
import { wordsIn } from '../../apps/web/src/words/words.js';

const DATE_EXPLANATIONS = [...EXPLANATIONS, ...INTERVAL_EXPLANATIONS];

interface Node {
  description?: string;
  enum?: string[];
  properties?: Record<string, Node>;
  items?: Node;
  allOf?: Node[];
  anyOf?: Node[];
}

/** Every field of a schema with its name, however deep it lies. */
function fieldsIn(node: Node, name = ''): { name: string; node: Node }[] {
  const parts = [...(node.allOf ?? []), ...(node.anyOf ?? []), ...(node.items ? [node.items] : [])];
  return [
    ...(name === '' ? [] : [{ name, node }]),
    ...parts.flatMap((part) => fieldsIn(part, name)),
    ...Object.entries(node.properties ?? {}).flatMap(([inner, field]) => fieldsIn(field, inner)),
  ];
}

const fields = Object.values(recordSchemas() as Record<string, Node>).flatMap((schema) => fieldsIn(schema));
const missing = (names: readonly string[], words: object): string[] => [
  ...new Set(names.filter((name) => !Object.hasOwn(words, name))),
];

describe('the words of the API in Spanish', () => {
  it.each(FACT_TYPES)('tell what %s is called', (type) => {
    const [kind, name] = type.split('.') as [keyof typeof api.headline, string];
    expect(api.headline[kind]).toHaveProperty([name], expect.stringMatching(/^\p{Lu}/u));
  });

  it('name every field that a form or a state can have, and help where the description does', () => {
    const states = SUBJECT_TYPES.flatMap((type) => Object.keys(kindOf(type)?.initial ?? {}));
    expect(missing([...fields.map(({ name }) => name), ...states], api.field)).toEqual([]);
    const described = fields.filter(({ node }) => node.description !== undefined).map(({ name }) => name);
    const ofDates = ['endsOn', 'period', 'term'];
    expect(missing(described, api.formHelp).filter((name) => !ofDates.includes(name))).toEqual([]);
  });

  it('name every value that a field is chosen from, and every type of subject', () => {
    const values = fields.flatMap(({ node }) => node.enum ?? []).filter((value) => !SUBJECT_TYPES.includes(value));
    const statuses = SUBJECT_TYPES.map((type) => String(kindOf(type)?.initial['status'] ?? 'noted'));
    expect(missing([...values, ...statuses], api.value)).toEqual([]);
    expect(missing(SUBJECT_TYPES, api.subjectType)).toEqual([]);
  });

  it('know each rule by its title and its reason, as the legal deadlines and cycles have them', () => {
    expect(missing(Object.keys(api.rule), api.because)).toEqual([]);
    const kinds = [
      'agreement-reviews',
      'agreement',
      'case-deadline-rules',
      'dialogue',
      'dialogue-periods',
      'organization',
    ];
    const sources = kinds.map((name) => readFileSync(`libs/timeline/src/domain/kinds/${name}.ts`, 'utf8')).join('\n');
    const rules = [...sources.matchAll(/(?:rule: |RULE = )'([a-z-]+)'/g)].map(([, rule]) => rule!);
    expect(rules.length).toBeGreaterThan(7);
    expect(missing(rules, api.rule)).toEqual([]);
    const reasons = [...sources.matchAll(/'((?:after|term|meetings?|yearly)-[a-z-]+)'/g)].map(([, code]) => code!);
    expect(reasons.length).toBeGreaterThan(8);
    expect(missing(reasons, api.because)).toEqual([]);
  });

  it('tell by its name every rule that the reading of dates and the forms of records hold', () => {
    const ofDates = ['day', 'edtf-date', 'duration', 'read-statement', 'refusal'].map(
      (name) => `libs/edtf/src/${name}.ts`,
    );
    const thrown = ofDates.flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/(?:^ {4,6}|`, )'([a-z0-9]+(?:-[a-z0-9]+)+)'/gm)].map(([, one]) => one!),
    );
    expect(thrown.length).toBeGreaterThan(10);
    const reasons = [...DATE_EXPLANATIONS.map(({ reason }) => reason), ...thrown];
    const folders = ['domain', 'asking', 'recording'].map((folder) => `libs/timeline/src/${folder}`);
    const forms = [...folders, 'libs/kernel/src', 'libs/reminders/src'].flatMap((folder) =>
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts'))
        .map((name) => readFileSync(`${folder}/${name}`, 'utf8')),
    );
    const found = (pattern: RegExp): string[] =>
      forms.flatMap((text) => [...text.matchAll(pattern)].map(([, name]) => name!));
    const formats = found(/stringFormat\(\s*'([a-z-]+)'/g);
    const rules = found(/(?:ownRule\(|\brule: |add\(path, |notRead\([^()']*(?:\(row\), )?)'([a-z0-9-]+)'/g).filter(
      (rule) => !Object.hasOwn(api.rule, rule),
    );
    expect([formats.length > 8, rules.length > 6]).toEqual([true, true]);
    expect(missing(formats, api.wrong.invalid_format)).toEqual([]);
    expect(missing([...reasons, ...rules], api.wrong.custom)).toEqual([]);
    const recording = ['remarks', 'csv-lines'].map((name) => `libs/timeline/src/recording/${name}.ts`);
    const remarks = ['libs/edtf/src/remark.ts', ...recording].flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bcode: '([a-z-]+)'/g)].map(([, code]) => code!),
    );
    expect(remarks).toHaveLength(5);
    expect(missing(remarks, api.wrong.custom)).toEqual([]);
  });

  it('say what to do about a date where the API does, and name what it proposes', async () => {
    const advised = DATE_EXPLANATIONS.filter(({ form }) => form !== undefined && form !== ACCEPTED);
    expect(
      missing(
        advised.map(({ reason }) => reason),
        api.wrong.advice,
      ),
    ).toEqual([]);
    const words = new ApiWords(await wordsIn('es'));
    const say = (rule: string, params: object) =>
      words.wrong({ detail: '', code: 'custom', params: { rule, ...params } });
    for (const { reason, same, maybe } of DATE_EXPLANATIONS) {
      if (same) expect(say(reason, { text: 'T', proposed: '2023-09' })).toContain('; escriba 2023-09');
      if (maybe) expect(say(reason, { text: 'T', meant: ['2008-09', '2008/2009'] })).toContain('2008-09 o 2008/2009');
      expect(say(reason, { text: 'T' })).not.toMatch(/\{\{|undefined/);
    }
  });

  it('word what is wrong whatever was written, and of a season which it is read as', async () => {
    const words = new ApiWords(await wordsIn('es'));
    const say = (rule: string, text: string) => words.wrong({ detail: '', code: 'custom', params: { rule, text } });
    for (const rule of Object.keys(api.wrong.custom))
      for (const text of ['-2147483649', '9'.repeat(40), '\u0000', '', '2023-24'])
        expect(say(rule, text)).toEqual(expect.any(String));
    expect(say('read-as-season', '2023-24')).toContain('invierno');
  });

  it('tell every reason for which a message stays away', () => {
    expect(missing(Object.keys(REASONS), api.reason)).toEqual([]);
  });

  it('tell problems by codes that there are', () => {
    const codes = Object.keys(PROBLEM_CODES).map((code) => code.toLowerCase().replaceAll('_', '-'));
    expect(Object.keys(api.problem).filter((code) => !codes.includes(code))).toEqual([]);
  });
});
