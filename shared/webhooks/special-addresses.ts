/** Which addresses of the internet a webhook may lead to: those of the public, and none of the special ones. */
import { BlockList, isIP } from 'node:net';

/** Those of the IANA registry of special-purpose addresses (RFC 6890 and after), and what clouds put among the public ones. */
const specialIpv4: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // shared by carriers (CGNAT); also a cloud's metadata
  ['127.0.0.0', 8], // loopback
  ['168.63.129.16', 32], // a cloud's own platform
  ['169.254.0.0', 16], // link-local: metadata of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocols
  ['192.0.2.0', 24], // documentation
  ['192.31.196.0', 24], // AS112
  ['192.52.193.0', 24], // AMT
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['192.175.48.0', 24], // AS112
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
];

/**
 * Of IPv6 only what is given out to the public (2000::/3) is taken at all, which leaves out loopback, link-local, unique local, multicast,
 * and IPv4 in IPv6 (mapped, compatible, translated, NAT64); of it these are special.
 */
const specialIpv6: readonly (readonly [string, number])[] = [
  ['2001::', 23], // protocols: Teredo, benchmarks, ORCHID
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4, which holds an IPv4 address
  ['2620:4f:8000::', 48], // AS112
  ['3fff::', 20], // documentation
];

const special = new BlockList();
for (const [network, bits] of specialIpv4) special.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of specialIpv6) special.addSubnet(network, bits, 'ipv6');
const given = new BlockList();
given.addSubnet('2000::', 3, 'ipv6');

/** Whether an address, as a resolver or a URL writes it (without brackets), is one of the public internet. What is no address is not. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4');
    case 6:
      // With a zone (`fe80::1%eth0`) it is never one for all.
      return !address.includes('%') && given.check(address, 'ipv6') && !special.check(address, 'ipv6');
    default:
      return false;
  }
}
