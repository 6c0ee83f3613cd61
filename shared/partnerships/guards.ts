/** What stands in the way of a step: the guards of the table, each with a sentence that says what to do. */
import type { Wording } from '../matching/pair.ts';
import type { Requirement } from '../matching/requirements.ts';
import type { Offer } from '../offers/offer.ts';
import type { Requirements } from '../offers/requirements.ts';
import type { GuidelineState } from '../programmes/programme.ts';
import type { HeldPaper } from './partnership.ts';
import type { Guard, Step } from './stages.ts';

/** Something that is lacking: a hard requirement of the offer, or what the offer itself lacks. */
export type Lacking = {
  readonly requirement:
    | Requirement
    | 'offer'
    | 'cooperative'
    | 'scheme'
    | 'partnersWanted'
    | 'guidelines'
    | 'mou'
    | 'quota'
    | 'consignment';
  readonly detail: Wording;
};

/** What the guards look at, as it is now. */
export type Facts = {
  /** Undefined once it was taken away. */
  readonly offer: Offer | undefined;
  /** Those of its programme counted in. */
  readonly requirements: Requirements;
  readonly guidelines: GuidelineState;
  /** Of legal entity and NIB: what is not verified. */
  readonly papers: readonly Lacking[];
  /** Hard requirements of the offer that are not met. */
  readonly unmet: readonly Lacking[];
  /** How many partners the offer has. */
  readonly partners: number;
  /** The papers that the requirements ask for, as they hold now: what it rests on once it operates. */
  readonly restsOn: readonly HeldPaper[];
};

/** What the step lacks, in the order of its guards; empty when it may be taken. Without facts nothing guarded may. */
export function lackingFor({ guards = [] }: Step, facts: Facts | undefined): Lacking[] {
  if (guards.length === 0) return [];
  if (facts?.offer === undefined) return [gone];
  const { offer } = facts;
  return guards.flatMap((guard) => guardRules[guard](facts, offer));
}

const gone: Lacking = {
  requirement: 'offer',
  detail: { id: 'Penawaran sudah dihapus', en: 'The offer was removed' },
};

const guardRules: { [guard in Guard]: (facts: Facts, offer: Offer) => readonly Lacking[] } = {
  papers: ({ papers }) => papers,
  room: ({ partners }, { partnersWanted }) =>
    partnersWanted !== undefined && partners >= partnersWanted ? [full(partnersWanted)] : [],
  'mock-up': (_, { scheme }) => (scheme === 'financing' ? [noMockUp] : []),
  requirements: ({ unmet, guidelines }, offer) => [
    ...unmet,
    ...(guidelines === 'awaited' ? [awaited] : []),
    ...(offer.scheme === 'distribution' && offer.quota === undefined ? [noQuota] : []),
    ...(offer.scheme === 'consignment' && offer.consignment === undefined ? [noConsignment] : []),
  ],
};

const full = (partnersWanted: number): Lacking => ({
  requirement: 'partnersWanted',
  detail: {
    id: `Penawaran sudah mendapat ${partnersWanted} mitra yang dicari`,
    en: `The offer has the ${partnersWanted} partners it wants`,
  },
});

const noMockUp: Lacking = {
  requirement: 'scheme',
  detail: { id: 'Pembiayaan tidak diuji coba tanpa MoU', en: 'Financing is not tried without a MoU' },
};

const awaited: Lacking = {
  requirement: 'guidelines',
  detail: {
    id: 'Juknis program belum terbit: lengkapi syarat sambil menunggu',
    en: 'The guidelines (juknis) are awaited: complete the requirements meanwhile',
  },
};

const noQuota: Lacking = {
  requirement: 'quota',
  detail: { id: 'Kuota tiap mitra belum ditetapkan', en: 'The quota of a partner is not set' },
};

const noConsignment: Lacking = {
  requirement: 'consignment',
  detail: {
    id: 'Komisi dan masa setoran belum ditetapkan',
    en: 'Commission and settlement period are not set',
  },
};
