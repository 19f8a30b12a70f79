import { canonicalMailbox } from './canonical-mailbox.js';

describe('the canonical form of a mailbox', () => {
  it.each([
    ['Ana@Example.ORG', 'ana@example.org', 'example.org'],
    ['ana+news@example.org', 'ana@example.org', 'example.org'],
    ['ana+a+b@example.org', 'ana@example.org', 'example.org'],
    ['a.na@example.org', 'a.na@example.org', 'example.org'],
    ['A.n.a+x@gmail.com', 'ana@gmail.com', 'gmail.com'],
    ['a.na@googlemail.com', 'ana@gmail.com', 'gmail.com'],
    ['+tag@example.org', '+tag@example.org', 'example.org'],
  ])('of %s is %s', (address, mailbox, domain) => {
    expect(canonicalMailbox(address)).toEqual({ mailbox, domain });
  });
});
