import { identityOf, siteOf } from './client-address.js';

describe('the network of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::6', '2001:db8:1:2::/64'],
    ['2001:0DB8:0001:0002::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
    ['192.0.2.7:40001', '192.0.2.7'],
    ['"192.0.2.7"', '192.0.2.7'],
    ['"192.0.2.7:_port"', '192.0.2.7'],
    [' 192.0.2.7 ', '192.0.2.7'],
    ['[2001:db8:1:2::6]', '2001:db8:1:2::/64'],
    ['[2001:db8:1:2::6]:55', '2001:db8:1:2::/64'],
    ['"[2001:db8:1:2::6%1]:55"', '2001:db8:1:2::/64'],
    ['[::ffff:192.0.2.7]:1', '192.0.2.7'],
  ])('of %s is %s', (address, network) => {
    expect(identityOf(address)).toBe(network);
  });
});

describe('what is no address', () => {
  it.each([
    '',
    'unknown',
    '_hidden',
    '01.02.03.04',
    '1.2.3',
    '16909060',
    '0x1.2.3.4',
    '1.2.3.999',
    '[1',
    ':',
    'a'.repeat(500),
  ])('has one identity with all of its kind: %s', (address) => {
    expect(identityOf(address)).toBe('unreadable');
  });
});

describe('the site of a client', () => {
  it.each([
    ['192.0.2.7', '192.0.2.7'],
    ['2001:db8:1:2ff::1', '2001:db8:1:200::/56'],
    ['2001:db8:1:201::1', '2001:db8:1:200::/56'],
    ['2001:db8:1:301::1', '2001:db8:1:300::/56'],
  ])('of %s is %s', (address, site) => {
    expect(siteOf(address)).toBe(site);
  });
});
