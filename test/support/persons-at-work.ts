/** People with canaries in everything personal who register, list, publish, agree, trade and take part: to be erased afterwards. */
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, type Received } from './api.ts';
import type { Draws } from './effort.ts';
import { eventOf, offerOf, potentialOf } from './world-things.ts';

/** How a test sends: in process, or over HTTP. */
export type Send = (
  method: string,
  path: string,
  as: Caller,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Pick<Received, 'status' | 'text' | 'body'>>;

export type AtWork = { caller: Caller; canaries: string[]; cooperativeId: string };

/** What all of them have to do with: a buyer with an offer, and an event. */
export type Market = { buyerId: string; offerId: string; eventId: string };

async function done(answer: ReturnType<Send>): ReturnType<Send> {
  const received = await answer;
  if (received.status >= 300) throw new Error(received.text);
  return received;
}

export async function openMarket(send: Send): Promise<Market> {
  const buyer = { name: 'Supermarket Batu', kind: 'private', regionCode: '35.79' };
  const { id: buyerId } = (await done(send('POST', '/v1/buyers', admin, buyer))).body;
  const { requirements: _, ...offer } = offerOf(buyerId);
  const { id: offerId } = (await done(send('POST', '/v1/offers', buyerOf(buyerId), offer))).body;
  const { id: eventId } = (await done(send('POST', '/v1/events', admin, eventOf('35.79')))).body;
  const taking = { organizationId: buyerId, side: 'buyer' };
  await done(send('POST', `/v1/events/${eventId}/participants`, admin, taking));
  return { buyerId, offerId, eventId };
}

/** One of them, from its registration on: two contacts, one after the other, and whatever it draws to do. */
export async function putToWork(send: Send, market: Market, n: number, draw: Draws): Promise<AtWork> {
  const subject = `canary-subject-${n}-end`;
  const tail = String(n).padStart(5, '0');
  const contacts = ['first', 'second'].map((which, at) => ({
    name: `Canary ${which} ${tail} ${'x'.repeat(draw.between(0, 60))}`,
    phone: `+62 877 ${at}${tail} 77`,
    email: `canary-${which}-${tail}@koperasi.example`,
  }));
  const newcomer: Caller = { subject, role: 'cooperative' };
  const founded = { name: `KDMP Nomor ${n}`, regionCode: '35.79.02.2008', contact: contacts[0] };
  const key = { 'idempotency-key': `register-${n}` };
  const { id } = (await done(send('POST', '/v1/cooperatives', newcomer, founded, key))).body;
  const caller: Caller = { ...newcomer, organizationId: id };
  await done(send('POST', `/v1/cooperatives/${id}/verification`, admin, { status: 'verified' }));
  await done(send('PATCH', `/v1/cooperatives/${id}`, caller, { contact: contacts[1] }));

  const listing = { ...potentialOf(id), description: 'y'.repeat(draw.between(1, 900)) };
  const listed = send('POST', '/v1/potentials', caller, listing, { 'idempotency-key': `list-${n}` });
  const { id: potentialId } = (await done(listed)).body;
  if (draw.happens(0.5)) {
    const site = { published: true, publicContact: ['phone', 'email'] };
    const managers = [{ role: 'chair', name: contacts[1]!.name, public: true }];
    await done(send('PUT', `/v1/cooperatives/${id}/microsite`, caller, { ...site, managers }));
  }
  if (draw.happens(0.5)) {
    const proposal = { offerId: market.offerId, cooperativeId: id, potentialId };
    await done(send('POST', '/v1/partnerships', caller, proposal, { 'idempotency-key': `agree-${n}` }));
  }
  if (draw.happens(0.5)) {
    const delivered = { commodity: 'potato', quantity: { amount: 500, unit: 'kg' }, totalPrice: 4_500_000 };
    const trade = { sellerId: id, buyerId: market.buyerId, deliveredOn: '2025-11-03', ...delivered };
    await done(send('POST', '/v1/trades', caller, trade));
  }
  if (draw.happens(0.5)) {
    const taking = { organizationId: id, side: 'cooperative' };
    const participants = `/v1/events/${market.eventId}/participants`;
    await done(send('POST', participants, admin, taking));
    await done(send('PATCH', `${participants}/${id}`, caller, { maxMeetings: 3 }));
  }
  return {
    caller,
    cooperativeId: id,
    canaries: [subject, ...contacts.flatMap((each) => Object.values(each))],
  };
}
