/**
 * Who may do what: the only table. An operation that is not in it cannot be mounted; whoever is not named is refused.
 * `decide` is pure and is tested for every operation, role and ownership.
 */
import { within } from '../../shared/regions/region-code.ts';
import type { Caller, Role } from './caller.ts';

/**
 * What a caller must have to do with the thing acted on.
 * - `any`: nothing. `open`: the thing is public among signed-in users. `own`: the caller's organization is one of its owners.
 * - `region`: it lies in the organizer's region. `newcomer`: the caller has no organization yet (it registers itself).
 */
export type Scope = 'any' | 'open' | 'own' | 'region' | 'newcomer';

/** `anyone` needs no token. `hidden`: to whoever is refused, the thing does not exist (404 instead of 403). */
export type Rule = { anyone: true } | ({ hidden?: true } & { [role in Role]?: readonly Scope[] });

/** What is known of the thing acted on. What is said not to be open does not exist for whoever is refused. */
export type Resource = {
  owners?: readonly string[];
  /** Where it lies; several, where it lies in all of them, as what is between two parties does. */
  regionCode?: string | readonly string[];
  /** Organizations that know that it exists, without owning it. */
  knownTo?: readonly string[];
  open?: boolean;
};

const everyone = { cooperative: ['any'], buyer: ['any'], organizer: ['any'], admin: ['any'] } as const;
const visible = {
  hidden: true,
  cooperative: ['open', 'own'],
  buyer: ['open', 'own'],
  organizer: ['open', 'region'],
  admin: ['any'],
} as const;
const keeper = { cooperative: ['own'], organizer: ['region'], admin: ['any'] } as const;
const office = { organizer: ['region'], admin: ['any'] } as const;
const poster = { cooperative: ['own'], buyer: ['own'], admin: ['any'] } as const;

/** Of an event, of one participant, or of a side of a partnership; with `hidden` these do not exist for anybody else. */
const party = { cooperative: ['own'], buyer: ['own'], organizer: ['region'], admin: ['any'] } as const;
const attendee = { hidden: true, ...party } as const;
/** What only the cooperative of a partnership does; correcting and delivering take `poster`. */
const partner = { cooperative: ['own'], admin: ['any'] } as const;

const forTheOffer = {
  hidden: true,
  cooperative: ['own'],
  buyer: ['own'],
  organizer: ['open', 'region'],
  admin: ['any'],
} as const;

