/** All cooperatives of a region entered as participants in one call, over HTTP. */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Cooperative } from '../../shared/cooperatives/cooperative.ts';
import { listCooperativesIn } from '../../shared/cooperatives/cooperative-store.ts';
import { invalid } from '../../shared/errors.ts';
import { eventIdSchema } from '../../shared/events/event.ts';
import { readParticipants } from '../../shared/events/event-store.ts';
import { inviteParticipant, isPublic, organizationIdSchema } from '../../shared/events/participant.ts';
import type { PageRequest } from '../../shared/page.ts';
import { regionByCode } from '../../shared/regions/regions.ts';
import { regionCodeSchema } from '../../shared/regions/region.ts';
import type { Table } from '../../shared/table/table.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { eventToChange } from './events.ts';
import { inviteMany, type ToInvite } from './invite-many.ts';
import { operation } from './operation.ts';

/** More than any regency has; a whole province does not fit into one hall. */
const MOST_INVITED = 2000;
const READ_AT_ONCE = 500;

const count = z.int().min(0);
const rowSchema = z
  .strictObject({
    organizationId: organizationIdSchema,
    name: z.string(),
    status: z.enum(['added', 'already-in', 'refused']),
    reason: z.string().optional(),
  })
  .meta({ id: 'InvitedCooperative' });

const invitedSchema = z
  .strictObject({ added: count, alreadyIn: count, refused: count, items: z.array(rowSchema) })
  .meta({
    id: 'InvitedRegion',
    example: {
      added: 1,
      alreadyIn: 0,
      refused: 1,
      items: [
        { organizationId: 'coop_35-14-09-2019', name: 'KDMP Wonokerto', status: 'added' },
        {
          organizationId: 'coop_35-14-16-2005',
          name: 'KDMP Ngabar',
          status: 'refused',
          reason: 'Its office has rejected it.',
        },
      ],
    },
  });

const inviteRegion = operation({
  id: 'inviteRegion',
  method: 'post',
  path: '/v1/events/{eventId}/participants/region',
  tag: 'Events',
  summary: 'Enter all cooperatives of a region as participants',
  description:
    'Says for each what became of it. Called again it adds only those who are not in yet. Whoever withdrew stays out until entered by itself.',
  params: z.strictObject({ eventId: eventIdSchema }),
  body: z
    .strictObject({
      regionCode: regionCodeSchema.optional().meta({ description: 'That of the event when left out' }),
    })
    .meta({ id: 'RegionInvitation', example: { regionCode: '35.14' } }),
  bodyMayLack: true,
  answers: { status: 200, form: 'one', schema: invitedSchema, description: 'What became of each' },
});

/** The route of invitations on `router`. */
export function invitations(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, inviteRegion, async (ask) => {
    const event = await eventToChange(table, ask, ask.params.eventId);
    const regionCode = ask.body.regionCode ?? event.value.regionCode;
    if (!regionByCode(regionCode)) {
      throw invalid(['regionCode'], 'is not a region code in force; look it up under /v1/regions');
    }
    const [cooperatives, participants] = await Promise.all([
      cooperativesOf(table, regionCode),
      readParticipants(table, event.value.id, { withdrawn: true }),
    ]);
    const known = new Map(participants.map((stored) => [stored.value.organizationId, stored]));
    const toInvite: ToInvite<Cooperative>[] = [];
    const rows = new Map<string, z.infer<typeof rowSchema>>();
    const note = (
      { id, name }: Cooperative,
      status: z.infer<typeof rowSchema>['status'],
      reason?: string,
    ): void => {
      rows.set(id, { organizationId: id, name, status, ...(reason === undefined ? {} : { reason }) });
    };
    for (const cooperative of cooperatives) {
      const before = known.get(cooperative.id);
      if (before !== undefined) {
        if (before.value.withdrawnAt === undefined) note(cooperative, 'already-in');
        else note(cooperative, 'refused', 'It has withdrawn; enter it by itself if it comes after all.');
      } else if (!isPublic(cooperative)) {
        note(cooperative, 'refused', 'Its office has rejected it.');
      } else {
        const after = inviteParticipant(
          event.value,
          { organizationId: cooperative.id },
          cooperative,
          ask.stamp.at,
        );
        toInvite.push({
          of: cooperative,
          before,
          after,
          decide: (now) => (now === undefined ? after : undefined),
        });
      }
    }
    for (const { of, status } of await inviteMany(table, toInvite, ask.stamp)) {
      if (status === 'written') note(of, 'added');
      else if (status === 'unchanged') note(of, 'already-in');
      else note(of, 'refused', 'The store was busy; call again.');
    }
    const items = cooperatives.map(({ id }) => rows.get(id)!);
    const total = (wanted: string) => items.filter(({ status }) => status === wanted).length;
    return {
      body: { added: total('added'), alreadyIn: total('already-in'), refused: total('refused'), items },
    };
  });
}

/** Refuses (422) a region with more cooperatives than a hall can hold. */
async function cooperativesOf(table: Table, regionCode: string): Promise<Cooperative[]> {
  const found: Cooperative[] = [];
  let after: PageRequest['after'] | null;
  do {
    const page = { limit: READ_AT_ONCE, ...(after ? { after } : {}) };
    const part = await listCooperativesIn(table, regionCode, page, ({ value }) => value);
    found.push(...part.items);
    after = part.next;
    if (found.length > MOST_INVITED) {
      throw invalid(['regionCode'], `has more than ${MOST_INVITED} cooperatives; name a smaller region`);
    }
  } while (after);
  return found;
}
