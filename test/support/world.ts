/** A small world that every operation can be tried on: two cooperatives, two buyers, what they list and post. */
import type { OperationId } from '../../functions/api/policy.ts';
import type { Caller } from '../../functions/api/caller.ts';
import { admin, buyerOf, officerOf, type TestApi } from './api.ts';
import { operate } from './partners.ts';
import { readinessRequests } from './readiness-requests.ts';
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
  const draftEventId = await made('/v1/events', eventOf('35.79'));
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
    mentoringId,
    publishedEventId,
    calendarPath,
    meetingId,
    otherMeetingId,
    draftEventId,
    taskId,
    metMeetingId,
  };
}

/** What an operation acts on in this world: who owns it, where it lies, whether strangers may know it. */
export type Target = {
  owners: string[];
  knownTo?: string[];
  regionCode?: string | string[];
  open: boolean;
};

/** One good request for an operation, and what it acts on (nothing, where the operation is the same for all). */
export type GoodRequest = {
  path: string;
  body?: unknown;
  raw?: { text: string; type: string };
  target?: Target;
};

/** A good request for every operation, on the open things of the world. A new operation does not compile without one. */
export function goodRequests(world: World): Record<OperationId, GoodRequest> {
  const cooperative: Target = { owners: [world.cooperativeId], regionCode: '35.79.02.2008', open: true };
  const buyer: Target = { owners: [world.buyerId], regionCode: '35.79', open: true };
  const programme: Target = { owners: [], regionCode: '35.79', open: true };
  const inBatu: Target = { owners: [], regionCode: '35.79', open: true };
  const event: Target = {
    owners: [world.cooperativeId, world.buyerId],
    regionCode: '35.79',
    open: false,
  };
  const participant: Target = { ...event, owners: [world.cooperativeId] };
  const eventPath = `/v1/events/${world.eventId}`;
  const meeting: Target = { ...event, owners: [world.cooperativeId, world.buyerId] };
  const otherMeeting: Target = { ...event, owners: [world.otherCooperativeId, world.buyerId] };
  const guest: Target = { ...event, owners: [world.guestCooperativeId] };
  const otherGuest: Target = { ...event, owners: [world.otherCooperativeId] };
  const publishedPath = `/v1/events/${world.publishedEventId}`;
  const meetingPath = `${publishedPath}/meetings/${world.meetingId}`;
  const otherMeetingPath = `${publishedPath}/meetings/${world.otherMeetingId}`;
  const guestPath = `${publishedPath}/participants/${world.guestCooperativeId}`;
  const otherGuestPath = `${publishedPath}/participants/${world.otherCooperativeId}`;
  const participantPath = `${eventPath}/participants/${world.cooperativeId}`;
  const cooperativePath = `/v1/cooperatives/${world.cooperativeId}`;
  const buyerPath = `/v1/buyers/${world.buyerId}`;
  const potentialPath = `/v1/potentials/${world.potentialId}`;
  const offerPath = `/v1/offers/${world.offerId}`;
  const partnership: Target = {
    owners: [world.cooperativeId, world.buyerId],
    regionCode: ['35.79.02.2008', '35.79'],
    open: false,
  };
  const partnershipPath = `/v1/partnerships/${world.partnershipId}`;
  const holding: Target = {
    owners: [world.holdingId, world.guestCooperativeId],
    regionCode: '35.79',
    open: true,
  };
  const memberPath = `/v1/holdings/${world.holdingId}/members/${world.guestCooperativeId}`;
  const membership: Target = {
    owners: [world.holdingId, world.guestCooperativeId],
    regionCode: ['35.79', '35.79.03.2004'],
    open: true,
  };
  const operational: Target = { ...partnership };
  const ofCooperative: Target = { ...partnership, owners: [world.cooperativeId], knownTo: [world.buyerId] };
  const ofBuyer: Target = { ...partnership, owners: [world.buyerId], knownTo: [world.cooperativeId] };
  const claimsPath = `/v1/partnerships/${world.operationalId}/claims`;
  const claimPath = `${claimsPath}/${world.claimId}`;
  const someKilos = { amount: 1, unit: 'kg' };
  const consignmentPath = `/v1/partnerships/${world.consignedId}/consignment`;
  const trade: Target = { ...partnership };
  const tradePath = `/v1/trades/${world.tradeId}`;
  const programmePath = `/v1/programmes/${world.programmeId}`;
  const verified = { status: 'verified' };
  return {
    getHealth: { path: '/health' },
    getDocument: { path: '/openapi.json' },
    listRegions: { path: '/v1/regions?q=Batu' },
    getRegion: { path: '/v1/regions/35.79' },
    listSegments: { path: '/v1/segments?commodity=potato-chips' },
    listCommodities: { path: '/v1/commodities?q=kentang' },

    createCooperative: {
      path: '/v1/cooperatives',
      body: { name: 'KDMP Gunungsari', regionCode: '35.79.02.2002' },
      target: { owners: [], regionCode: '35.79.02.2002', open: true },
    },
    listCooperatives: { path: '/v1/cooperatives' },
    getCooperative: { path: cooperativePath, target: cooperative },
    updateCooperative: { path: cooperativePath, body: { memberCount: 240 }, target: cooperative },
    exportCooperatives: { path: '/v1/cooperatives.csv?region=35.79', target: inBatu },
    importCooperatives: {
      path: '/v1/cooperatives/import',
      raw: { text: 'nama,kode wilayah\nKDMP Sumberejo,35.79.01.2004\n', type: 'text/csv' },
    },
    verifyCooperative: { path: `${cooperativePath}/verification`, body: verified, target: cooperative },
    listCredentials: { path: `${cooperativePath}/credentials`, target: cooperative },
    putCredential: {
      path: `${cooperativePath}/credentials/halal`,
      body: { number: 'ID-1' },
      target: cooperative,
    },
    verifyCredential: {
      path: `${cooperativePath}/credentials/nib/verification`,
      body: verified,
      target: cooperative,
    },

    listMembers: {
      path: `/v1/holdings/${world.holdingId}/members`,
      target: { owners: [world.holdingId], regionCode: '35.79', open: true },
    },
    putMember: { path: memberPath, body: { group: 'koperasi desa' }, target: membership },
    deleteMember: { path: memberPath, target: membership },
    getHolding: { path: `/v1/holdings/${world.holdingId}`, target: holding },
    getHoldingSupply: {
      path: `/v1/holdings/${world.holdingId}/supply`,
      target: holding,
    },

    ...readinessRequests(world),

    createBuyer: {
      path: '/v1/buyers',
      body: { name: 'Dinas Pangan Kota Batu', kind: 'government', regionCode: '35.79' },
      target: inBatu,
    },
    listBuyers: { path: '/v1/buyers' },
    getBuyer: { path: buyerPath, target: buyer },
    updateBuyer: { path: buyerPath, body: { segment: 'modern-retail' }, target: buyer },
    verifyBuyer: { path: `${buyerPath}/verification`, body: verified, target: buyer },

    createPotential: { path: '/v1/potentials', body: potentialOf(world.cooperativeId), target: cooperative },
    listPotentials: { path: '/v1/potentials' },
    getPotential: { path: potentialPath, target: cooperative },
    updatePotential: { path: potentialPath, body: { grade: 'B' }, target: cooperative },
    confirmPotential: { path: `${potentialPath}/confirm`, target: cooperative },
    getPotentialMap: { path: `${cooperativePath}/potential-map`, target: cooperative },
    listChains: { path: '/v1/chains?region=35.79' },
    announceHarvest: {
      path: `${potentialPath}/harvest`,
      body: { from: '2099-03-01', expected: { amount: 12, unit: 'ton' } },
      target: cooperative,
    },
    deletePotential: { path: potentialPath, target: cooperative },

    createQualityCheck: {
      path: `/v1/potentials/${world.guestPotentialId}/quality-checks`,
      body: { result: 'pass', grade: 'A' },
      target: { owners: [world.holdingId], regionCode: '35.79.03.2004', open: true },
    },
    listQualityChecks: {
      path: `/v1/potentials/${world.guestPotentialId}/quality-checks`,
      target: { owners: [world.guestCooperativeId], regionCode: '35.79.03.2004', open: true },
    },

    createProgramme: {
      path: '/v1/programmes',
      body: { name: 'Bangga e-Lokal', regions: ['35.79'] },
      target: inBatu,
    },
    listProgrammes: { path: '/v1/programmes' },
    getProgramme: { path: programmePath },
    issueGuidelines: {
      path: `${programmePath}/guidelines`,
      body: { number: 'KEP-1', date: '2025-11-01' },
      target: programme,
    },
    listWaiting: { path: `${programmePath}/waiting?region=35.79`, target: inBatu },

    createOffer: { path: '/v1/offers', body: offerOf(world.buyerId), target: buyer },
    listOffers: { path: '/v1/offers' },
    getOffer: { path: offerPath, target: buyer },
    updateOffer: { path: offerPath, body: { title: 'Kentang A untuk toko' }, target: buyer },
    confirmOffer: { path: `${offerPath}/confirm`, target: buyer },
    deleteOffer: { path: offerPath, target: buyer },

    createEvent: { path: '/v1/events', body: eventOf('35.79'), target: inBatu },
    listEvents: { path: '/v1/events' },
    getEvent: { path: eventPath, target: event },
    updateEvent: { path: eventPath, body: { venue: 'Graha Pancasila' }, target: event },
    deleteEvent: { path: `/v1/events/${world.draftEventId}`, target: { ...event, owners: [] } },
    addParticipant: {
      path: `${eventPath}/participants`,
      body: { organizationId: world.guestCooperativeId },
      target: event,
    },
    listParticipants: { path: `${eventPath}/participants`, target: event },
    getParticipant: { path: participantPath, target: event },
    updateParticipant: {
      path: participantPath,
      body: { unavailableSlots: [1] },
      target: participant,
    },

    getPipelineReport: { path: '/v1/reports/pipeline?region=35.79', target: inBatu },
    getTurnoverReport: { path: '/v1/reports/turnover?region=35.79', target: inBatu },
    getReadinessReport: { path: '/v1/reports/readiness?region=35.79', target: inBatu },
    getFormationReport: { path: '/v1/reports/formation?region=35.79', target: inBatu },
    getCoverageReport: { path: '/v1/reports/coverage?region=35.79&good=potato', target: inBatu },
    getUnmetDemandReport: { path: '/v1/reports/unmet-demand?region=35.79', target: inBatu },
    getLocalSpendingReport: { path: '/v1/reports/local-spending?region=35.79', target: inBatu },
    getPromisesReport: { path: '/v1/reports/promises?region=35.79', target: inBatu },

    createPartnership: {
      path: '/v1/partnerships',
      body: { offerId: world.offerId, cooperativeId: world.otherCooperativeId },
      target: {
        owners: [world.otherCooperativeId, world.buyerId],
        regionCode: ['64.02.06.1010', '35.79'],
        open: true,
      },
    },
    listPartnerships: { path: '/v1/partnerships' },
    getPartnership: { path: partnershipPath, target: partnership },
    setTargets: {
      path: `/v1/partnerships/${world.operationalId}/targets`,
      body: { targets: [{ stage: 'operational', on: '2027-01-31' }] },
      target: operational,
    },
    takePartnershipStep: { path: `${partnershipPath}/stage`, body: { to: 'declined' }, target: partnership },
    getChecklist: { path: `${partnershipPath}/checklist`, target: partnership },
    listNotices: { path: '/v1/notices?unread=true' },
    markNoticesRead: { path: '/v1/notices/read', body: { until: '2025-11-02T03:00:00Z' } },
    createClaim: { path: claimsPath, body: { period: 'once', ...someKilos }, target: ofCooperative },
    listClaims: { path: claimsPath, target: operational },
    listOpenClaims: { path: `/v1/claims?cooperative=${world.cooperativeId}` },
    getClaim: { path: claimPath, target: operational },
    releaseClaim: {
      path: `${claimPath}/release`,
      body: { ...someKilos, reason: 'Gudang penuh' },
      target: ofCooperative,
    },
    correctClaim: {
      path: `${claimPath}/correction`,
      body: { amount: 21, unit: 'kg', reason: 'Satu karung lagi' },
      target: ofBuyer,
    },
    deliverClaim: { path: `${claimPath}/delivery`, body: someKilos, target: operational },
    clearClaim: { path: `${claimPath}/clearing`, body: someKilos, target: ofCooperative },
    getQuota: { path: `/v1/offers/${world.riceOfferId}/quota`, target: operational },
    createTrade: {
      path: '/v1/trades',
      body: {
        sellerId: world.cooperativeId,
        buyerId: world.buyerId,
        commodity: 'cabbage',
        quantity: { amount: 2, unit: 'ton' },
        totalPrice: 9_000_000,
        deliveredOn: '2025-11-03',
      },
      target: { ...trade, open: true },
    },
    listTrades: { path: '/v1/trades' },
    getTrade: { path: tradePath, target: trade },
    updateTrade: { path: tradePath, body: { paidOn: '2025-11-10' }, target: trade },
    confirmTrade: { path: `${tradePath}/confirm`, body: { side: 'seller' }, target: trade },
    disputeTrade: { path: `${tradePath}/dispute`, body: { side: 'buyer', reason: 'kurang' }, target: trade },
    getConsignment: { path: consignmentPath, target: partnership },
    moveConsignment: {
      path: consignmentPath,
      body: { kind: 'placed', on: '2025-11-03', quantity: { amount: 50, unit: 'kg' } },
      target: partnership,
    },
    listMovements: { path: `${consignmentPath}/movements`, target: partnership },
    settleConsignment: { path: `${consignmentPath}/settlements`, target: partnership },
    addMeeting: {
      path: `${publishedPath}/meetings`,
      body: { cooperativeId: world.guestCooperativeId, buyerId: world.otherBuyerId, slot: 6 },
      target: {
        ...event,
        owners: [...meeting.owners, ...guest.owners, ...otherGuest.owners, world.otherBuyerId],
      },
    },
    getMeeting: { path: meetingPath, target: meeting },
    listMoves: { path: `${meetingPath}/moves`, target: meeting },
    moveMeeting: { path: `${meetingPath}/move`, body: { slot: 5 }, target: meeting },
    lockMeeting: { path: `${meetingPath}/lock`, target: meeting },
    unlockMeeting: { path: `${meetingPath}/unlock`, target: meeting },
    acceptMeeting: { path: `${meetingPath}/accept`, body: { side: 'buyer' }, target: meeting },
    declineMeeting: { path: `${otherMeetingPath}/decline`, body: { side: 'buyer' }, target: otherMeeting },
    markMeeting: { path: `${meetingPath}/state`, body: { state: 'held' }, target: meeting },
    addWalkIn: {
      path: `/v1/events/${world.draftEventId}/walk-ins`,
      body: { organizationId: world.guestCooperativeId },
      target: { ...event, owners: [] },
    },
    recordOutcome: {
      path: `${meetingPath}/outcome`,
      body: { result: 'lead', offerId: world.offerId, valueEstimated: 120_000_000 },
      target: meeting,
    },
    getOutcome: {
      path: `${publishedPath}/meetings/${world.metMeetingId}/outcome`,
      target: { ...event, owners: [world.cooperativeId, world.otherBuyerId] },
    },
    getEventReport: { path: `${publishedPath}/report`, target: event },
    getEventReportTable: { path: `${publishedPath}/report.csv`, target: event },
    markNoShow: { path: `${guestPath}/no-show`, body: { fromSlot: 6 }, target: guest },
    undoNoShow: { path: `${guestPath}/no-show`, target: guest },
    markLate: { path: `${guestPath}/late`, body: { arrivesForSlot: 7 }, target: guest },
    withdrawParticipant: { path: `${otherGuestPath}/withdrawal`, target: otherGuest },
    importParticipants: {
      path: `${eventPath}/participants/import`,
      raw: { text: `id,ingin bertemu\n${world.cooperativeId},${world.buyerId}\n`, type: 'text/csv' },
      target: event,
    },
    inviteRegion: {
      path: `/v1/events/${world.draftEventId}/participants/region`,
      body: { regionCode: '64.02' },
      target: { ...event, owners: [] },
    },
    checkInParticipant: { path: `${participantPath}/check-in`, target: participant },
    createFollowUp: {
      path: `${eventPath}/follow-ups`,
      body: { title: 'Undang kembali', dueOn: '2027-04-01' },
      target: event,
    },
    listFollowUps: { path: `${eventPath}/follow-ups`, target: event },
    listDueFollowUps: { path: '/v1/follow-ups' },
    updateFollowUp: {
      path: `${eventPath}/follow-ups/${world.taskId}`,
      body: { doneOn: '2027-03-18' },
      target: participant,
    },
    getCapacity: { path: `${eventPath}/capacity`, target: event },
    planSchedule: { path: `${eventPath}/schedule`, target: event },
    getScheduleCalendar: {
      path: `${publishedPath}/schedule.ics?organizationId=${world.cooperativeId}`,
      target: participant,
    },
    getScheduleList: { path: `${eventPath}/schedule.csv`, target: event },
    getSchedulePrint: { path: `${eventPath}/schedule.pdf`, target: event },
    getCalendarLink: { path: `${participantPath}/calendar-link`, target: participant },
    renewCalendarLink: { path: `${participantPath}/calendar-link`, target: participant },
    getCalendarFeed: { path: world.calendarPath },
    getSchedule: { path: `${eventPath}/schedule`, target: event },
    publishSchedule: { path: `${eventPath}/publish`, target: event },

    listOfferMatches: { path: `${offerPath}/matches`, target: buyer },
    poolOffer: { path: `${offerPath}/pool`, body: { maxSuppliers: 3 }, target: buyer },
    previewMatches: {
      path: '/v1/match-preview',
      body: { offer: offerOf(world.buyerId) },
      target: buyer,
    },
    listPotentialMatches: { path: `${potentialPath}/matches`, target: cooperative },
    getMarketLadder: { path: `${potentialPath}/market-ladder`, target: cooperative },
    listOpportunities: { path: `${cooperativePath}/opportunities`, target: cooperative },
    search: { path: '/v1/search?q=kentang' },
  };
}
