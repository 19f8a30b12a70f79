import { codeOf } from '#libs/kernel';
import type { Fault } from '../channel.js';

/**
 * Errors by which this machine, its resolver or its network stops a call before a receiver is asked: no answer of the name
 * servers, no route, no free port or file, a local firewall; and certificates whose authority is not among those trusted here.
 * A resolver says the same (EAI_AGAIN) of a name whose own servers do not answer, which counts as the operator's too.
 */
const OWN = new Set([
  'EAI_AGAIN',
  'EAI_FAIL',
  'EAI_MEMORY',
  'EAI_SYSTEM',
  'ENETDOWN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'EADDRNOTAVAIL',
  'EAFNOSUPPORT',
  'EACCES',
  'EPERM',
  'EMFILE',
  'ENFILE',
  'ENOBUFS',
  'ENOMEM',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'SELF_SIGNED_CERT_IN_CHAIN',
]);

/**
 * Whose fault it is that a receiver was not reached: the operator's where the own machine or network stopped it at every
 * address, else the recipient's (refused, closed, no answer, a bad certificate, an unknown name).
 *
 * @param error what undici threw
 */
export function networkFault(error: unknown): Fault {
  const errors: unknown[] = error instanceof AggregateError && error.errors.length > 0 ? error.errors : [error];
  return errors.every((one) => OWN.has(String(codeOf(one)))) ? 'operator' : 'recipient';
}
