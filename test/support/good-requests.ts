/** One good request for every operation, and what it acts on: what policy, bad input and round trips are tried with. */
import type { OperationId } from '../../functions/api/policy.ts';
import type { GoodRequest, Target } from './good-request.ts';
import { readinessRequests } from './readiness-requests.ts';
import { eventOf, offerOf, potentialOf } from './world-things.ts';
import type { World } from './world.ts';

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
  const webhook: Target = { owners: [world.buyerId], open: false };
  const webhookPath = `/v1/webhooks/${world.webhookId}`;
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
    cancelEvent: {
      path: `/v1/events/${world.doubtfulEventId}/cancel`,
      body: { reason: 'Gedung terendam banjir' },
      target: { ...event, owners: [] },
    },
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
    listAudit: { path: `/v1/audit?organization=${world.cooperativeId}`, target: cooperative },
    listNotices: { path: '/v1/notices?unread=true' },
    markNoticesRead: { path: '/v1/notices/read', body: { until: '2025-11-02T03:00:00Z' } },
    createWebhook: {
      path: '/v1/webhooks',
      body: { url: 'https://sap.example.co.id:8443/hooks', organizationId: world.buyerId },
      target: buyer,
    },
    listWebhooks: { path: '/v1/webhooks' },
    getWebhook: { path: webhookPath, target: webhook },
    updateWebhook: { path: webhookPath, body: { types: ['match.new', 'claim.granted'] }, target: webhook },
    deleteWebhook: { path: webhookPath, target: webhook },
    renewWebhookSecret: { path: `${webhookPath}/secret`, target: webhook },
    testWebhook: { path: `${webhookPath}/test`, target: webhook },
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
      body: { doneOn: null },
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
    getMyData: { path: '/v1/me/data' },
    eraseMe: { path: '/v1/me' },
  };
}
