import { networkFault } from './network-fault.js';

const error = (code: string): Error => Object.assign(new Error(code), { code });
const of = (...codes: string[]) => networkFault(new AggregateError(codes.map(error)));

describe('the fault of a receiver that was not reached', () => {
  it.each(['EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'EMFILE', 'EPERM', 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY'])(
    'is the operator’s where the own machine, names or network stop the call: %s',
    (code) => expect(networkFault(error(code))).toBe('operator'),
  );

  it.each([
    'ECONNREFUSED',
    'ECONNRESET',
    'ETIMEDOUT',
    'ENOTFOUND',
    'UND_ERR_CONNECT_TIMEOUT',
    'UND_ERR_SOCKET',
    'CERT_HAS_EXPIRED',
    'DEPTH_ZERO_SELF_SIGNED_CERT',
    'ERR_TLS_CERT_ALTNAME_INVALID',
  ])('is the recipient’s where the receiver or its name answers wrongly or not: %s', (code) =>
    expect(networkFault(error(code))).toBe('recipient'),
  );

  it('is the operator’s only where it is so at every address of the receiver', () => {
    expect(of('ENETUNREACH', 'ENETUNREACH')).toBe('operator');
    expect(of('ENETUNREACH', 'ETIMEDOUT')).toBe('recipient');
    expect(networkFault(new Error('There was no answer within 20 seconds.'))).toBe('recipient');
  });
});
