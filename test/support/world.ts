/** A small world that every operation can be tried on: a few cooperatives and buyers, what they list, post and agree on. */
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, officerOf, type TestApi } from './api.ts';
import { operate } from './partners.ts';
import { consignmentOf, eventOf, offerOf, potentialOf, riceOf } from './world-things.ts';

/** Ids of the things in it. `hidden…` belongs to a buyer whom no office has verified. */
export type World = {
  /** KDMP Bulukerto, Kota Batu: verified. */
  cooperativeId: string;
  /** KKMP Mangkurawang, Tenggarong: another region, verified. */
  otherCooperativeId: string;
  /** KDMP Sumberejo, Kota Batu: takes part in nothing yet. */
  guestCooperativeId: string;
  /** Rejected by its office, in Kota Batu. */
  rejectedCooperativeId: string;
  /** Koperasi Multi Pihak CooSAE, Kota Batu: the guest is its member. */
  holdingId: string;
  /** A supermarket in Kota Batu: verified. */
  buyerId: string;
  otherBuyerId: string;
  /** Registered itself in Kota Batu; nobody has verified it. */
  hiddenBuyerId: string;
  potentialId: string;
  /** The address of the cooperative's microsite. */
  slug: string;
  /** Of the guest, which is a member of the holding. */
  guestPotentialId: string;
  offerId: string;
  hiddenOfferId: string;
  programmeId: string;
  /** A temu bisnis of Kota Batu; the cooperative and the buyer take part. */
  eventId: string;
  /** Of the buyer's offer and the cooperative, brokered by an admin; waits for both. */
  partnershipId: string;
  /** Of the buyer's rice and the cooperative: operational, with a quota that is given once. */
  operationalId: string;
  riceOfferId: string;
  /** One of its claims: half of it is delivered. */
  claimId: string;
  /** Of the same two, in a trial: sugar on consignment, of which some is sold. */
  consignedId: string;
  /** The cooperative delivered to the buyer, entered by an admin; waits for both. */
  tradeId: string;
  /** KDMP Sumberejo, Kota Batu: a small one is to merge into it, and the deed is recorded. */
  mergingCooperativeId: string;
  /** Of the buyer. */
  webhookId: string;
  /** A visit at the cooperative. */
  mentoringId: string;
  /** Another one there, whose schedule is published: both cooperatives, the guest and both buyers take part. */
  publishedEventId: string;
  /** The address under which a calendar app follows the buyer's meetings there. */
  calendarPath: string;
  /** The cooperative meets the buyer. */
  meetingId: string;
  /** The other cooperative meets the buyer. */
  otherMeetingId: string;
  /** An event of Kota Batu that was never planned. */
  draftEventId: string;
  /** Another one, which may be called off. */
  doubtfulEventId: string;
  /** A follow-up task of the cooperative, from the first event. */
  taskId: string;
  /** The cooperative met the other buyer; what came of it is recorded. */
  metMeetingId: string;
};

