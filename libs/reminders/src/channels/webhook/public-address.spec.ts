import { isPublicAddress } from './public-address.js';

describe('addresses that a webhook may be sent to', () => {
  it.each([
    '93.184.215.14',
    '8.8.8.8',
    '2606:4700:4700::1111',
    '[2606:4700:4700::1111]',
    '::ffff:8.8.8.8',
    '64:ff9b::8.8.8.8',
    '172.15.255.255',
    '172.32.0.1',
    '100.63.255.255',
    '100.128.0.1',
    '192.0.1.1',
    '198.17.255.255',
    '198.20.0.1',
    '223.255.255.255',
    '2001:200::1',
    '2001:41d0::1',
    '2003:3fff::1',
    '2804::1',
    '2a0f::1',
    '2a00:1450:4001::1',
  ])('take %s, which anybody may call', (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['0.0.0.0', 'this host'],
    ['0.1.2.3', 'this network'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['100.64.0.1', 'shared by carriers'],
    ['100.100.100.200', 'metadata, shared by carriers'],
    ['169.254.169.254', 'metadata, link-local'],
    ['168.63.129.16', 'metadata'],
    ['192.0.0.192', 'protocol assignments'],
    ['192.0.2.1', 'documentation'],
    ['198.18.0.1', 'benchmarks'],
    ['198.51.100.7', 'documentation'],
    ['203.0.113.7', 'documentation'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['[::1]', 'loopback'],
    ['fe80::1', 'link-local'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'metadata, unique local'],
    ['fec0::1', 'site-local of old'],
    ['ff02::1', 'multicast'],
    ['::ffff:127.0.0.1', 'loopback, mapped'],
    ['::ffff:7f00:1', 'loopback, mapped'],
    ['::ffff:10.1.2.3', 'private, mapped'],
    ['64:ff9b::10.1.2.3', 'private, translated'],
    ['64:ff9b:1::10.1.2.3', 'translated by a local prefix'],
    ['2002:7f00:1::', '6to4'],
    ['2001:0:7f00:1::', 'Teredo'],
    ['2001:db8::1', 'documentation'],
    ['100::1', 'discard'],
    ['::127.0.0.1', 'IPv4-compatible, no longer routed'],
    ['::8.8.8.8', 'IPv4-compatible, no longer routed'],
    ['::ffff:0:8.8.8.8', 'translated by SIIT'],
    ['::ffff:198.19.255.255', 'benchmarks, mapped'],
    ['64:ff9b::192.0.0.8', 'protocol assignments, translated'],
    ['64:ff9b:1::8.8.8.8', 'translated by a local prefix'],
    ['100:0:0:1::1', 'dummy prefix'],
    ['1000::1', 'not allocated'],
    ['2000::1', 'not allocated'],
    ['2001:6000::1', 'not allocated'],
    ['2003:ffff::1', 'not allocated'],
    ['2d00::1', 'not allocated'],
    ['2e00::1', 'not allocated'],
    ['3000::1', 'not allocated'],
    ['3fff:1000::1', 'not allocated'],
    ['4000::1', 'not allocated'],
    ['5f00::1', 'segment routing'],
    ['8000::1', 'not allocated'],
    ['fbff::1', 'not allocated'],
    ['2001:2::1', 'benchmarks'],
    ['2001:20::1', 'ORCHIDv2'],
    ['2001:1ff:ffff::1', 'protocol assignments'],
    ['2620:4f:8000::1', 'AS112'],
    ['3ffe::1', '6bone, returned'],
    ['3fff::1', 'documentation'],
    ['3fff:fff::1', 'documentation'],
    ['192.0.0.1', 'protocol assignments'],
    ['192.0.0.255', 'protocol assignments'],
    ['192.88.99.1', 'relays of 6to4'],
    ['198.19.255.255', 'benchmarks'],
    ['239.255.255.255', 'multicast'],
    ['127.1', 'loopback, short'],
    ['0x7f000001', 'loopback, hexadecimal'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['2606:4700:4700::1111%eth0', 'an address with a zone'],
    ['example.org', 'a name, not an address'],
    ['', 'nothing'],
  ])('refuse %s (%s)', (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
});

describe('addresses of a NAT64 prefix of the operator', () => {
  // As in section 2.4 of RFC 6052. Anybody may call 168.63.129.17; the address before it is a metadata service.
  it.each([
    ['2a01:db8::/32', '2a01:db8:a83f:8111::', '2a01:db8:a83f:8110::', '2a01:db8:a83f:8111:100::'],
    ['2a01:db8:100::/40', '2a01:db8:1a8:3f81:11::', '2a01:db8:1a8:3f81:10::', '2a01:db8:1a8:3f81:111::'],
    ['2a01:db8:122::/48', '2a01:db8:122:a83f:81:1100::', '2a01:db8:122:a83f:81:1000::', '2a01:db8:122:a83f:181:1100::'],
    [
      '2a01:db8:122:300::/56',
      '2a01:db8:122:3a8:3f:8111::',
      '2a01:db8:122:3a8:3f:8110::',
      '2a01:db8:122:3a8:13f:8111::',
    ],
    ['2a01:db8:1:2::/64', '2a01:db8:1:2:a8:3f81:1100:0', '2a01:db8:1:2:a8:3f81:1000:0', '2a01:db8:1:2:1a8:3f81:1100:0'],
    ['2a01:db8:1:2::/96', '2a01:db8:1:2::168.63.129.17', '2a01:db8:1:2::168.63.129.16', '2a01:db8:1:2::127.0.0.1'],
    ['64:ff9b:1::/48', '64:ff9b:1:a83f:81:1100::', '64:ff9b:1:a83f:81:1000::', '64:ff9b:1:a83f:181:1100::'],
  ])('are judged by the IPv4 address in them: %s', (prefix, open, inner, other) => {
    const own = ['2a02:db8::/96', prefix];
    expect(isPublicAddress(open, own)).toBe(true);
    expect(isPublicAddress(inner, own)).toBe(false);
    // With reserved bits that are set, or another address that is not public.
    expect(isPublicAddress(other, own)).toBe(false);
    expect(isPublicAddress(inner)).toBe(!prefix.startsWith('64:'));
  });
});
