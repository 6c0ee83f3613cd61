/** What came of a meeting, over HTTP: recorded by the organizer or by either side, shown to both, and turned into a partnership. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { dayOf } from '../../shared/clock.ts';
import { invalid, Refusal, under } from '../../shared/errors.ts';
import { eventIdSchema, slotTimes, type Event } from '../../shared/events/event.ts';
import { setFollowUp } from '../../shared/events/follow-up.ts';
import { followUpWrites } from '../../shared/events/follow-up-store.ts';
import { meetingIdSchema } from '../../shared/events/meeting.ts';
import { markMeeting } from '../../shared/events/meeting-rules.ts';
import { meetingWrites } from '../../shared/events/meeting-store.ts';
import {
  isSigned,
  leadsOn,
  outcomeInputSchema,
  outcomeSchema,
  recordOutcome as recorded,
  type Outcome,
  type OutcomeInput,
  type OutcomeView,
} from '../../shared/events/outcome.ts';
import { outcomeWrites, readOutcome } from '../../shared/events/outcome-store.ts';
import { readPair, type Pair } from '../../shared/market/partnership-facts.ts';
import { sidesToConfirm } from '../../shared/partnerships/met.ts';
import type { Partnership } from '../../shared/partnerships/partnership.ts';
import { readPartnership } from '../../shared/partnerships/partnership-store.ts';
import { asOf } from '../../shared/partnerships/as-of.ts';
import type { Action } from '../../shared/table/table.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { existingEvent } from './events.ts';
import { existingMeeting, meetingResource, type FoundMeeting } from './day.ts';
import { limitGuards } from './meetings.ts';
import { operation } from './operation.ts';
import { carriedOn, type LedTo } from './outcome-partnership.ts';
import { actorOf } from './partnerships.ts';

const params = z.strictObject({ eventId: eventIdSchema, meetingId: meetingIdSchema });
const path = '/v1/events/{eventId}/meetings/{meetingId}/outcome';
const one = { status: 200, form: 'one', schema: outcomeSchema, versioned: true, derived: true } as const;

const recordOutcome = operation({
  id: 'recordOutcome',
  method: 'post',
  path,
  tag: 'Events',
  summary: 'Record what came of a meeting, or correct it',
  description:
    'By the organizer, or by either side once the meeting has begun; the last word stands and the earlier ones are kept. The meeting counts as held. With an offer of the buyer, all but no-interest becomes a partnership under negotiation, or carries one on; where something was signed each side confirms the MoU by recording it, and `lacking` says what keeps it from that.',
  idempotent: true,
  conditional: true,
  params,
  body: outcomeInputSchema,
  answers: { ...one, description: 'As it is now' },
});

const getOutcome = operation({
  id: 'getOutcome',
  method: 'get',
  path,
  tag: 'Events',
  summary: 'Read what came of a meeting',
  description: 'By the organizer and by both sides; 404 until somebody has said so.',
  params,
  answers: { ...one, description: 'The outcome' },
});

/** Routes of outcomes on `router`. */
export function outcomes(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, recordOutcome, async (ask) => {
    const { eventId, meetingId } = ask.params;
    const [found, before] = await Promise.all([
      existingMeeting(table, ask, ask.params),
      readOutcome(table, eventId, meetingId),
    ]);
    ask.permit(found.resource);
    ask.expectVersion(before?.version ?? 0);
    const by = actorOf(ask.caller, found.meeting);
    if (by !== 'organizer') ensureBegun(found, ask.now);
    const held = markMeeting(found.day, found.meeting, 'held', ask.stamp.at);
    const wanted = withOffer(ask.body, before?.value, found);
    const pair = await pairOf(deps, found, wanted, ask.body);
    const input = { ...wanted, potentialId: pair?.potential?.id };
    const meeting = { ...found.meeting, eventId };
    const followUpId = ask.newId('task');
    const said = recorded(meeting, input, before?.value, by, pair?.offer, followUpId, ask.stamp.at);
    const led = await carriedOn(table, said, before?.value, by, pair, found.event.value, ask);
    const after = linked(said, led);
    const isNew = after !== before?.value;
    return {
      body: viewOutcome(after, led.partnership, led.lacking),
      version: (before?.version ?? 0) + (isNew ? 1 : 0),
      writes: [
        ...(isNew ? outcomeWrites(after, before, ask.stamp) : []),
        ...(held === found.meeting
          ? []
          : [...meetingWrites(eventId, found.sheets, [held], ask.stamp), ...limitGuards(ask, found)]),
        ...followUpOf(after, before?.value, found.event.value, ask),
        ...led.writes,
      ],
    };
  });

  mount(router, deps, getOutcome, async (ask) => {
    const { eventId, meetingId } = ask.params;
    const [{ event }, stored] = await Promise.all([
      existingEvent(table, ask, eventId),
      readOutcome(table, eventId, meetingId),
    ]);
    if (!stored) throw notFound();
    ask.permit(meetingResource(event.value, stored.value));
    const { partnershipId } = stored.value;
    const partnership = partnershipId === undefined ? undefined : await readPartnership(table, partnershipId);
    const now = partnership && asOf(partnership.value, ask.now);
    return { body: viewOutcome(stored.value, now), version: stored.version };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** A side says what came of a meeting once it has begun; before, only the office may know that it was brought forward. */
function ensureBegun({ event, meeting }: FoundMeeting, now: Date): void {
  const slot = slotTimes(event.value)[meeting.slot - 1];
  if (slot === undefined || Date.parse(slot.startsAt) <= now.getTime()) return;
  throw new Refusal('conflict', `The meeting begins at ${slot.startsAt}; say then what came of it.`);
}

/** Offer and potential as said now, as said before, or else those the two were brought together for. */
function withOffer(
  input: OutcomeInput,
  before: Outcome | undefined,
  { meeting }: FoundMeeting,
): OutcomeInput {
  const offerId = input.offerId ?? before?.offerId ?? meeting.offerId;
  const earlier = [before, meeting].find((one) => one?.offerId === offerId && offerId !== undefined);
  const potentialId = input.potentialId ?? earlier?.potentialId;
  return {
    ...input,
    ...(offerId === undefined ? {} : { offerId }),
    ...(potentialId === undefined ? {} : { potentialId }),
  };
}

/**
 * The offer and the cooperative as they are now. Refuses (422) what was `said` to be of these two and is not; what the meeting was
 * planned for may be gone by now, and is then left out.
 */
async function pairOf(
  { table }: EndpointDeps,
  { meeting: { cooperativeId, buyerId } }: FoundMeeting,
  { offerId, potentialId }: OutcomeInput,
  said: OutcomeInput,
): Promise<Pair | undefined> {
  if (offerId === undefined) {
    if (said.potentialId !== undefined) throw invalid(['potentialId'], 'goes with an offer');
    return undefined;
  }
  const pair = await readPair(table, { offerId, cooperativeId, potentialId });
  const isOfBuyer = pair.offer?.buyerId === buyerId;
  if (!isOfBuyer && said.offerId !== undefined)
    throw invalid(['offerId'], "is not one of this buyer's offers");
  const isOfCooperative = pair.potential?.cooperativeId === cooperativeId;
  if (!isOfCooperative && said.potentialId !== undefined) {
    throw invalid(['potentialId'], 'is not a potential of this cooperative');
  }
  if (!isOfBuyer) return undefined;
  return isOfCooperative ? pair : { ...pair, potential: undefined };
}

/** The outcome with the partnership that came of it. */
function linked(said: Outcome, { partnership }: LedTo): Outcome {
  if (said.partnershipId === partnership?.id) return said;
  const { partnershipId: _, ...rest } = said;
  return partnership === undefined ? rest : { ...rest, partnershipId: partnership.id };
}

/** The task of a follow-up that was not there before: its recorder's, or the office's own. */
function followUpOf(after: Outcome, before: Outcome | undefined, event: Event, ask: AnyAsk): Action[] {
  const { followUp, meetingId } = after;
  if (followUp === undefined || followUp.id === before?.followUp?.id) return [];
  const { id, title, dueOn } = followUp;
  const { organizationId } = ask.caller;
  const owner = organizationId === undefined ? {} : { organizationId };
  const moment = { at: ask.stamp.at, today: dayOf(ask.now, event.regionCode) };
  const task = under(['followUp'], () =>
    setFollowUp(id, event, { title, dueOn, meetingId, ...owner }, moment),
  );
  return followUpWrites(task, undefined, ask.stamp);
}

function viewOutcome(
  outcome: Outcome,
  partnership: Partnership | undefined,
  lacking: LedTo['lacking'] = [],
): OutcomeView {
  const waitsFor = partnership && leadsOn(outcome) && isSigned(outcome) ? sidesToConfirm(partnership) : [];
  return {
    ...outcome,
    ...(partnership && { stage: partnership.stage }),
    ...(waitsFor.length > 0 && { waitsFor }),
    ...(lacking.length > 0 && { lacking: [...lacking] }),
  };
}
