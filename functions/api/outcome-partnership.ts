/** The partnership that an outcome leads to: opened, carried on or withdrawn, in the same transaction, and never opened twice. */
import type { Event } from '../../shared/events/event.ts';
import { isSigned, leadsOn, type Outcome, type Recorder } from '../../shared/events/outcome.ts';
import { factsOf, hindranceOf, type Pair } from '../../shared/market/partnership-facts.ts';
import { tellingWrites } from '../../shared/notices/notice-store.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import type { Lacking } from '../../shared/partnerships/guards.ts';
import { afterMeeting, withoutMeeting } from '../../shared/partnerships/met.ts';
import { isOpen, type Partnership } from '../../shared/partnerships/partnership.ts';
import {
  newPartnershipWrites,
  partnershipWrites,
  readPartnership,
} from '../../shared/partnerships/partnership-store.ts';
import { propose } from '../../shared/partnerships/steps.ts';
import { tellingOf } from '../../shared/partnerships/tellings.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Action, Table } from '../../shared/table/table.ts';
import type { Ask } from './endpoint.ts';

/** What an outcome led to, and what keeps it from more. */
export type LedTo = { partnership: Partnership | undefined; lacking: readonly Lacking[]; writes: Action[] };

type Asking = Pick<Ask<unknown, unknown, unknown>, 'now' | 'stamp' | 'newId'>;

/**
 * The partnership after an outcome: the open one of this offer and cooperative, or a new one. The one that `before` led to is not
 * opened again where the two have ended it since, and is withdrawn where it no longer fits and neither has gone on with it.
 * At most one round trip.
 */
export async function carriedOn(
  table: Table,
  said: Outcome,
  before: Outcome | undefined,
  by: Recorder,
  pair: Pair | undefined,
  event: Event,
  ask: Asking,
): Promise<LedTo> {
  const read = async (id: string | undefined) => (id === undefined ? undefined : readPartnership(table, id));
  const [earlier, held] = await Promise.all([read(before?.partnershipId), read(pair?.held)]);
  const fits = leadsOn(said) && earlier?.value.offerId === said.offerId;
  const withdrawn = earlier && !fits ? withdraw(earlier, said, by, ask) : [];
  if (!leadsOn(said)) return { ...nothing, writes: withdrawn };
  const led = ledTo(said, by, pair, fits ? earlier : undefined, held, event, ask);
  return { ...led, writes: [...led.writes, ...withdrawn] };
}

const nothing = { partnership: undefined, lacking: [], writes: [] };

function withdraw(earlier: Stored<Partnership>, said: Outcome, by: Recorder, ask: Asking): Action[] {
  const note = 'Hasil pertemuan dikoreksi (the outcome of the meeting was corrected)';
  const after = withoutMeeting(earlier.value, said, by, note, ask.now);
  if (after === earlier.value) return [];
  return [...partnershipWrites(after, earlier, ask.stamp, undefined), ...told(after, earlier.value, ask)];
}

function ledTo(
  said: Outcome,
  by: Recorder,
  pair: Pair | undefined,
  earlier: Stored<Partnership> | undefined,
  held: Stored<Partnership> | undefined,
  event: Event,
  ask: Asking,
): LedTo {
  const { eventId, meetingId } = said;
  const after = (current: Partnership, whole: Pair) => {
    const what = { by, isSigned: isSigned(said), note: `Bertemu di (met at) ${event.name}` };
    return afterMeeting(current, { eventId, meetingId }, what, factsOf(whole, ask.now), ask.now);
  };
  const known = [earlier, held].flatMap((one) => (one ? [{ one, current: asOf(one.value, ask.now) }] : []));
  const open = known.find(({ current }) => isOpen(current));
  if (open && pair) {
    const { partnership, lacking } = after(open.current, pair);
    const isSame = partnership === open.current;
    const wanted = pair.offer?.partnersWanted;
    if (isSame) return { partnership, lacking, writes: [] };
    const writes = partnershipWrites(partnership, open.one, ask.stamp, wanted);
    return { partnership, lacking, writes: [...writes, ...told(partnership, open.current, ask)] };
  }
  if (earlier) return { ...nothing, partnership: asOf(earlier.value, ask.now) };
  if (pair === undefined) return { ...nothing, lacking: [noOffer] };
  const { offer, setting, cooperative } = pair;
  const hindrance = hindranceOf(pair, ask.now);
  if (hindrance || !offer || !setting || !cooperative) return { ...nothing, lacking: [hindrance ?? noOffer] };
  const proposed = propose(
    ask.newId('part'),
    { offerId: offer.id, cooperativeId: cooperative.id, potentialId: said.potentialId },
    by,
    offer,
    { cooperative, buyer: setting.poster },
    ask.now,
  );
  const { partnership, lacking } = after(proposed, pair);
  const lapsed = held && { before: held, after: asOf(held.value, ask.now) };
  const writes = newPartnershipWrites(partnership, lapsed, ask.stamp, offer.partnersWanted);
  return { partnership, lacking, writes: [...writes, ...told(partnership, undefined, ask)] };
}

const told = (after: Partnership, before: Partnership | undefined, ask: Asking): Action[] =>
  tellingWrites(tellingOf(after, before, ask.now), ask.stamp);

const noOffer: Lacking = {
  requirement: 'offer',
  detail: {
    id: 'Belum ada penawaran: sebutkan penawaran pembeli agar menjadi kemitraan',
    en: "There is no offer: name one of the buyer's to make it a partnership",
  },
};
