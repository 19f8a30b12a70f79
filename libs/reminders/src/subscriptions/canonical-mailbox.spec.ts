import { canonicalMailbox } from './canonical-mailbox.js';

describe('the canonical form of a mailbox', () => {
  it.each([
    ['Ana@Example.ORG', 'ana@example.org', 'example.org', false],
    ['ana+news@example.org', 'ana@example.org', 'example.org', true],
    ['ana+a+b@example.org', 'ana@example.org', 'example.org', true],
    ['a.na@example.org', 'a.na@example.org', 'example.org', false],
    ['A.n.a+x@gmail.com', 'ana@gmail.com', 'gmail.com', false],
    ['a.na@googlemail.com', 'ana@gmail.com', 'gmail.com', false],
    ['+tag@example.org', '+tag@example.org', 'example.org', false],
  ])('of %s is %s', (address, mailbox, domain, isTagged) => {
    expect(canonicalMailbox(address)).toEqual({ mailbox, domain, isTagged });
  });
});
