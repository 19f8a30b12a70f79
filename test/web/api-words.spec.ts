import { readFileSync } from 'node:fs';
import { FACT_TYPES, kindOf, SUBJECT_TYPES } from '#libs/timeline';
import { PROBLEM_CODES } from '../../apps/api/src/http/codes.js';
import { recordSchemas } from '../../apps/api/src/openapi/records.js';
import { api } from '../../apps/web/src/words/es/api.js';

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

  it('know each rule by its title and its reason, as the legal clocks and cycles have them', () => {
    expect(missing(Object.keys(api.rule), api.because)).toEqual([]);
    const kinds = ['agreement-reviews', 'agreement', 'case-clocks', 'dialogue', 'organization'];
    const sources = kinds.map((name) => readFileSync(`libs/timeline/src/domain/kinds/${name}.ts`, 'utf8')).join('\n');
    const rules = [...sources.matchAll(/(?:rule: |RULE = )'([a-z-]+)'/g)].map(([, rule]) => rule!);
    expect(rules.length).toBeGreaterThan(7);
    expect(missing(rules, api.rule)).toEqual([]);
  });

  it('tell problems by codes that there are', () => {
    const codes = Object.keys(PROBLEM_CODES).map((code) => code.toLowerCase().replaceAll('_', '-'));
    expect(Object.keys(api.problem).filter((code) => !codes.includes(code))).toEqual([]);
  });
});
