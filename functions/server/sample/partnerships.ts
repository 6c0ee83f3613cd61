/**
 * The sample's partnerships: those that the news name, at the stages that it tells of (four of Kota Batu, six of Kabupaten Pasuruan),
 * taken there step by step by the rules of the API. Their dates, and the stage of the milk, are invented.
 */
import type { Buyer } from '../../../shared/buyers/buyer.ts';
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import { factsOf } from '../../../shared/market/partnership-facts.ts';
import { noticeWrites } from '../../../shared/notices/notice-store.ts';
import { posterFrom } from '../../../shared/offers/offer-state.ts';
import type { Offer } from '../../../shared/offers/offer.ts';
import type { Partnership, Side, StepInput } from '../../../shared/partnerships/partnership.ts';
import { newPartnershipWrites } from '../../../shared/partnerships/partnership-store.ts';
import { propose, takeStep } from '../../../shared/partnerships/steps.ts';
import { tellingOf } from '../../../shared/partnerships/tellings.ts';
import type { Programme } from '../../../shared/programmes/programme.ts';
import type { Stamp } from '../../../shared/stored.ts';
import { partnershipKey } from '../../../shared/table/keys.ts';
import type { Action, Key } from '../../../shared/table/table.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

/** The steps to a stage, in order; each so many days ago. */
type Way = readonly (readonly [daysAgo: number, by: Side, to: StepInput['to']])[];

const agreed = [
  [35, 'buyer', 'negotiating'],
  [30, 'buyer', 'mou'],
  [28, 'cooperative', 'mou'],
] as const satisfies Way;
const operating = [...agreed, [25, 'buyer', 'operational']] as const satisfies Way;
const tried = [
  [35, 'buyer', 'negotiating'],
  [12, 'buyer', 'trial'],
  [10, 'cooperative', 'trial'],
] as const satisfies Way;

/** Offer, village and way. */
const NAMED: readonly (readonly [offerId: string, village: string, way: Way])[] = [
  ['off_id-food-gula-batu', '35.79.03.1001', operating],
  ['off_lpg-batu', '35.79.03.2004', agreed],
  ['off_sphp-batu', '35.79.02.2008', tried],
  ['off_susu-margo-makmur', '35.79.02.2002', [[20, 'buyer', 'negotiating']]],
  ...[
    '35.14.09.2019',
    '35.14.16.2005',
    '35.14.06.1024',
    '35.14.05.2007',
    '35.14.21.2011',
    '35.14.16.2025',
  ].map((village) => ['off_sphp-pasuruan', village, operating] as const),
];

/** Days ago that all of them were proposed: every offer was posted before. */
const PROPOSED = 38;

type World = {
  cooperatives: readonly Cooperative[];
  buyers: readonly Buyer[];
  offers: readonly Offer[];
  programmes: readonly Programme[];
};

/** Each with its notices, in one transaction. Throws where a rule refuses a step: then the sample contradicts itself. */
export function samplePartnerships(
  world: World,
  moments: Moments,
  stamp: Stamp,
): { key: Key; writes: Action[]; partnership: Partnership }[] {
  const partners = new Map<string, number>();
  return NAMED.map(([offerId, village, way]) => {
    const partnership = taken(world, offerId, village, way, partners.get(offerId) ?? 0, moments);
    partners.set(offerId, (partners.get(offerId) ?? 0) + 1);
    const { told } = tellingOf(partnership, undefined, moments.now);
    return {
      partnership,
      key: partnershipKey(partnership.id),
      writes: [
        ...newPartnershipWrites(partnership, undefined, stamp, undefined),
        ...noticeWrites(told, stamp),
      ],
    };
  });
}

function taken(
  { cooperatives, buyers, offers, programmes }: World,
  offerId: string,
  village: string,
  way: Way,
  partners: number,
  moments: Moments,
): Partnership {
  const digits = village.replaceAll('.', '-');
  const offer = offers.find(({ id }) => id === offerId)!;
  const cooperative = cooperatives.find(({ id }) => id === `coop_${digits}`)!;
  const poster = posterFrom([...buyers, ...cooperatives].find(({ id }) => id === offer.buyerId)!);
  const programme = programmes.find(({ id }) => id === offer.programmeId);
  const pair = { offer, setting: { poster, programme }, cooperative, potential: undefined, partners };
  const at = (daysAgo: number): Date => new Date(moments.ago(daysAgo));
  const names = { offerId, cooperativeId: cooperative.id, note: SAMPLE };
  const id = `part_${offerId.slice('off_'.length)}-${digits}`;
  const proposed = propose(id, names, 'cooperative', offer, { cooperative, buyer: poster }, at(PROPOSED));
  // Papers are looked at as they are on the day of seeding: that is what they rest on from then.
  const facts = factsOf(pair, moments.now);
  return way.reduce(
    (before, [daysAgo, by, to]) => takeStep(before, { to }, by, facts, at(daysAgo)),
    proposed,
  );
}
