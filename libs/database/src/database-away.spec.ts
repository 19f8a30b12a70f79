import { isDatabaseAway, isLostConnection, isReadOnlyAnswer, isRoleRefused, isTooSlow } from './database-away.js';

const coded = (code: string, message = 'it is so', syscall?: string): Error =>
  Object.assign(new Error(message), { code, ...(syscall !== undefined && { syscall }) });

const LOST: [string, Error][] = [
  ...['ECONNREFUSED', 'ECONNRESET', 'ECONNABORTED', 'EPIPE', 'ETIMEDOUT', 'EHOSTUNREACH', 'EHOSTDOWN'].map(bare),
  ...['ENETUNREACH', 'ENETDOWN', 'ENOTFOUND', 'EAI_AGAIN'].map(bare),
  ...['ENOENT', 'EACCES', 'EMFILE', 'ENFILE', 'ENOBUFS', 'EADDRNOTAVAIL', 'EAGAIN'].map((code): [string, Error] => [
    `${code} of connect`,
    coded(code, `connect ${code} /run/.s.PGSQL.5432`, 'connect'),
  ]),
  ...['08000', '08001', '08003', '08004', '08006', '08007', '08P01'].map(bare),
  ...['57P01', '57P02', '57P03', '57P04', '57P05', '53300', '25P03', '25P04'].map(bare),
  ...[
    'Connection terminated unexpectedly',
    'Connection terminated due to connection timeout',
    'Connection is closed.',
    'Client has encountered a connection error and is not queryable',
    'timeout exceeded when trying to connect',
    'timeout expired',
  ].map((words): [string, Error] => [words, new Error(words)]),
];
const UNABLE: [string, Error][] = [
  ...['53000', '53100', '53200', '53400', '58000', '58030', '25006', '40001', '40P01', '40003'].map(bare),
  ...['28000', '28P01', '3D000'].map(bare),
  ['55000 of a closed database', coded('55000', 'database "x" is not currently accepting connections')],
  ['55000 of a standby', coded('55000', 'cannot acquire lock mode while recovery is in progress')],
];
const OTHERS: [string, unknown][] = [
  ...['22P02', '23505', '42P01', '42501', '54000', '55000', '57014', '55P03', '0A000', '25P02', '40002'].map(bare),
  ['ENOENT of a file', coded('ENOENT', 'no such file', 'open')],
  ['EMFILE of a file', coded('EMFILE', 'too many open files', 'open')],
  ['an error without a code', new TypeError('x is not a function')],
  ['null', null],
];

function bare(code: string): [string, Error] {
  return [code, coded(code)];
}

describe('the database', () => {
  it.each([...LOST, ...UNABLE])('is away at %s', (_, error) => expect(isDatabaseAway(error)).toBe(true));

  it.each(OTHERS)('is not away at %s', (_, error) => expect(isDatabaseAway(error)).toBe(false));
});

describe('a connection', () => {
  it.each(LOST)('is lost at %s', (_, error) => expect(isLostConnection(error)).toBe(true));

  it.each([...UNABLE, ...OTHERS])('is not lost at %s', (_, error) => expect(isLostConnection(error)).toBe(false));
});

describe('a statement', () => {
  it.each(['57014', '55P03'])('was too slow at %s, and not refused by a database that is away', (code) => {
    expect(isTooSlow(coded(code))).toBe(true);
    expect(isDatabaseAway(coded(code))).toBe(false);
  });

  it('was not too slow where it lost against the recovery of a standby', () => {
    const conflict = coded('40001', 'canceling statement due to conflict with recovery');
    expect([isTooSlow(conflict), isDatabaseAway(conflict)]).toEqual([false, true]);
  });
});

it('tells a server that takes no writes from one that does not take the role', () => {
  expect(['25006', '28000', '28P01'].map((code) => isReadOnlyAnswer(coded(code)))).toEqual([true, false, false]);
  expect(['25006', '28000', '28P01'].map((code) => isRoleRefused(coded(code)))).toEqual([false, true, true]);
});
