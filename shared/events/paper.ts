/** What is said of a meeting on everything that people hold: whom a party meets, and what the two have to talk about. */
import { fullName } from '../regions/regions.ts';
import type { MeetingView } from './meeting.ts';

/** Titles of offers and potentials by id; what has been removed since is missing. */
export type Titles = ReadonlyMap<string, string>;

/** Where each party is from: region codes by organization. Names of villages, and so of cooperatives, repeat. */
export type Origins = ReadonlyMap<string, string>;

type Sides = Pick<MeetingView, 'cooperativeId' | 'buyerId'>;

/** Whether a party sits in a meeting. */
export const isOfParty = ({ cooperativeId, buyerId }: Sides, organizationId: string): boolean =>
  cooperativeId === organizationId || buyerId === organizationId;

/** The name of the other one. */
export const partnerOf = (
  { cooperativeId, cooperativeName, buyerName }: MeetingView,
  organizationId: string,
): string => (cooperativeId === organizationId ? buyerName : cooperativeName);

/** The id of the other one. */
export const partnerIdOf = ({ cooperativeId, buyerId }: Sides, organizationId: string): string =>
  cooperativeId === organizationId ? buyerId : cooperativeId;

/** Where a party is from, as people say it: `Wonokerto, Sukorejo, Kabupaten Pasuruan`; undefined for who is not among them. */
export function placeOf(organizationId: string, origins: Origins): string | undefined {
  const code = origins.get(organizationId);
  const name = code === undefined ? undefined : fullName(code);
  // The province goes without saying, unless it is all there is.
  return name === undefined ? undefined : name.replace(/, [^,]+$/, '');
}

/** What the buyer has posted and what the cooperative can supply, where the plan went by them. */
export function topicsOf(
  { offerId, potentialId }: Pick<MeetingView, 'offerId' | 'potentialId'>,
  titles: Titles,
): { wanted: string | undefined; offered: string | undefined } {
  const titleOf = (id: string | undefined) => (id === undefined ? undefined : titles.get(id));
  return { wanted: titleOf(offerId), offered: titleOf(potentialId) };
}

/** Slot by slot, and within a slot table by table. */
export const inOrderOfTheDay = (meetings: readonly MeetingView[]): MeetingView[] =>
  [...meetings].sort((a, b) => a.slot - b.slot || a.table - b.table);

/** The moment of the last change of anything on the paper: tells which of two prints is the newer. */
export function asOf(event: { updatedAt: string }, meetings: readonly MeetingView[]): string {
  return meetings.reduce(
    (latest, { changedAt }) => (Date.parse(changedAt) > Date.parse(latest) ? changedAt : latest),
    event.updatedAt,
  );
}
