import { boundedProblems, DomainError } from './domain-error.js';

const problems = (count: number, values: string[] = []) =>
  Array.from({ length: count }, (_, at) => ({
    pointer: `/${at}`,
    detail: 'is wrong',
    code: 'c',
    params: { values },
  }));
const more = (at: number, count: number) => ({
  pointer: `/${at}`,
  detail: `and ${count} more ${count === 1 ? 'problem' : 'problems'}`,
  code: 'custom',
  params: { rule: 'more-problems', more: count },
});

describe('the problems of a refusal', () => {
  it('are all listed where they are few', () => {
    expect(boundedProblems(problems(100))).toEqual(problems(100));
  });

  it('are counted beyond a hundred', () => {
    expect(boundedProblems(problems(101))).toEqual([...problems(100), more(100, 1)]);
  });

  it('are counted beyond 32,768 characters of JSON, however few they are', () => {
    const large = problems(50, ['x'.repeat(5_000)]);
    expect(new DomainError('CODE', 'invalid', 'Wrong.', large).problems).toEqual([...large.slice(0, 6), more(6, 44)]);
  });
});
