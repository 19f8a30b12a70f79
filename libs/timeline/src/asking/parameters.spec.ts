import { z } from 'zod';
import { dayOfIso } from '#libs/edtf';
import { DomainError } from '#libs/kernel';
import { clockParameters, pageParameters, readParameters, repeated, type RawParameters } from './parameters.js';

const schema = z.object({
  ...clockParameters,
  ...pageParameters,
  topic: repeated(z.string().min(1).max(5)).optional(),
});

/** The problems with which parameters are refused; none where they are taken. */
function problems(raw: RawParameters): unknown[] {
  try {
    readParameters(schema, raw);
    return [];
  } catch (error) {
    if (error instanceof DomainError) return error.problems.map(({ parameter, detail }) => `${parameter} ${detail}`);
    throw error;
  }
}

const read = (recordedBy: string): unknown => readParameters(schema, { recordedBy }).recordedBy;

describe('The parameters of a question', () => {
  it('have defaults, and take one value for a list', () => {
    expect(readParameters(schema, { topic: 'water' })).toEqual({ limit: 50, topic: ['water'] });
  });

  it('read a day, and of an instant its UTC day, for knownAt and asOf', () => {
    expect(readParameters(schema, { knownAt: '2024-09-16', asOf: '2024-09-16T23:30:00-02:00' })).toMatchObject({
      knownAt: dayOfIso('2024-09-16'),
      asOf: dayOfIso('2024-09-17'),
    });
  });

  it('read a position, an instant, or a day with all of its instants for recordedBy', () => {
    expect(read('42')).toEqual({ position: 42n });
    expect(read('2024-09-16T10:00:00.123456Z')).toEqual({ instant: '2024-09-16T10:00:00.123456Z' });
    expect(read('2024-09-16')).toEqual({ instant: '2024-09-16T23:59:59.999999Z' });
  });

  it.each([
    [{ bogus: '1' }, 'bogus is no parameter here'],
    [{ limit: '0' }, 'limit must be a whole number from 1 to 200'],
    [{ limit: '201' }, 'limit must be a whole number from 1 to 200'],
    [{ limit: ['1', '2'] }, 'limit is given more than once'],
    [{ after: '-1' }, 'after must be a position'],
    [{ knownAt: '2024-02-30' }, 'knownAt'],
    [{ knownAt: '2024-02-30T10:00:00Z' }, 'knownAt'],
    [{ recordedBy: 'yesterday' }, 'recordedBy "yesterday" is neither a day such as 2024-09-16 nor an RFC 3339 instant'],
    [{ asOf: '45551' }, 'asOf "45551" looks like a spreadsheet\'s number of a day (45551 is 2024-09-16)'],
    [{ knownAt: '16/09/2024' }, 'knownAt "16/09/2024" does not begin with the year; write 2024-09-16 instead'],
    [{ recordedBy: '05/09/2024' }, 'perhaps 2024-09-05 or 2024-05-09 is meant'],
    [{ asOf: '2024-09' }, 'asOf "2024-09" is neither a day such as 2024-09-16 nor an RFC 3339 instant'],
    [{ topic: '' }, 'topic must not be empty'],
    [{ topic: 'a-long-one' }, 'topic must have at most 5 characters'],
    [{ __proto__: null, constructor: 'x' }, 'constructor is no parameter here'],
  ])('refuse %j by name', (raw, words) => {
    expect(problems(raw as RawParameters)).toEqual([expect.stringContaining(words)]);
  });

  it('are all told that cannot be used, not only the first', () => {
    expect(problems({ limit: '0', knownAt: 'now' })).toHaveLength(2);
  });
});
