/** Lets webhooks lead back to the machine that runs the service, for whoever tries a receiver beside it. Nothing that AWS runs can load it. */
import { isIP } from 'node:net';
import { publicAddresses } from '../../shared/webhooks/names.ts';
import type { Reach } from '../../shared/webhooks/reach.ts';
import { isPublicAddress } from '../../shared/webhooks/special-addresses.ts';

/** 127.0.0.0/8 and ::1, as the normal form of a URL has them. */
const isLoopback = (address: string): boolean =>
  (isIP(address) === 4 && address.startsWith('127.')) || address === '::1';

/** The public internet and the own machine, there without TLS too. */
export const alsoThisMachine: Reach = {
  protocols: ['https:', 'http:'],
  mayConnect: (address) => isPublicAddress(address) || isLoopback(address),
  addressesOf: async (name) => (name === 'localhost' ? ['127.0.0.1', '::1'] : publicAddresses(name)),
};
