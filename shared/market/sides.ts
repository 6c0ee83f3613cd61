/** Both sides of a match as the scorer sees them, from stored things and from the market's rows alike. */
import { dayOf } from '../clock.ts';
import { kinOf } from '../commodities/commodities.ts';
import type { Cooperative } from '../cooperatives/cooperative.ts';
import { statusOn } from '../credentials/credential.ts';
import { confirmedHolding } from '../holdings/membership.ts';
import { daySaid } from '../local-time.ts';
import type { CredentialState, Demand, Link, Supply } from '../matching/pair.ts';
import { MEMBER, QUALITY_PASS } from '../matching/requirements.ts';
import { guidelinesOf, regionsOf, type SettingFacts } from '../offers/offer-state.ts';
import { requirementsOf } from '../offers/requirements.ts';
import { isStale, type Potential } from '../potentials/potential.ts';
import { assessedOf, readinessOf } from '../readiness/readiness.ts';
import { demandFrom } from './demand.ts';
import type { Blocked } from './match.ts';
import { askedOnce } from './remembered.ts';
import type { CooperativeRow, OfferRow, PotentialRow, QualityRow } from './rows.ts';
import { goodsFrom, linkBetween, monthsBetween, supplyFrom } from './supply.ts';

/** A region that no cooperative lies in: for an offer whose regions and its programme's have come apart. */
const NOWHERE = '00';

/** An offer in its setting as a demand; a stored offer and a row of the market give the same. */
export function demandOf(offer: OfferRow, { poster, programme, payments }: SettingFacts): Demand {
  const regions = regionsOf(offer, programme);
  return demandFrom(
    {
      ...offer,
      deliverTo: homeOf(offer, poster),
      requirements: requirementsOf(offer, programme),
      guidelines: guidelinesOf(offer, programme),
      membersOf: offer.membersOnly === true ? offer.buyerId : undefined,
      regions: regions?.length === 0 ? [NOWHERE] : regions,
    },
    { ...poster, payments },
  );
}

/** Where an offer is at home: where it delivers to, or where who posted it sits (financing delivers nowhere). */
const homeOf = ({ deliverTo }: Pick<OfferRow, 'deliverTo'>, poster: SettingFacts['poster']): string =>
  deliverTo ?? poster.regionCode;

/**
 * A row of the market as a supply of a day: a cooperative, with one of its potentials or none. It scores, and meets or misses
 * requirements, as the stored thing does; why a paper does not count only {@link storedSupply} knows.
 */
export function supplyOf(cooperative: CooperativeRow, potential: PotentialRow | null, today: string): Supply {
  const party = partyOn(cooperative, today);
  const quality = potential?.quality ?? null;
  return {
    id: potential?.id ?? cooperative.id,
    ...party,
    ...(quality === null
      ? {}
      : { credentials: { ...party.credentials, [QUALITY_PASS]: passOn(quality, today) } }),
    monthsSilent: monthsBetween(potential?.confirmedAt ?? cooperative.lastActive, today),
    deliveries: 0,
    onTime: 0,
    goods: potential === null ? null : goodsFrom(potential.commodity, potential.goods),
  };
}

type Party = Pick<
  Supply,
  'region' | 'credentials' | 'kbli' | 'units' | 'storage' | 'memberCount' | 'readiness' | 'memberOf'
>;

/** A cooperative is worked out once a day, however many potentials it has. */
const PARTIES = new WeakMap<CooperativeRow, { day: string; party: Party }>();

function partyOn(cooperative: CooperativeRow, day: string): Party {
  const known = PARTIES.get(cooperative);
  if (known?.day === day) return known.party;
  const { regionCode, kbli, units, storage, memberCount, memberOf } = cooperative;
  const credentials: Record<string, CredentialState> = {};
  for (const [type, paper] of Object.entries(cooperative.credentials)) {
    credentials[type] = statusOn(paper, day);
  }
  if (memberOf !== null) credentials[MEMBER] = 'verified';
  const readiness = readinessOf(cooperative, day);
  const party = { region: regionCode, credentials, kbli, units, storage, memberCount, readiness, memberOf };
  PARTIES.set(cooperative, { day, party });
  return party;
}

const passOn = (quality: QualityRow, today: string): CredentialState => {
  if (quality === 'failed') return 'rejected';
  return quality.passedUntil < today ? 'expired' : 'verified';
};

/** The same from what is stored. */
export function storedSupply(cooperative: Cooperative, potential: Potential | null, now: Date): Supply {
  const today = dayOf(now);
  const assessed = assessedOf(cooperative);
  const { lastActive } = assessed;
  return supplyFrom(
    {
      ...cooperative,
      readiness: readinessOf(assessed, today),
      lastActive,
      memberOf: confirmedHolding(cooperative),
    },
    potential,
    today,
  );
}

/** The way between both, and the kinship of their goods. */
export function linkOf(
  offer: OfferRow,
  { poster }: SettingFacts,
  cooperative: { readonly regionCode: string },
  potential: { readonly commodity: string } | null,
): Link {
  return linkBetween(
    { commodity: offer.commodity, deliverTo: homeOf(offer, poster) },
    cooperative,
    potential,
  );
}

type Confirmed = { readonly confirmedAt: string | number };

/** Whether there is a potential that nobody has confirmed for too long. */
export const isUnconfirmed = (potential: Confirmed | null, now: Date): boolean =>
  potential !== null && isStale(potential, now);

/** What an unconfirmed potential lacks; nothing for a fresh one and for none. */
export function unconfirmed(potential: Confirmed | null, now: Date): Blocked[] {
  if (potential === null || !isStale(potential, now)) return [];
  const since = daySaid(dayOf(new Date(potential.confirmedAt)));
  return [
    {
      requirement: 'confirmation',
      detail: {
        id: `Potensi belum dikonfirmasi sejak ${since.id}: konfirmasi bahwa masih berlaku`,
        en: `The potential was not confirmed since ${since.en}: confirm that it still holds`,
      },
    },
  ];
}

/** The codes of a commodity and of those that may stand in for it or lie on the same shelf; the commodity itself first. */
export const relatedTo = askedOnce((commodity: string): readonly string[] => {
  // Once for each: of ten thousand open offers everyone asks it.
  const others = [...kinOf(commodity, 'close'), ...kinOf(commodity, 'group')];
  return [commodity, ...others.map(({ code }) => code)];
});
