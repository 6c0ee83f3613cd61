/** Where webhooks may lead: to public addresses over https, however the address is written. */
import * as ipaddr from 'ipaddr.js';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addressesBehind, normalUrl, OutOfReach } from '../../shared/webhooks/reach.ts';
import { isPublicAddress } from '../../shared/webhooks/special-addresses.ts';
import { reachWith } from '../support/made-up-names.ts';

const reach = reachWith({
  'inside.example': ['10.1.2.3'],
  'half.example': ['93.184.215.14', '169.254.169.254'],
  'mapped.example': ['::ffff:127.0.0.1'],
  'nowhere.example': [],
});

const faultOf = async (text: string): Promise<string | undefined> => {
  try {
    await addressesBehind(normalUrl(text, reach), reach);
    return undefined;
  } catch (error) {
    if (!(error instanceof OutOfReach)) throw error;
    return error.message;
  }
};

describe('an address of a webhook', () => {
  test.each([
    ['https://erp.example.co.id/titik-temu', 'https://erp.example.co.id/titik-temu'],
    ['https://erp.example.co.id:443/a?key=b#part', 'https://erp.example.co.id/a?key=b'],
    ['https://erp.example.co.id:8443', 'https://erp.example.co.id:8443/'],
    ['https://93.184.215.14/', 'https://93.184.215.14/'],
    [
      'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
      'https://[2606:2800:21f:cb07:6820:80da:af6b:8b2c]/',
    ],
    ['HTTPS://ERP.Example.co.id', 'https://erp.example.co.id/'],
  ])('%s is taken', async (text, normal) => {
    expect(normalUrl(text, reach).href).toBe(normal);
    expect(await faultOf(text)).toBeUndefined();
  });

  test.each([
    ['http://erp.example.co.id/', 'https'],
    ['ftp://erp.example.co.id/', 'https'],
    ['file:///etc/passwd', 'https'],
    ['javascript:alert(1)', 'https'],
    ['erp.example.co.id', 'https'],
    ['https://', 'https'],
    ['https://user:secret@erp.example.co.id/', 'user name'],
    ['https://user@erp.example.co.id/', 'user name'],
    ['https://erp.example.co.id:22/', 'port'],
    ['https://erp.example.co.id:80/', 'port'],
    ['https://nowhere.example/', 'no address'],
  ])('%s is refused: %s', async (text, why) => {
    expect(await faultOf(text)).toContain(why);
  });

  test.each([
    'https://127.0.0.1/',
    'https://2130706433/',
    'https://0x7f000001/',
    'https://0177.0.0.1/',
    'https://0x7f.1/',
    'https://127.1/',
    'https://①②⑦.0.0.1/',
    'https://0/',
    'https://10.0.0.1/',
    'https://172.16.0.1/',
    'https://172.31.255.255/',
    'https://192.168.1.1/',
    'https://100.64.0.1/',
    'https://100.100.100.200/',
    'https://169.254.169.254/latest/meta-data/',
    'https://168.63.129.16/',
    'https://192.0.2.1/',
    'https://198.18.0.1/',
    'https://198.51.100.1/',
    'https://203.0.113.1/',
    'https://224.0.0.1/',
    'https://240.0.0.1/',
    'https://255.255.255.255/',
    'https://[::]/',
    'https://[::1]/',
    'https://[::ffff:127.0.0.1]/',
    'https://[::ffff:7f00:1]/',
    'https://[::ffff:8.8.8.8]/',
    'https://[::127.0.0.1]/',
    'https://[::ffff:0:127.0.0.1]/',
    'https://[64:ff9b::7f00:1]/',
    'https://[64:ff9b:1::1]/',
    'https://[2002:7f00:1::]/',
    'https://[2001::1]/',
    'https://[2001:db8::1]/',
    'https://[3fff::1]/',
    'https://[fe80::1]/',
    'https://[fec0::1]/',
    'https://[fc00::1]/',
    'https://[fd00:ec2::254]/',
    'https://[ff02::1]/',
    'https://[100::1]/',
    'https://[5f00::1]/',
    'https://[4000::1]/',
    'https://inside.example/',
    'https://half.example/',
    'https://mapped.example/',
  ])('%s is refused: it is special', async (text) => {
    expect(await faultOf(text)).toContain('private or special');
  });

  const octet = fc.nat(255);
  const ipv4 = fc.tuple(octet, octet, octet, octet).map((parts) => parts.join('.'));
  const group = fc.oneof(fc.constant(0), fc.constant(0xffff), fc.nat(0xffff));
  const first = fc.oneof(
    fc.constantFrom(0, 0x64, 0x100, 0x2001, 0x2002, 0x2620, 0x3fff, 0x5f00, 0xfc00, 0xfe80, 0xfec0, 0xff02),
    fc.nat(0xffff),
  );
  const ipv6 = fc
    .tuple(first, fc.array(group, { minLength: 7, maxLength: 7 }))
    .map(([head, rest]) => [head, ...rest].map((part) => part.toString(16)).join(':'));

  // A list that others keep, for other ends: whatever it calls special we never take, and of IPv4 we take all else.
  test('is public only where ipaddr.js knows no special range either', () => {
    fc.assert(
      fc.property(fc.oneof(ipv4, ipv6), (address) => {
        const range = ipaddr.parse(address).range();
        if (range !== 'unicast') expect(isPublicAddress(address), `${address} ${range}`).toBe(false);
        else if (!address.includes(':') && address !== '168.63.129.16')
          expect(isPublicAddress(address), address).toBe(true);
      }),
      { numRuns: 20_000 },
    );
  });
});
