import { FACT_TYPES, SAMPLES, SUBJECT_TYPES } from '#libs/timeline';
import { recordSchemas } from '../../apps/api/src/openapi/records.js';
import { draftOf, slugOf, valueOf } from '../../apps/web/src/editor/draft.js';
import { linesOf } from '../../apps/web/src/editor/importing.js';
import { plain, shapeOf, type Schemas } from '../../apps/web/src/editor/schema.js';

const schemas = recordSchemas() as Schemas;

/** What a record says, without what says nothing. */
function saying(record: object): object {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== null));
}

describe('forms made from the description', () => {
  it.each(FACT_TYPES)('of %s take in its frozen sample, and send it as it was', (type) => {
    const schema = plain(schemas[`Fact.${type}`]!, schemas);
    const sample = saying({ ...SAMPLES.get(type)?.data });
    expect(valueOf(draftOf(sample, schema, schemas), schema, schemas)).toEqual(sample);
    // Everything that the type relies on has a field by name, and does not hide among the further ones.
    expect(Object.keys(sample).filter((name) => !Object.hasOwn(schema.properties ?? {}, name))).toEqual([]);
  });

  it.each(SUBJECT_TYPES)('of a subject of the type %s have a field for each attribute that is relied on', (type) => {
    const { properties = {} } = plain(schemas[`Subject.${type}`]!, schemas);
    expect(shapeOf(plain(properties['attributes']!, schemas))).toBe('group');
    expect(shapeOf(plain(properties['name']!, schemas))).toBe('text');
  });

  it.each<[string, unknown]>([
    ['1.50', 1.5],
    ['0.30000000000000004', 0.30000000000000004],
    ['9007199254740993', '9007199254740993'],
    ['{"n":[12345678901234567890,1e400],"m":"1e400"}', { n: ['12345678901234567890', '1e400'], m: '1e400' }],
    ['{"a":1,"a":2}', '{"a":1,"a":2}'],
    ['{"say":"\\"a\\":1","a":[{"a":2}]}', { say: '"a":1', a: [{ a: 2 }] }],
    ['2024-09-16', '2024-09-16'],
    ['007', '007'],
  ])('keep what is typed as the value of a further field, %s, as it is', (typed, value) => {
    const schema = plain(schemas['Fact.agreement.noted']!, schemas);
    const draft = { body: { '+': [{ name: 'x', value: typed }] } };
    expect(valueOf(draft, schema, schemas)).toEqual({ body: { x: value } });
  });

  it.each(['\n', '\r\n', '\r'])('count the lines of an import as the API does, where they end with %j', (end) => {
    expect(linesOf(['a', '', 'b', ''].join(end))).toEqual(['a', '', 'b']);
  });

  it('know a date from a text, and a long text from a short one', () => {
    const { properties = {} } = plain(schemas['Fact.funding.appropriated']!, schemas);
    const body = plain(properties['body']!, schemas).properties ?? {};
    expect(shapeOf(plain(properties['occurred']!, schemas))).toBe('date');
    expect(shapeOf(plain(body['period']!, schemas))).toBe('date');
    expect(shapeOf(plain(properties['title']!, schemas))).toBe('text');
    expect(shapeOf(plain(properties['summary']!, schemas))).toBe('long-text');
    const source = plain(schemas['Source']!, schemas).properties ?? {};
    expect(shapeOf(plain(source['url']!, schemas))).toBe('text');
  });

  it('keep fields that no schema names, as text or as JSON', () => {
    const schema = plain(schemas['Fact.agreement.noted']!, schemas);
    const fact = { title: 'Noted', body: { note: 'a text', numbers: [1, 2], yes: true } };
    expect(valueOf(draftOf(fact, schema, schemas), schema, schemas)).toEqual(fact);
  });

  it('send what is no number as it is written, so that the API can say what is wrong with it', () => {
    const { properties = {} } = plain(schemas['Fact.case.resolved']!, schemas);
    const written = { workersBenefited: 'many', outcome: '' };
    expect(valueOf(written, properties['body']!, schemas)).toEqual({ workersBenefited: 'many' });
  });

  it('suggest an id that is one', () => {
    expect(slugOf('  El «Día» de la Niñez — 2024! ')).toBe('el-dia-de-la-ninez-2024');
    expect(slugOf('日本')).toBe('');
  });
});
