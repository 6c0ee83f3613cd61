/** Who takes part in an event, over HTTP: invite, list, read, change. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { readBuyer } from '../../shared/buyers/buyer-store.ts';
import { readCooperative } from '../../shared/cooperatives/cooperative-store.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import { ensureGoesOn } from '../../shared/events/cancellation.ts';
import { eventIdSchema, type Event } from '../../shared/events/event.ts';
import {
  listParticipants as listStored,
  participantWrites,
  readParticipant,
} from '../../shared/events/event-store.ts';
import {
  changeParticipant,
  checkInParticipant as checkedIn,
  inviteParticipant,
  isPublic,
  organizationIdSchema,
  participantChangeSchema,
  participantInputSchema,
  participantSchema,
  sideSchema,
  viewParticipant,
  type Invited,
  type Participant,
} from '../../shared/events/participant.ts';
import { textHolds } from '../../shared/spelling.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { line } from '../../shared/text.ts';
import { mount, notFound, updated, type Ask, type EndpointDeps } from './endpoint.ts';
import { eventToChange, existingEvent } from './events.ts';
import { flag, operation, pageFields } from './operation.ts';
import type { Resource } from './policy.ts';

const ofEvent = { eventId: eventIdSchema };
const path = { ...ofEvent, organizationId: organizationIdSchema };
const one = { form: 'one', schema: participantSchema, versioned: true } as const;

const addParticipant = operation({
  id: 'addParticipant',
  method: 'post',
  path: '/v1/events/{eventId}/participants',
  tag: 'Events',
  summary: 'Enter an organization as a participant',
  description:
    'Whoever withdrew may be entered again. Refusals stay between the party and the organizer, whoever enters them.',
  idempotent: true,
  params: z.strictObject(ofEvent),
  body: participantInputSchema,
  answers: { ...one, status: 201, description: 'Entered' },
});

const listParticipants = operation({
  id: 'listParticipants',
  method: 'get',
  path: '/v1/events/{eventId}/participants',
  tag: 'Events',
  summary: 'List who takes part',
  description: 'Wishes, refusals, limits and attendance are shown to the party itself and to the organizer.',
  params: z.strictObject(ofEvent),
  query: z.strictObject({
    ...pageFields,
    side: sideSchema.optional(),
    checkedIn: flag.optional().meta({ description: 'For the organizer: who is there, or who is not' }),
    q: line(100).optional().meta({ description: 'Part of the name' }),
  }),
  answers: {
    status: 200,
    form: 'list',
    schema: participantSchema,
    description: 'Buyers before cooperatives, in the order of their ids',
  },
});

const getParticipant = operation({
  id: 'getParticipant',
  method: 'get',
  path: '/v1/events/{eventId}/participants/{organizationId}',
  tag: 'Events',
  summary: 'Read one participant',
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'The participant' },
});

const updateParticipant = operation({
  id: 'updateParticipant',
  method: 'patch',
  path: '/v1/events/{eventId}/participants/{organizationId}',
  tag: 'Events',
  summary: 'Change wishes, refusals, absences and limits',
  description:
    'By the party itself or by the organizer; the number of tables by the organizer alone. It counts from the next plan on.',
  conditional: true,
  params: z.strictObject(path),
  body: participantChangeSchema,
  answers: { ...one, status: 200, description: 'As it is now' },
});

const checkInParticipant = operation({
  id: 'checkInParticipant',
  method: 'post',
  path: '/v1/events/{eventId}/participants/{organizationId}/check-in',
  tag: 'Events',
  summary: 'Note at the desk that a participant is there',
  description:
    'For every kind of event; the first time counts. Whoever was noted as not come is here after all; what was cancelled for it stays so until `DELETE …/no-show` or the next plan.',
  conditional: true,
  params: z.strictObject(path),
  answers: { ...one, status: 200, description: 'There' },
});

/** Routes of this noun on `router`. */
export function participants(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, addParticipant, async (ask) => {
    const event = await eventToChange(table, ask, ask.params.eventId);
    const { organizationId } = ask.body;
    const { invited, before } = await newcomer(table, event.value.id, organizationId);
    const participant = inviteParticipant(event.value, ask.body, invited, ask.stamp.at);
    return {
      body: viewParticipant(participant, event.value, true),
      version: (before?.version ?? 0) + 1,
      location: `/v1/events/${event.value.id}/participants/${organizationId}`,
      writes: participantWrites(participant, before, ask.stamp),
    };
  });

  mount(router, deps, listParticipants, async (ask) => {
    const { event, resource } = await existingEvent(table, ask, ask.params.eventId);
    ask.permit(resource);
    const { side, checkedIn, q } = ask.query;
    const isNamed = textHolds(q);
    return listStored(table, event.value.id, await ask.page(side, checkedIn, q), ({ value }) => {
      if (side !== undefined && value.side !== side) return undefined;
      const isPrivy = isPrivyTo(ask, event.value, value);
      if (checkedIn !== undefined && (!isPrivy || checkedIn !== (value.checkedInAt !== undefined))) {
        return undefined;
      }
      return isNamed(value.name) ? viewParticipant(value, event.value, isPrivy) : undefined;
    });
  });

  mount(router, deps, getParticipant, async (ask) => {
    const { event, stored, resource } = await existingParticipant(table, ask, ask.params);
    ask.permit(resource);
    return {
      body: viewParticipant(stored.value, event.value, isPrivyTo(ask, event.value, stored.value)),
      version: stored.version,
    };
  });

  mount(router, deps, updateParticipant, async (ask) => {
    const { event, stored } = await existingParticipant(table, ask, ask.params);
    const resource = partyResource(event.value, stored.value);
    ask.permit(resource);
    ask.expectVersion(stored.version);
    ensureGoesOn(event.value);
    if (ask.body.tables !== undefined && !ask.may('addParticipant', resource)) {
      throw invalid(['tables'], 'are given by the organizer of the event');
    }
    const after = changeParticipant(event.value, stored.value, ask.body, ask.stamp.at);
    return updated(stored, after, viewParticipant(after, event.value, true), () =>
      participantWrites(after, stored, ask.stamp),
    );
  });

  mount(router, deps, checkInParticipant, async (ask) => {
    const { event, stored } = await existingParticipant(table, ask, ask.params);
    ask.permit(partyResource(event.value, stored.value));
    ask.expectVersion(stored.version);
    ensureGoesOn(event.value);
    const after = checkedIn(stored.value, ask.stamp.at);
    return updated(stored, after, viewParticipant(after, event.value, true), () =>
      participantWrites(after, stored, ask.stamp),
    );
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;

/** What the policy needs to know of a participant's own affairs: the party, and the office of the event. */
export function partyResource(event: Event, participant: Participant): Resource {
  return { owners: [participant.organizationId], regionCode: event.regionCode, open: false };
}

/**
 * A participant who takes part, with its event, and what the policy needs to know of the event; or a refusal (404).
 * Two round trips.
 */
export async function existingParticipant(
  table: Table,
  ask: Pick<AnyAsk, 'may' | 'caller'>,
  { eventId, organizationId }: { eventId: string; organizationId: string },
): Promise<{ event: Stored<Event>; stored: Stored<Participant>; resource: Resource }> {
  const [{ event, participant, resource }, read] = await Promise.all([
    existingEvent(table, ask, eventId),
    ask.caller.organizationId === organizationId
      ? undefined
      : readParticipant(table, eventId, organizationId),
  ]);
  const stored = read ?? (ask.caller.organizationId === organizationId ? participant : undefined);
  if (!stored || stored.value.withdrawnAt !== undefined) throw notFound();
  return { event, stored, resource };
}

/** An organization that does not take part yet, or has withdrawn. Refuses (422, 409) anyone else. Two reads beside each other. */
export async function newcomer(
  table: Table,
  eventId: string,
  organizationId: string,
): Promise<{ invited: Invited; before: Stored<Participant> | undefined }> {
  const [invited, before] = await Promise.all([
    readInvited(table, organizationId),
    readParticipant(table, eventId, organizationId),
  ]);
  if (!invited) throw invalid(['organizationId'], 'is not the id of a cooperative or of a verified buyer');
  if (before && before.value.withdrawnAt === undefined) throw alreadyIn();
  return { invited, before };
}

/** Whether the caller may see a participant's private affairs. */
function isPrivyTo(ask: Pick<AnyAsk, 'may'>, event: Event, participant: Participant): boolean {
  return ask.may('updateParticipant', partyResource(event, participant));
}

/** An organization that everyone signed in may know of; only those are invited, since all who take part see each other. */
async function readInvited(table: Table, id: string): Promise<Invited | undefined> {
  const stored = id.startsWith('coop_') ? await readCooperative(table, id) : await readBuyer(table, id);
  return stored && isPublic(stored.value) ? stored.value : undefined;
}

const alreadyIn = (): Refusal =>
  new Refusal('conflict', 'It takes part already; change it instead.', [
    { pointer: '#/organizationId', detail: 'takes part already', in: 'body' },
  ]);