export const policy = {
  getHealth: { anyone: true },
  getDocument: { anyone: true },
  listRegions: { anyone: true },
  getRegion: { anyone: true },
  listCommodities: { anyone: true },
  listSegments: { anyone: true },

  createCooperative: { cooperative: ['newcomer'], organizer: ['region'], admin: ['any'] },
  listCooperatives: everyone,
  getCooperative: visible,
  updateCooperative: keeper,
  // An officer is given its own and nothing else: there is no way to name another's.
  exportCooperatives: { cooperative: ['any'], organizer: ['region'], admin: ['any'] },
  importCooperatives: { organizer: ['any'], admin: ['any'] },
  verifyCooperative: office,
  listCredentials: { hidden: true, ...keeper },
  putCredential: keeper,
  verifyCredential: office,
  confirmListings: keeper,
  mergeCooperatives: office,
  getReadiness: { hidden: true, ...keeper },
  recordFormationStep: keeper,
  getFormation: { hidden: true, ...keeper },
  holdMentoring: keeper,
  listMentoring: { hidden: true, ...keeper },
  updateMentoring: keeper,
  holdTraining: office,
  listMentoringOfRegion: { organizer: ['any'], admin: ['any'] },
  getMentoringCoverage: office,
  listPilotCandidates: office,
  choosePilot: office,
  endPilot: office,
  comparePilots: office,
  listFormations: { organizer: ['any'], admin: ['any'] },

  getOwnMicrosite: { hidden: true, ...keeper },
  // What is public of it is for the cooperative itself to say; its office can hide it by its verification.
  putMicrosite: partner,
  getMicrosite: { anyone: true },
  listMicrosites: { anyone: true },

  listMembers: visible,
  putMember: keeper,
  deleteMember: keeper,
  getHolding: { hidden: true, ...keeper },
  getHoldingSupply: { hidden: true, ...keeper },

  createBuyer: { buyer: ['newcomer'], organizer: ['region'], admin: ['any'] },
  listBuyers: everyone,
  getBuyer: visible,
  updateBuyer: { buyer: ['own'], organizer: ['region'], admin: ['any'] },
  verifyBuyer: office,

  createPotential: keeper,
  listPotentials: everyone,
  getPotential: visible,
  updatePotential: keeper,
  deletePotential: keeper,
  confirmPotential: keeper,
  // Of the cooperative's holding.
  createQualityCheck: keeper,
  listQualityChecks: visible,
  announceHarvest: keeper,
  getPotentialMap: { hidden: true, ...keeper },
  listChains: everyone,

  createProgramme: office,
  listProgrammes: everyone,
  getProgramme: everyone,
  issueGuidelines: office,
  listWaiting: office,

  createOffer: poster,
  listOffers: everyone,
  getOffer: visible,
  updateOffer: poster,
  deleteOffer: poster,
  confirmOffer: poster,

  createEvent: office,
  listEvents: everyone,
  getEvent: attendee,
  updateEvent: office,
  deleteEvent: office,
  cancelEvent: office,
  addParticipant: office,
  listParticipants: attendee,
  getParticipant: attendee,
  updateParticipant: party,
  inviteRegion: office,
  importParticipants: office,
  checkInParticipant: office,
  createFollowUp: office,
  listFollowUps: attendee,
  updateFollowUp: party,
  listDueFollowUps: everyone,
  getCapacity: office,
  planSchedule: office,
  getSchedule: attendee,
  publishSchedule: office,
  getScheduleCalendar: attendee,
  getScheduleList: attendee,
  getSchedulePrint: attendee,
  getCalendarLink: attendee,
  renewCalendarLink: attendee,
  // Calendar apps send no token: the key in the address is the right to read.
  getCalendarFeed: { anyone: true },

  recordOutcome: attendee,
  getOutcome: attendee,
  getEventReport: office,
  getEventReportTable: office,

  getPipelineReport: party,
  getTurnoverReport: party,
  getReadinessReport: keeper,
  getFormationReport: office,
  getCoverageReport: office,
  getUnmetDemandReport: party,
  getLocalSpendingReport: { buyer: ['own'], organizer: ['region'], admin: ['any'] },
  getPromisesReport: party,

  createPartnership: party,
  listPartnerships: everyone,
  getPartnership: { hidden: true, ...party },
  takePartnershipStep: { hidden: true, ...party },
  setTargets: { hidden: true, ...party },
  getChecklist: { hidden: true, ...party },
  // One's own by nature: there is no way to name another's.
  listNotices: everyone,
  markNoticesRead: everyone,
  createWebhook: poster,
  // One's own by nature; an admin's are all.
  listWebhooks: { cooperative: ['any'], buyer: ['any'], admin: ['any'] },
  getWebhook: { hidden: true, ...poster },
  updateWebhook: { hidden: true, ...poster },
  deleteWebhook: { hidden: true, ...poster },
  renewWebhookSecret: { hidden: true, ...poster },
  testWebhook: { hidden: true, ...poster },
  getMyData: everyone,
  eraseMe: everyone,
  // Asked for each entry too: an entry is its things’ owners’, their offices’ and the admins’. Who acted: `knowsPerson`.
  listAudit: { hidden: true, ...party },
  createClaim: partner,
  listClaims: { hidden: true, ...party },
  getClaim: { hidden: true, ...party },
  listOpenClaims: everyone,
  releaseClaim: partner,
  correctClaim: poster,
  deliverClaim: poster,
  clearClaim: partner,
  getQuota: attendee,
  createTrade: party,
  listTrades: everyone,
  getTrade: { hidden: true, ...party },
  updateTrade: { hidden: true, ...poster },
  confirmTrade: { hidden: true, ...poster },
  disputeTrade: { hidden: true, ...poster },
  getConsignment: { hidden: true, ...party },
  moveConsignment: { hidden: true, ...poster },
  listMovements: { hidden: true, ...party },
  settleConsignment: { hidden: true, ...poster },
  addMeeting: office,
  getMeeting: attendee,
  listMoves: office,
  moveMeeting: office,
  lockMeeting: office,
  unlockMeeting: office,
  acceptMeeting: attendee,
  declineMeeting: attendee,
  markMeeting: office,
  addWalkIn: office,
  markNoShow: office,
  undoNoShow: office,
  markLate: office,
  withdrawParticipant: party,

  listOfferMatches: forTheOffer,
  poolOffer: forTheOffer,
  previewMatches: { cooperative: ['own'], buyer: ['own'], organizer: ['any'], admin: ['any'] },
  listPotentialMatches: { hidden: true, ...keeper },
  getMarketLadder: { hidden: true, ...keeper },
  listOpportunities: { hidden: true, ...keeper },
  search: everyone,
} as const satisfies { [operation: string]: Rule };

