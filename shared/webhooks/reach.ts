/** Where webhooks may lead: checked when one is set up, and again at every delivery, on the addresses that are then connected to. */
import { isIP } from 'node:net';
import { publicAddresses } from './names.ts';
import { isPublicAddress } from './special-addresses.ts';

/** What may be connected to. Handed in where the service is started; nothing of the environment changes it. */
export type Reach = {
  readonly protocols: readonly string[];
  mayConnect(address: string): boolean;
  /** The addresses of a name, now. Empty when it has none; rejects when it cannot be told. */
  addressesOf(name: string): Promise<readonly string[]>;
};

/** The public internet, over TLS: what every service that others can reach is started with. */
export const publicInternet: Reach = {
  protocols: ['https:'],
  mayConnect: isPublicAddress,
  addressesOf: publicAddresses,
};

/** A webhook's address leads where none may. `message` says what is wrong with it, to be said of the field. */
export class OutOfReach extends Error {
  override readonly name = 'OutOfReach';
}

/**
 * The address in its normal form, when scheme, port and host are such as may be asked; throws `OutOfReach`. Hosts written as
 * numbers (decimal, octal, hexadecimal, shortened) are addresses here, since a URL's normal form has them so. No I/O.
 */
export function normalUrl(text: string, reach: Reach): URL {
  const url = URL.parse(text);
  if (url === null || !reach.protocols.includes(url.protocol)) {
    throw new OutOfReach('takes an https address, such as https://erp.example.co.id/titik-temu');
  }
  if (url.username !== '' || url.password !== '') {
    throw new OutOfReach('takes no user name or password; messages are signed, check the signature');
  }
  const port = Number(url.port || 443);
  if (port !== 443 && port < 1024 && url.protocol === 'https:') {
    throw new OutOfReach('takes port 443, or one from 1024 on');
  }
  const host = hostOf(url);
  if (isIP(host) !== 0 && !reach.mayConnect(host)) throw special();
  // Decided by the address alone: a name is looked up.
  url.hash = '';
  return url;
}

/** Every address behind a URL of `normalUrl`, all of which may be connected to; throws `OutOfReach` when one may not. At most a look into the DNS. */
export async function addressesBehind(url: URL, reach: Reach): Promise<readonly string[]> {
  const host = hostOf(url);
  const addresses = isIP(host) === 0 ? await reach.addressesOf(host) : [host];
  if (addresses.length === 0) throw new OutOfReach('leads nowhere: the DNS knows no address of its host');
  if (!addresses.every((address) => reach.mayConnect(address))) throw special();
  return addresses;
}

const special = (): OutOfReach =>
  new OutOfReach(
    'leads to a private or special address; give one that can be reached over the public internet',
  );

/** Without the brackets of IPv6. */
const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[(.*)\]$/, '$1');
