import type { Operation } from './operation.js';
import { OPERATIONS } from './operations.js';

const BY_ROUTE = new Map(OPERATIONS.map((operation) => [`${operation.method} ${operation.path}`, operation]));

/**
 * The operation that a route serves; undefined where the description names none.
 *
 * @param url the route as the server writes it: /v1/facts/:id
 */
export function operationAt(method: string, url = ''): Operation | undefined {
  const path = url.replaceAll(/:(\w+)/g, '{$1}');
  return BY_ROUTE.get(`${method === 'HEAD' ? 'GET' : method} ${path}`);
}

/** Addresses with their methods, for an address that was asked for with another one. */
const ADDRESSES = OPERATIONS.map(({ method, path }) => ({
  method,
  address: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
}));

/** The methods that an address takes; none where there is nothing. */
export function methodsAt(path: string): string[] {
  const methods = ADDRESSES.flatMap(({ method, address }) => (address.test(path) ? [method] : []));
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
}
