/**
 * The names the table is made of: its key attributes, its two indexes, and every key prefix in use (of what is derived in
 * `derived-keys.ts`, of webhooks in `webhook-keys.ts`). One place, because two nouns that chose the same prefix would read each other's items.
 */
import type { IndexName, Key } from './table.ts';

export const keyAttributes = { partition: 'pk', sort: 'sk' } as const;

/** Both hold every attribute of an item; an item without both keys of an index is not in it. */
export const indexes = {
  list: { name: 'list', partition: 'listPk', sort: 'listSk' },
  owner: { name: 'owner', partition: 'ownerPk', sort: 'ownerSk' },
} as const satisfies Record<IndexName, { name: string; partition: string; sort: string }>;

/** Epoch seconds after which an item is gone; DynamoDB's time to live deletes it some time later. */
export const expiryAttribute = 'expiresAt';

/**
 * Every noun's key is made here, as `PREFIX#id` under a sort key that says which face of the thing it is.
 * Add a function per noun (`cooperativeKey(id)`), and another where a noun has parts (`credentialKey(id, type)`)
 * that shall be read with it in one query. Ids never hold `#`; text from people goes through `keyPart`.
 */
export const cooperativeKey = (id: string): Key => ({ pk: `COOP#${id}`, sk: 'PROFILE' });

/**
 * The partitions whose changes have consequences: `functions/changes` is woken for these and for webhooks that are set up or changed
 * (`webhookProfiles` of `infra/changes.ts`), not by what it writes itself.
 * A reaction to another noun adds its prefix here.
 */
export const announcedPrefixes = [
  'COOP#',
  'POT#',
  'OFFER#',
  'BUYER#',
  'PROGRAMME#',
  'PARTNERSHIP#',
  'TRADE#',
  'TRADING#',
  'EVENT#',
  'NOTICES#',
  'ERASURE#',
] as const;

/** The id in a key that was made as `PREFIX#id`. */
export const idIn = ({ pk }: Key): string => pk.slice(pk.indexOf('#') + 1);

/** Whether both are the key of one item. */
export const isSameKey = (a: Key, b: Key): boolean => a.pk === b.pk && a.sk === b.sk;

/** A part of a key made from free text: `#` and `%` are escaped, so that no text can reach into another key. */
export const keyPart = (text: string): string => text.replaceAll('%', '%25').replaceAll('#', '%23');

/** All cooperatives of a province, ordered by region code: one partition of `list` for each of the 38 provinces. */
export const cooperativesOf = (province: string): string => `COOP#${province}`;

/** The members of a holding, in `owner`. */
export const membersOf = (holdingId: string): string => `MEMBER#${holdingId}`;

/** That a cooperative left a holding on a day: all who did are one partition, in the order of days. */
export const formerMemberKey = (holdingId: string, day: string, cooperativeId: string): Key => ({
  pk: `HOLDING#${holdingId}`,
  sk: `LEFT#${day}#${cooperativeId}`,
});

/** Where those who have left a holding are found. */
export const formerMembers = (holdingId: string) => ({ pk: `HOLDING#${holdingId}`, beginsWith: 'LEFT#' });

/** Holds a business number (NIB) for one organization: there is no second. */
export const nibKey = (nib: string): Key => ({ pk: `NIB#${nib}`, sk: 'HOLDER' });

/** Says for a moment which cooperative an officer has just registered under a name in a place. */
export const registrationKey = (placeAndName: string): Key => ({
  pk: `REGISTRATION#${keyPart(placeAndName)}`,
  sk: 'HOLDER',
});

/** One step of a cooperative's formation. */
export const formationStepKey = (cooperativeId: string, step: string): Key => ({
  pk: `COOP#${cooperativeId}`,
  sk: `${formationPrefix}${step}`,
});

/** What the sort keys of a cooperative's formation steps begin with. */
export const formationPrefix = 'FORMATION#';

/** One mentoring or training session at a cooperative; ids sort by the time they were entered. */
export const mentoringKey = (cooperativeId: string, id: string): Key => ({
  pk: `COOP#${cooperativeId}`,
  sk: `${mentoringPrefix}${id}`,
});

/** What the sort keys of a cooperative's mentoring sessions begin with. */
export const mentoringPrefix = 'MENTORING#';

/** What a cooperative shows of itself to everybody. */
export const micrositeKey = (cooperativeId: string): Key => ({
  pk: `COOP#${cooperativeId}`,
  sk: 'MICROSITE',
});

