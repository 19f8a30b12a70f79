import { allows, type Scope } from './scope.js';

describe('scopes', () => {
  it.each<[Scope, Scope[]]>([
    ['read', ['read']],
    ['write', ['read', 'write']],
    ['admin', ['read', 'write', 'admin']],
  ])('%s allows %j and nothing else', (held, allowed) => {
    const all: Scope[] = ['read', 'write', 'admin'];
    expect(all.filter((needed) => allows([held], needed))).toEqual(allowed);
    expect(all.filter((needed) => allows([], needed))).toEqual([]);
  });
});
