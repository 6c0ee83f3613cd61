/** A reach for webhooks that asks no real DNS: every name is at a public address, but those that a test gives another. */
import { isPublicAddress } from '../../shared/webhooks/special-addresses.ts';
import type { Reach } from '../../shared/webhooks/reach.ts';

/** Of a public network; nothing is ever sent to it. */
const PUBLIC = '93.184.215.14';

/** As in service, with these names in the place of the DNS. `[]` is a name without an address. */
export const reachWith = (names: { readonly [name: string]: readonly string[] }): Reach => ({
  protocols: ['https:'],
  mayConnect: isPublicAddress,
  addressesOf: async (name) => names[name] ?? [PUBLIC],
});

export const madeUpReach = reachWith({});
