import { lookup as systemLookup, type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { callbackify, promisify } from 'node:util';
import { Agent, buildConnector } from 'undici';
import { isLinkLocal, isPublicAddress } from './public-address.js';
import { hostOf, isForPublic, type TargetRules } from './webhook-url.js';

/** Finds every address of a name. */
export type Resolve = (name: string) => Promise<LookupAddress[]>;

/** A target that must not be called: a name that points inside is no accident of the network. */
export class TargetRefused extends Error {
  constructor(host: string, address: string) {
    const which = host === address ? host : `${host} stands for ${address}, which`;
    super(
      `${which} lies where this service sends nothing (a private, local or reserved range, or a port or http there).`,
    );
    this.name = 'TargetRefused';
  }
}

/** How long a connection is kept that nothing goes through. */
const KEPT_MS = 2_000;

const resolveBySystem: Resolve = (name) => promisify(systemLookup)(name, { all: true, verbatim: true });

/**
 * An HTTP agent that connects only where it may. A name is looked up once, every address that it has must be allowed, and
 * the connection goes to one of just these: a name that answers otherwise the second time (DNS rebinding) gains nothing.
 * Redirects are not followed by an agent of undici. A connection is kept for moments after an answer, to the address that
 * was checked, so that many messages for one receiver do not each begin with a handshake.
 *
 * @param timeoutMs for connecting, for the head of the answer, and between two parts of its body
 */
export function guardedAgent(rules: TargetRules, timeoutMs: number, resolve: Resolve = resolveBySystem): Agent {
  const connectorFor = (publicToo: boolean) => {
    const mayCall = (address: string): boolean =>
      isPublicAddress(address, rules.nat64Prefixes)
        ? publicToo
        : rules.allowPrivate && !isLinkLocal(address, rules.nat64Prefixes);
    const connect = buildConnector({ timeout: timeoutMs, lookup: checkedLookup(mayCall, resolve) });
    return { mayCall, connect };
  };
  const [open, inside] = [connectorFor(true), connectorFor(false)];
  return new Agent({
    connect: (options, callback) => {
      const { mayCall, connect } = isForPublic({ protocol: options.protocol, port: options.port }) ? open : inside;
      const host = hostOf(options);
      if (isIP(host) !== 0 && !mayCall(host)) callback(new TargetRefused(host, host), null);
      else connect(options, callback);
    },
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    // Shorter than any usual server keeps its end, so that no message meets a connection that is just being closed.
    keepAliveTimeout: KEPT_MS,
    keepAliveMaxTimeout: KEPT_MS,
  });
}

function checkedLookup(mayCall: (address: string) => boolean, resolve: Resolve): LookupFunction {
  const allowed = callbackify(async (host: string): Promise<LookupAddress[]> => {
    const addresses = await resolve(host);
    const forbidden = addresses.find(({ address }) => !mayCall(address));
    if (forbidden !== undefined) throw new TargetRefused(host, forbidden.address);
    if (addresses.length === 0) throw new Error(`${host} has no address.`);
    return addresses;
  });
  return (host, options, callback) => {
    allowed(host, (error, addresses) => {
      if (error !== null || options.all === true) callback(error, addresses);
      else callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
