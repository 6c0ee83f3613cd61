/** The rules of a claim: how it is granted, given back, corrected, delivered and sold on. Pure: what is written follows from what they give. */
import { invalid, Refusal } from '../errors.ts';
import { definedOnly } from '../patch.ts';
import type { Partnership } from '../partnerships/partnership.ts';
import type { Claim, ClaimEntry, ClaimInput, ClaimPart, CorrectionInput, ReleaseInput } from './claim.ts';
import { measuredAs, minus, plus } from './count.ts';
import { drawnFrom, leftIn, noRoom, type Room } from './room.ts';
import { noFigures, standing } from './share.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
/** So that the item stays small, whatever both do to it. */
const MOST_ENTRIES = 100;

type By = ClaimEntry['by'];

/**
 * A new claim, granted whole; with `acceptLess` what is left. Refuses (409) where nothing, or without it not all, is left, naming
 * each bound; and (422) what cannot be compared with the quota or counted.
 */
export function grantClaim(
  id: string,
  { period, amount, unit, content, acceptLess = false }: ClaimInput,
  { id: partnershipId, ...partnership }: Partnership,
  room: Room,
  now: Date,
): Claim {
  const { offerId, cooperativeId, cooperativeName, buyerId, regionCodes, commodity } = partnership;
  const requested = measuredAs(room.unit, { amount, unit, content });
  const granted = acceptLess ? Math.min(requested, leftIn(room)) : requested;
  if (granted === 0) throw noRoom(room, requested);
  const at = now.toISOString();
  const claim = {
    id,
    partnershipId,
    offerId,
    cooperativeId,
    cooperativeName,
    buyerId,
    regionCodes,
    commodity,
    period,
    quantityPeriod: room.quantity?.period,
    asked: definedOnly({ amount, unit, content }),
    unit: room.unit,
    ...noFigures,
    requested,
    granted,
    draws: drawnFrom(room, granted),
    status: 'open' as const,
    history: [{ at, act: 'granted' as const, by: 'cooperative' as const, amount: granted }],
    createdAt: at,
    updatedAt: at,
  };
  return definedOnly(claim);
}

/** The claim once the partner gives back some of what is not delivered; all of it when no amount is named. */
export function releaseClaim(before: Claim, input: ReleaseInput, now: Date): Claim {
  const amount = partOf(before, input, undelivered(before), 'given back');
  return acted(
    { ...before, released: plus(before.released, amount), draws: givenBack(before.draws, amount) },
    { at: now.toISOString(), act: 'released', by: 'cooperative', amount, reason: input.reason },
  );
}

/** The claim once some of it has arrived; all that is open when no amount is named. */
export function deliverClaim(before: Claim, input: ClaimPart, by: By, now: Date): Claim {
  const amount = partOf(before, input, undelivered(before), 'delivered');
  return acted(
    { ...before, delivered: plus(before.delivered, amount) },
    { at: now.toISOString(), act: 'delivered', by, amount },
  );
}

/**
 * The claim once the partner has sold some of it on, so that it lies in its storage no longer. Without an amount: what is
 * delivered, or all where no delivery was ever noted. What is sold was delivered.
 */
export function clearClaim(before: Claim, input: ClaimPart, now: Date): Claim {
  const most = minus(standing(before), before.cleared);
  const usual = before.delivered > before.cleared ? minus(before.delivered, before.cleared) : most;
  const amount = partOf(before, input, most, 'sold on', usual);
  const cleared = plus(before.cleared, amount);
  return acted(
    { ...before, cleared, delivered: Math.max(before.delivered, cleared) },
    { at: now.toISOString(), act: 'cleared', by: 'cooperative', amount },
  );
}

/** What a correction would grant in the whole. Refuses (422) what cannot be compared with the claim. */
export const correctedTo = (before: Claim, input: CorrectionInput): number =>
  input.amount === 0 ? 0 : measuredAs(before.unit, input);

/**
 * The claim once the buyer has corrected what it grants. Refuses (409) less than is delivered or given back already, and more than
 * there is `room` for, which is needed only where it grants more.
 */
export function correctClaim(
  before: Claim,
  input: CorrectionInput,
  room: Room | undefined,
  now: Date,
): Claim {
  const granted = correctedTo(before, input);
  const spent = plus(before.released, before.delivered);
  if (granted < spent) {
    throw new Refusal('conflict', `${spent} ${before.unit} of it is delivered or given back already.`);
  }
  if (granted === before.granted)
    throw new Refusal('conflict', `It grants ${granted} ${before.unit} already.`);
  if (granted > before.granted && before.quantityPeriod !== room?.quantity?.period) {
    throw new Refusal('conflict', 'The quantity of the offer is for another period since: make a new claim.');
  }
  const draws =
    granted < before.granted
      ? givenBack(before.draws, minus(before.granted, granted))
      : together(before.draws, drawnFrom(room!, minus(granted, before.granted)));
  return acted(
    { ...before, granted, draws },
    { at: now.toISOString(), act: 'corrected', by: 'buyer', amount: granted, reason: input.reason },
  );
}

/** The claim as it is shown: an open one with the days that it has waited. */
export const viewClaim = (claim: Claim, now: Date): Claim =>
  claim.status === 'open'
    ? { ...claim, openDays: Math.floor((now.getTime() - Date.parse(claim.createdAt)) / DAY_MS) }
    : claim;

const undelivered = (claim: Claim): number => minus(standing(claim), claim.delivered);

/** How much of a claim a request means. Refuses (409) more than there is, and anything of nothing. */
function partOf(claim: Claim, part: ClaimPart, most: number, done: string, usual = most): number {
  const { amount, unit, content } = part;
  if (most === 0) throw new Refusal('conflict', `Nothing of it is left to be ${done}.`);
  if (amount === undefined) {
    if (unit !== undefined || content !== undefined) throw invalid(['amount'], 'is needed with a unit');
    return usual;
  }
  if (unit === undefined) throw invalid(['unit'], 'is needed with an amount');
  const measured = measuredAs(claim.unit, { amount, unit, content });
  if (measured > most) throw new Refusal('conflict', `Only ${most} ${claim.unit} of it can be ${done}.`);
  return measured;
}

function acted(claim: Claim, entry: ClaimEntry): Claim {
  if (claim.history.length >= MOST_ENTRIES) {
    throw new Refusal('conflict', `It was changed ${MOST_ENTRIES} times; make a new claim.`);
  }
  return { ...claim, status: statusOf(claim), history: [...claim.history, entry], updatedAt: entry.at };
}

function statusOf(claim: Claim): Claim['status'] {
  const stands = standing(claim);
  if (stands === 0) return 'released';
  if (claim.cleared === stands) return 'cleared';
  return claim.delivered === stands ? 'delivered' : 'open';
}

/** Draws with so much less on them: the latest share gets back first, for it can be drawn on longest. */
function givenBack(draws: Claim['draws'], amount: number): Claim['draws'] {
  let open = amount;
  return draws
    .toReversed()
    .flatMap((draw) => {
      const back = Math.min(open, draw.amount);
      open = minus(open, back);
      return back === draw.amount ? [] : [{ ...draw, amount: minus(draw.amount, back) }];
    })
    .toReversed();
}

function together(draws: Claim['draws'], more: Claim['draws']): Claim['draws'] {
  const sums = new Map(draws.map(({ period, amount }) => [period, amount]));
  for (const { period, amount } of more) sums.set(period, plus(sums.get(period) ?? 0, amount));
  return [...sums]
    .map(([period, amount]) => ({ period, amount }))
    .sort((a, b) => (a.period < b.period ? -1 : 1));
}
