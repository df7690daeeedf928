// Which addresses of the internet are everybody's. A webhook goes where somebody else says; without
// this it could be pointed at the machines behind our own walls. Only what is named public is public.
import { BlockList, isIPv4, isIPv6 } from 'node:net';

// IANA's registries of special purposes, and multicast.
const SPECIAL_V4 = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
];
// Of IPv6 only 2000::/3 is in public use; in it, tunnels to IPv4 and what is for documents are not.
const PUBLIC_V6 = ['2000::/3'];
const SPECIAL_V6 = ['2001::/23', '2001:db8::/32', '2002::/16', '2620:4f:8000::/48', '3fff::/20'];

const special = listOf(SPECIAL_V4, 'ipv4');
const publicV6 = listOf(PUBLIC_V6, 'ipv6');
const specialV6 = listOf(SPECIAL_V6, 'ipv6');
const loopback = listOf(['127.0.0.0/8'], 'ipv4');

export const isLoopback = (address: string): boolean =>
  address === '::1' || (isIPv4(address) && loopback.check(address, 'ipv4'));

/** Whether an address, as text, is one that everybody on the internet may reach. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !special.check(address, 'ipv4');
  // A v4 address in v6 clothes lies outside 2000::/3, and so does a link's own address with its zone.
  return (
    isIPv6(address) &&
    !address.includes('%') &&
    publicV6.check(address, 'ipv6') &&
    !specialV6.check(address, 'ipv6')
  );
}

function listOf(ranges: readonly string[], family: 'ipv4' | 'ipv6'): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [net = '', bits] = range.split('/');
    list.addSubnet(net, Number(bits), family);
  }
  return list;
}