/** All microsites that are published in `list`, ordered by region code: small, seldom written, so one partition keeps one order for all. */
export const publishedMicrosites = 'MICROSITE';

/** Holds a readable address for the cooperative it was given to, for good. */
export const slugKey = (slug: string): Key => ({ pk: `SLUG#${slug}`, sk: 'HOLDER' });

/** The mentoring sessions at the cooperatives of a province in `list`, ordered by region code, then by day. */
export const mentoringIn = (province: string): string => `MENTORING#${province}`;

export const potentialKey = (id: string): Key => ({ pk: `POT#${id}`, sk: 'PROFILE' });

/** Places a potential in the list of its province: one item may stand in `list` only once, under its commodity. */
export const potentialPlaceKey = (id: string): Key => ({ pk: `POT#${id}`, sk: 'PLACE' });

/** All potentials of a commodity in `list`, ordered by region code, then by cooperative. */
export const potentialsOfCommodity = (commodity: string): string => `POT#${commodity}`;

/** The places of all potentials of a province in `list`, ordered by region code, then by cooperative. */
export const potentialsIn = (province: string): string => `POT-IN#${province}`;

/** The potentials of a cooperative, in `owner`. */
export const potentialsOf = (cooperativeId: string): string => `POT#${cooperativeId}`;

/** A quality check of a potential, below it. */
export const qualityCheckKey = (potentialId: string, id: string): Key => ({
  pk: `POT#${potentialId}`,
  sk: `${qualityCheckPrefix}${id}`,
});

/** What the sort keys of a potential's quality checks begin with. */
export const qualityCheckPrefix = 'CHECK#';

export const buyerKey = (id: string): Key => ({ pk: `BUYER#${id}`, sk: 'PROFILE' });

/** All buyers in `list`, ordered by region code: some thousands in the whole country, so one partition. */
export const allBuyers = 'BUYER';

export const programmeKey = (id: string): Key => ({ pk: `PROGRAMME#${id}`, sk: 'PROFILE' });

/** All programmes in `list`, by the time they were set up: some dozens. */
export const allProgrammes = 'PROGRAMME';

export const offerKey = (id: string): Key => ({ pk: `OFFER#${id}`, sk: 'PROFILE' });

/** Places an offer in the list of its commodity: one item may stand in `list` only once, among all offers. */
export const offerPlaceKey = (id: string): Key => ({ pk: `OFFER#${id}`, sk: 'PLACE' });

/** The places of all offers for a commodity in `list`, by the time they were posted. */
export const offersForCommodity = (commodity: string): string => `OFFER-FOR#${commodity}`;

/** All offers in `list`, by the time they were posted: about ten thousand, so one partition keeps one order for all. */
export const allOffers = 'OFFER';

/** The offers of a buyer, or of a cooperative that posts some itself, in `owner`. */
export const offersOf = (posterId: string): string => `OFFER#${posterId}`;

/** The offers under a programme, in `owner`, by the time they were posted: their places stand there. */
export const offersUnder = (programmeId: string): string => `OFFER-UNDER#${programmeId}`;

/** How far the guidelines of a programme, or of an offer of its own, have been told to the partnerships that waited for them. */
export const releaseKey = ({ pk }: Key): Key => ({ pk, sk: 'RELEASE' });

/** Everything of an event lies in one partition: itself, who takes part, its slots' sheets, its plan, outcomes and tasks. */
export const eventKey = (id: string): Key => ({ pk: `EVENT#${id}`, sk: 'PROFILE' });

/** All events of a province in `list`, by the moment they start. */
export const eventsIn = (province: string): string => `EVENT#${province}`;

/** One organization at an event. */
export const participantKey = (eventId: string, organizationId: string): Key => ({
  pk: `EVENT#${eventId}`,
  sk: `PARTICIPANT#${organizationId}`,
});

/** What the sort keys of an event's participants begin with. */
export const participantPrefix = 'PARTICIPANT#';

/** The events that an organization takes part in, in `owner`, by event. */
export const participationsOf = (organizationId: string): string => `PARTICIPANT#${organizationId}`;

/** How often the link to a party's calendar was renewed. */
export const calendarLinkKey = (eventId: string, organizationId: string): Key => ({
  pk: `EVENT#${eventId}`,
  sk: `CALENDAR#${organizationId}`,
});

/** All meetings of one slot: one item, so that nobody can be in two places by two writes. Slots are at most two digits. */
export const sheetKey = (eventId: string, slot: number): Key => ({
  pk: `EVENT#${eventId}`,
  sk: `SHEET#${String(slot).padStart(2, '0')}`,
});

