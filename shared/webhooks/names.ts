/** Looks up names in the DNS itself, not in the machine's own list of hosts: what stands only there is nobody else's to reach. */
import { Resolver } from 'node:dns/promises';

/** A server of names is asked so long, and so often. */
const LIMITS = { timeout: 2_000, tries: 2 };

/** What says that there is no such name, or no address of that family; anything else is trouble on the way. */
const NONE = new Set(['ENOTFOUND', 'ENODATA']);

/** The IPv4 and IPv6 addresses of a name. Rejects when neither could be asked for, within five seconds or so. */
export async function publicAddresses(name: string): Promise<string[]> {
  const resolver = new Resolver(LIMITS);
  const found = await Promise.allSettled([resolver.resolve4(name), resolver.resolve6(name)]);
  const addresses = found.flatMap((one) => (one.status === 'fulfilled' ? one.value : []));
  if (addresses.length > 0) return addresses;
  for (const one of found) {
    if (one.status === 'rejected' && !NONE.has((one.reason as NodeJS.ErrnoException).code ?? ''))
      throw one.reason;
  }
  return [];
}
