import { DomainError, type ErrorKind } from '#libs/kernel';
import { toldError } from './status-of-error.js';

const coded = (code: string, message = 'it is so'): Error => Object.assign(new Error(message), { code });

describe('the status of an error', () => {
  it.each<[ErrorKind, number]>([
    ['invalid', 400],
    ['denied', 403],
    ['not-found', 404],
    ['conflict', 409],
    ['behind', 409],
    ['precondition', 412],
    ['refused', 422],
  ])('of the domain that is %s is %d', (kind, status) => {
    expect(toldError(new DomainError('ANY_CODE', kind, 'Say so.'))).toMatchObject({
      status,
      code: 'ANY_CODE',
      detail: 'Say so.',
      unexpected: false,
    });
  });

  it('is 422 for what a record names and nobody knows, as the address was found', () => {
    const error = new DomainError('SOURCE_UNKNOWN', 'not-found', 'No such source.', [
      { pointer: '/sources/0/source', detail: 'is unknown' },
    ]);
    expect(toldError(error).status).toBe(422);
  });

  it('is 401 where the key is in question', () => {
    for (const code of ['KEY_MISSING', 'KEY_UNKNOWN'])
      expect(toldError(new DomainError(code, 'denied', 'Which key?'))).toMatchObject({
        status: 401,
        headers: { 'www-authenticate': expect.stringContaining('Bearer') },
      });
  });

  it.each([
    [coded('ECONNREFUSED')],
    [coded('57P01', 'terminating connection due to administrator command')],
    [coded('53300', 'sorry, too many clients already')],
    [coded('08006')],
    [coded('25006', 'cannot execute INSERT in a read-only transaction')],
    [coded('53100', 'could not extend file: No space left on device')],
    [coded('40001', 'canceling statement due to conflict with recovery')],
    [coded('58030', 'could not read block')],
    [coded('28P01', 'password authentication failed')],
    [coded('3D000', 'database "dateline" does not exist')],
    [new Error('timeout exceeded when trying to connect')],
    [new Error('Connection terminated unexpectedly')],
    [new Error('Client has encountered a connection error and is not queryable')],
  ])('is 503 with the advice to come again while the database is away: %s', (error) => {
    expect(toldError(error)).toMatchObject({ status: 503, code: 'UNAVAILABLE', headers: { 'retry-after': '2' } });
  });

  it.each([
    [coded('57014', 'canceling statement due to statement timeout')],
    [coded('55P03', 'canceling statement due to lock timeout')],
  ])('is 503 with a longer pause where one statement took too long: %s', (error) => {
    expect(toldError(error)).toMatchObject({ status: 503, code: 'QUERY_TIMEOUT', headers: { 'retry-after': '10' } });
  });

  it.each([[new Error('secret')], [new TypeError('secret')], [coded('42P01', 'secret')], ['secret'], [null]])(
    'is 500 for %s, of which nothing is told',
    (error) => {
      const told = toldError(error);
      expect(told).toMatchObject({ status: 500, code: 'INTERNAL_ERROR', unexpected: true });
      expect(told.detail).not.toContain('secret');
    },
  );
});