/** One follow-up task of an event. */
export const followUpKey = (eventId: string, id: string): Key => ({
  pk: `EVENT#${eventId}`,
  sk: `${followUpPrefix}${id}`,
});

/** What the sort keys of an event's follow-up tasks begin with. */
export const followUpPrefix = 'TASK#';

/** Follow-up tasks of all events of a province in `list`, by their last day; those that are done apart. */
export const followUpsIn = (province: string, isDone: boolean): string =>
  `TASK#${province}#${isDone ? 'DONE' : 'OPEN'}`;

/** The same of one organization, in `owner`. */
export const followUpsOf = (organizationId: string, isDone: boolean): string =>
  `TASK#${organizationId}#${isDone ? 'DONE' : 'OPEN'}`;

/** What is kept of an event's latest plan beside its meetings. */
export const planKey = (eventId: string): Key => ({ pk: `EVENT#${eventId}`, sk: 'PLAN' });

/** What the sort keys of an event's sheets begin with. */
export const sheetPrefix = 'SHEET#';
/** What came of a meeting. */
export const outcomeKey = (eventId: string, meetingId: string): Key => ({
  pk: `EVENT#${eventId}`,
  sk: `OUTCOME#${meetingId}`,
});

/** What the sort keys of an event's outcomes begin with. */
export const outcomePrefix = 'OUTCOME#';

export const partnershipKey = (id: string): Key => ({ pk: `PARTNERSHIP#${id}`, sk: 'PROFILE' });

/** Places a partnership below its buyer and its offer: one item stands in each index only once, under its cooperative. */
export const partnershipPlaceKey = (id: string): Key => ({ pk: `PARTNERSHIP#${id}`, sk: 'PLACE' });

/** A claim on a quota, below its partnership; ids sort by the time they were made. */
export const claimKey = (partnershipId: string, id: string): Key => ({
  pk: partnershipKey(partnershipId).pk,
  sk: `${claimPrefix}${id}`,
});

/** What the sort keys of a partnership's claims begin with. */
export const claimPrefix = 'CLAIM#';

/** The open claims of a cooperative in `owner`, and on a buyer in `list`, by the time they were made. */
export const openClaimsOf = (organizationId: string): string => `OPEN-CLAIM#${organizationId}`;

/** What is drawn in one period on the quota of an offer, in one base unit: the shares of its partners, and their total. */
export const quotaPeriod = (offerId: string, period: string, unit: string): string =>
  `QUOTA#${offerId}#${period}#${unit}`;

/** Counts what all partners have drawn in a period. */
export const quotaTotalKey = (quota: string): Key => ({ pk: quota, sk: 'TOTAL' });

/** What the sort keys of shares begin with. */
export const sharePrefix = 'SHARE#';

/** One partner's share of a quota in one period. */
export const shareKey = (quota: string, partnershipId: string): Key => ({
  pk: quota,
  sk: `${sharePrefix}${partnershipId}`,
});

/** Counts what of its claims lies in a cooperative's storage or is to come, in one base unit. */
export const heldKey = (cooperativeId: string, unit: string): Key => ({
  pk: `HELD#${cooperativeId}`,
  sk: unit,
});

/** Holds an offer and a cooperative for the one partnership between them that is open. */
export const openPartnershipKey = (offerId: string, cooperativeId: string): Key => ({
  pk: `PARTNERSHIP-OF#${offerId}`,
  sk: cooperativeId,
});

/** The partnerships of an organization on either side, in `owner`, by the time they were proposed. */
export const partnershipsOf = (organizationId: string): string => `PARTNERSHIP#${organizationId}`;

/** The partnerships with cooperatives of a province in `list`, ordered by region code, then by time. */
export const partnershipsIn = (province: string): string => `PARTNERSHIP#${province}`;

/** The places of an offer's partnerships in `list`, by the time they were proposed. */
export const partnershipsForOffer = (offerId: string): string => `PARTNERSHIP-FOR#${offerId}`;

/** Counts how many partners an offer or a cooperative has. */
export const partnersKey = (id: string): Key => ({ pk: `PARTNERS#${id}`, sk: 'COUNT' });

export const tradeKey = (id: string): Key => ({ pk: `TRADE#${id}`, sk: 'PROFILE' });

/** Places a trade below its buyer and its partnership: one item stands in each index only once, under seller and commodity. */
export const tradePlaceKey = (id: string): Key => ({ pk: `TRADE#${id}`, sk: 'PLACE' });