/** Builds the world through the API, as an admin and as a self-registering buyer. */
export async function buildWorld(api: TestApi): Promise<World> {
  const made = async (path: string, body: object, as: Caller = admin): Promise<string> => {
    const { status, text, body: answer } = await api.post(path, body, as);
    if (status !== 201) throw new Error(`${path}: ${text}`);
    return answer.id;
  };
  const cooperativeId = await made('/v1/cooperatives', {
    name: 'KDMP Bulukerto',
    regionCode: '35.79.02.2008',
    nib: '9990000000001',
    units: ['grocery'],
  });
  const otherCooperativeId = await made('/v1/cooperatives', {
    name: 'KKMP Mangkurawang',
    regionCode: '64.02.06.1010',
  });
  const guestCooperativeId = await made('/v1/cooperatives', {
    name: 'KDMP Tlekung',
    regionCode: '35.79.03.2004',
  });
  const rejectedCooperativeId = await made('/v1/cooperatives', {
    name: 'KDMP Palsu',
    regionCode: '35.79.02.2002',
  });
  for (const id of [cooperativeId, otherCooperativeId]) {
    await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, admin);
  }
  const holdingId = await made('/v1/cooperatives', {
    name: 'Koperasi Multi Pihak CooSAE',
    kind: 'holding',
    regionCode: '35.79',
  });
  await api.patch(`/v1/cooperatives/${guestCooperativeId}`, { holdingId }, admin);
  const rejection = { status: 'rejected', reason: 'there is no such cooperative' };
  await api.post(`/v1/cooperatives/${rejectedCooperativeId}/verification`, rejection, admin);

  const page = await api.put(`/v1/cooperatives/${cooperativeId}/microsite`, { published: true }, admin);
  const slug: string = page.body.slug;

  const buyerId = await made('/v1/buyers', {
    name: 'Supermarket Batu',
    kind: 'private',
    regionCode: '35.79',
  });
  const otherBuyerId = await made('/v1/buyers', { name: 'Perum Bulog', kind: 'bumn', regionCode: '64.72' });
  const hidden = { name: 'PT Baru', kind: 'private', regionCode: '35.79' };
  const hiddenBuyerId = await made('/v1/buyers', hidden, { subject: 'new', role: 'buyer' });

  const potentialId = await made('/v1/potentials', potentialOf(cooperativeId));
  const guestPotentialId = await made('/v1/potentials', potentialOf(guestCooperativeId));
  const offerId = await made('/v1/offers', offerOf(buyerId), buyerOf(buyerId));
  const hiddenOfferId = await made('/v1/offers', offerOf(hiddenBuyerId), buyerOf(hiddenBuyerId));
  const programmeId = await made('/v1/programmes', {
    name: 'SPHP',
    regions: ['35.79'],
    guidelines: 'awaited',
  });
  const onConsignment = await made('/v1/offers', consignmentOf(buyerId), buyerOf(buyerId));
  const pair = { offerId: onConsignment, cooperativeId };
  const consignedId = await made('/v1/partnerships', pair, buyerOf(buyerId));
  const stage = `/v1/partnerships/${consignedId}/stage`;
  await api.post(stage, { to: 'negotiating' }, officerOf(cooperativeId));
  await api.post(stage, { to: 'trial' }, buyerOf(buyerId));
  await api.post(stage, { to: 'trial' }, officerOf(cooperativeId));
  const goods = { on: '2025-11-03', quantity: { amount: 100, unit: 'kg' } };
  for (const movement of [
    { kind: 'placed', ...goods },
    { kind: 'sold', ...goods, quantity: { amount: 30, unit: 'kg' }, takings: 525_000 },
  ]) {
    const { status, text } = await api.post(`/v1/partnerships/${consignedId}/consignment`, movement, admin);
    if (status !== 200) throw new Error(text);
  }
  const tradeId = await made('/v1/trades', {
    sellerId: cooperativeId,
    buyerId,
    commodity: 'potato',
    quantity: { amount: 300, unit: 'kg' },
    totalPrice: 2_400_000,
    deliveredOn: '2025-11-03',
  });
  const eventId = await made('/v1/events', eventOf('35.79'));
  for (const organizationId of [cooperativeId, buyerId]) {
    const { status, text } = await api.post(`/v1/events/${eventId}/participants`, { organizationId }, admin);
    if (status !== 201) throw new Error(text);
  }
  const partnershipId = await made('/v1/partnerships', { offerId, cooperativeId });
  const riceOfferId = await made('/v1/offers', riceOf(buyerId), buyerOf(buyerId));
  const operationalId = await operate(api, riceOfferId, cooperativeId, buyerId);
  const officer = officerOf(cooperativeId);
  const claim = { period: 'once', amount: 20, unit: 'kg' };
  const claimId = await made(`/v1/partnerships/${operationalId}/claims`, claim, officer);
  const arrived = { amount: 10, unit: 'kg' };
  await api.post(`/v1/partnerships/${operationalId}/claims/${claimId}/delivery`, arrived, officer);
  const mergingCooperativeId = await made('/v1/cooperatives', {
    name: 'KDMP Sumberejo',
    regionCode: '35.79.01.2005',
  });
  const small = await made('/v1/cooperatives', {
    name: 'Koperasi Tani Sumberejo',
    kind: 'other',
    regionCode: '35.79.01.2005',
  });
  const muskel = { approach: 'merged', mergedFrom: [small], date: '2025-05-20', technicalTeamPresent: true };
  for (const [step, body] of [
    ['deliberation', muskel],
    ['foundingMeeting', {}],
    ['deed', {}],
  ] as const) {
    await api.put(`/v1/cooperatives/${mergingCooperativeId}/formation/${step}`, body, admin);
  }
  const visit = { topic: 'digitalisation', date: '2025-06-02', trainer: 'Diskumperindag' };
  const mentoringId = await made(`/v1/cooperatives/${cooperativeId}/mentoring`, visit);
  const publishedEventId = await made('/v1/events', eventOf('35.79'));
  for (const organizationId of [
    cooperativeId,
    otherCooperativeId,
    guestCooperativeId,
    buyerId,
    otherBuyerId,
  ]) {
    const path = `/v1/events/${publishedEventId}/participants`;
    const { status, text } = await api.post(path, { organizationId }, admin);
    if (status !== 201) throw new Error(text);
  }
  const meetings = `/v1/events/${publishedEventId}/meetings`;
  const meetingId = await made(meetings, { cooperativeId, buyerId, slot: 3 });
  const otherMeetingId = await made(meetings, { cooperativeId: otherCooperativeId, buyerId, slot: 4 });
  await api.post(`/v1/events/${publishedEventId}/publish`, undefined, admin);
  const metMeetingId = await made(meetings, { cooperativeId, buyerId: otherBuyerId, slot: 1 });
  await api.post(`${meetings}/${metMeetingId}/outcome`, { result: 'no-interest' }, admin);
  const link = `/v1/events/${publishedEventId}/participants/${buyerId}/calendar-link`;
  const calendarPath: string = (await api.get(link, admin)).body.path;
  const webhookId = await made('/v1/webhooks', {
    url: 'https://erp.example.co.id/titik-temu',
    organizationId: buyerId,
  });
  const draftEventId = await made('/v1/events', eventOf('35.79'));
  const doubtfulEventId = await made('/v1/events', eventOf('35.79'));
  await api.post(`/v1/events/${eventId}/schedule`, undefined, admin);
  const task = { title: 'Kirim contoh kentang', organizationId: cooperativeId, dueOn: '2027-03-20' };
  const taskId = await made(`/v1/events/${eventId}/follow-ups`, task);
  return {
    cooperativeId,
    otherCooperativeId,
    guestCooperativeId,
    rejectedCooperativeId,
    holdingId,
    buyerId,
    otherBuyerId,
    hiddenBuyerId,
    slug,
    potentialId,
    guestPotentialId,
    offerId,
    hiddenOfferId,
    programmeId,
    eventId,
    partnershipId,
    operationalId,
    riceOfferId,
    claimId,
    consignedId,
    tradeId,
    mergingCooperativeId,
    webhookId,
    mentoringId,
    publishedEventId,
    calendarPath,
    meetingId,
    otherMeetingId,
    draftEventId,
    doubtfulEventId,
    taskId,
    metMeetingId,
  };
}
