/** Whose the contact of an organization is: who wrote it stands beside it, so that a person's own can be found and erased. */
import { isDeepStrictEqual } from 'node:util';
import type { Microsite } from '../microsites/microsite.ts';
import type { Stamp } from '../stored.ts';

/** What of an organization matters here. `contact` as it was published or entered. */
export type WithContact = {
  readonly contact?: { readonly name?: string; readonly phone?: string; readonly email?: string };
  readonly contactBy?: string;
};

/** The organization with who wrote its contact: whoever writes now, where that is another contact than before. */
export function withContactBy<T extends WithContact>(
  after: T,
  before: WithContact | undefined,
  { by }: Stamp,
): T {
  const { contactBy: _, ...rest } = after;
  if (after.contact === undefined) return rest as T;
  const isSame = before !== undefined && isDeepStrictEqual(after.contact, before.contact);
  const author = isSame ? before.contactBy : by;
  return author === undefined ? (rest as T) : ({ ...rest, contactBy: author } as T);
}

/** The organization without a contact. */
export function withoutContact<T extends WithContact>(organization: T): Omit<T, 'contact' | 'contactBy'> {
  const { contact: _, contactBy: __, ...rest } = organization;
  return rest;
}

/** The microsite without what it says of an erased contact: the marks of what was public, and who is named there as the contact was. */
export function withoutPublicContact(
  microsite: Microsite,
  { name }: { name?: string },
  at: string,
): Microsite {
  const managers = microsite.managers?.filter((manager) => manager.name !== name);
  return { ...microsite, ...(managers && { managers }), publicContact: {}, updatedAt: at };
}

/** Whether a contact counts as a person's own: as it says itself, else where it wrote it last for its organization. */
export const isOwnContact = (
  { contact, contactBy }: WithContact,
  person: string | undefined,
  said: 'mine' | 'another' | undefined,
): boolean =>
  contact !== undefined &&
  said !== 'another' &&
  (said === 'mine' || (person !== undefined && contactBy === person));