/** Places a trade in the regions of both sides. */
export const tradeRegionKey = (id: string, side: 'seller' | 'buyer'): Key => ({
  pk: `TRADE#${id}`,
  sk: `IN#${side}`,
});

/** The trades of an organization on either side, in `owner`, by the day of delivery. */
export const tradesOf = (organizationId: string): string => `TRADE#${organizationId}`;

/** All trades in a commodity in `list`, by the day of delivery. */
export const tradesIn = (commodity: string): string => `TRADE#${commodity}`;

/** The places of a partnership's trades in `list`, by the day of delivery. */
export const tradesUnder = (partnershipId: string): string => `TRADE-UNDER#${partnershipId}`;

/** The places of trades with a party in a province in `list`, ordered by region code, then by the day of delivery. */
export const tradesAround = (province: string): string => `TRADE-AROUND#${province}`;

/** A notice to an organization; ids sort by the moment from which they show. */
export const noticeKey = (organizationId: string, id: string): Key => ({
  pk: `NOTICES#${organizationId}`,
  sk: id,
});

/** Which potentials an offer's poster was told of lately, as new among the best. */
export const newMatchesKey = (offerId: string): Key => ({ pk: `NEW-MATCHES#${offerId}`, sk: 'TOLD' });

/** Until when an organization has read its notices. */
export const noticesReadKey = (organizationId: string): Key => ({
  pk: `NOTICES#${organizationId}`,
  sk: 'READ',
});

/** What an organization's confirmed trades say of it: how it pays, and how it delivers. */
export const tradingRecordKey = (organizationId: string): Key => ({
  pk: `TRADING#${organizationId}`,
  sk: 'RECORD',
});

/** What is not paid yet of the trades under a partnership. */
export const unpaidKey = (partnershipId: string): Key => ({
  pk: `PARTNERSHIP#${partnershipId}`,
  sk: 'UNPAID',
});

/** How goods on consignment stand between the two of a partnership. */
export const consignmentKey = (partnershipId: string): Key => ({
  pk: `PARTNERSHIP#${partnershipId}`,
  sk: 'CONSIGNMENT',
});

/** One movement of goods on consignment. */
export const movementKey = (partnershipId: string, id: string): Key => ({
  pk: `PARTNERSHIP#${partnershipId}`,
  sk: `${movementPrefix}${id}`,
});

/** What the sort keys of a consignment's movements begin with. */
export const movementPrefix = 'MOVEMENT#';

/** An entry of the audit trail, below the thing that changed; ids sort by moment. */
export const auditKey = (thingId: string, id: string): Key => ({ pk: `AUDIT#${thingId}`, sk: id });

/** The audit trail of what is an organization's, in `owner`, by moment. */
export const auditOf = (organizationId: string): string => `AUDIT#${organizationId}`;

/** The audit trail of what lies in a province in `list`, by moment. */
export const auditIn = (province: string): string => `AUDIT#${province}`;

/** The recorded answer to one request of one person: all of a person are one partition, so that they can be erased. */
export const idempotencyKey = (person: string, key: string): Key => ({
  pk: `IDEMPOTENCY#${person}`,
  sk: keyPart(key),
});

/** Which person a subject is; found under its hash. */
export const subjectKey = (hash: string): Key => ({ pk: `SUBJECT#${hash}`, sk: 'PERSON' });

/** That a person has written to the thing of a partition. */
export const wroteKey = (person: string, thing: string): Key => ({
  pk: `PERSON#${person}`,
  sk: `${wrotePrefix}${thing}`,
});

/** What the sort keys of what a person has written to begin with. */
export const wrotePrefix = 'WROTE#';

/** An erasure: taken on, then worked off, then kept as the proof that it was done. */
export const erasureKey = (id: string): Key => ({ pk: `ERASURE#${id}`, sk: 'ERASURE' });

/** Erasures in `list`: those that are not done by when they were asked for, the others by when they were done. */
export const erasures = (isDone: boolean): string => (isDone ? 'ERASURE#DONE' : 'ERASURE#OPEN');

/** Until when everything that was erased is out of the file of the embedded store as well. */
export const compactedKey: Key = { pk: 'COMPACTED', sk: 'STATE' };

/** A secret of this deployment, made on first use: the key that seals cursors. */
export const secretKey = (name: string): Key => ({ pk: `SECRET#${name}`, sk: 'SECRET' });

/** Says how far the sample data of this store has come; a store without it was never given any. */
export const sampleKey = (): Key => ({ pk: 'SAMPLE', sk: 'STATE' });