export type OperationId = keyof typeof policy;

export type Decision = 'allowed' | 'unauthenticated' | 'forbidden' | 'hidden';

/**
 * Whether `caller` may run `operation` on `resource`. Without a resource it answers for the best case: may this role ever?
 * O(scopes of the role).
 */
export function decide(operation: OperationId, caller: Caller | undefined, resource?: Resource): Decision {
  const rule: Rule = policy[operation];
  if ('anyone' in rule) return 'allowed';
  if (!caller) return 'unauthenticated';
  const scopes = rule[caller.role] ?? [];
  if (resource === undefined) return scopes.length > 0 ? 'allowed' : 'forbidden';
  if (scopes.some((scope) => holds(scope, caller, resource))) return 'allowed';
  const isSecret = rule.hidden || resource.open === false;
  // Who owns a thing or keeps its region knows that it exists.
  const isTold = caller.organizationId !== undefined && resource.knownTo?.includes(caller.organizationId);
  const knows = isTold || holds('own', caller, resource) || holds('region', caller, resource);
  return isSecret && !knows ? 'hidden' : 'forbidden';
}

/**
 * Whether a caller may know the person behind an act: of its own organization or its own office, and an admin of all. Of the acts of others
 * it sees for whom they were done.
 */
export function knowsPerson(
  caller: Caller,
  actor: { role: string; organizationId?: string | undefined; region?: string | undefined },
): boolean {
  if (caller.role === 'admin') return true;
  if (caller.role === 'organizer') return actor.role === 'organizer' && actor.region === caller.region;
  return caller.organizationId !== undefined && actor.organizationId === caller.organizationId;
}

/** Whether an operation's rule depends on the thing acted on, so that its handler must name it. */
export function needsResource(operation: OperationId): boolean {
  const rule: Rule = policy[operation];
  if ('anyone' in rule) return false;
  return (['cooperative', 'buyer', 'organizer'] as const).some((role) =>
    rule[role]?.some((scope) => scope !== 'any'),
  );
}

function holds(scope: Scope, caller: Caller, resource: Resource): boolean {
  switch (scope) {
    case 'any':
      return true;
    case 'open':
      return resource.open === true;
    case 'own':
      return (
        caller.organizationId !== undefined && (resource.owners?.includes(caller.organizationId) ?? false)
      );
    case 'region':
      return (
        caller.region !== undefined &&
        [resource.regionCode ?? []].flat().some((code) => within(code, caller.region!))
      );
    case 'newcomer':
      return caller.organizationId === undefined;
  }
}
