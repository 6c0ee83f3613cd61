/** Links by which a calendar app follows a party's schedule without a token: shown, renewed, followed. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { calendarOf } from '../../shared/events/calendar.ts';
import { readFollowed, renewalWrites } from '../../shared/events/calendar-link-store.ts';
import { eventIdSchema } from '../../shared/events/event.ts';
import { organizationIdSchema } from '../../shared/events/participant.ts';
import { calendarKey, isCalendarKey, type Opened } from './calendar-key.ts';
import { fileName } from './download.ts';
import { mount, notFound, type Ask, type EndpointDeps } from './endpoint.ts';
import { operation } from './operation.ts';
import { assembled, readMeetings } from './papers.ts';
import { partyResource } from './participants.ts';

const ofParty = z.strictObject({ eventId: eventIdSchema, organizationId: organizationIdSchema });

const path =
  '/v1/events/evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee/calendar.ics?organizationId=buy_bulog&key=u0h0xPq9d3YcJ7l2RkWv8nTzB5sMa1Qe';
const example = { path, url: `https://titik-temu.example${path}` };

const link = {
  status: 200,
  form: 'one',
  schema: z
    .strictObject({
      path: z.string().meta({ description: 'The same without the service’s address' }),
      url: z.url().meta({
        description:
          'What a calendar app follows; with `webcal:` in the place of `https:` a phone asks at once whether to. Whoever has it can read this calendar and nothing else',
      }),
    })
    .meta({ id: 'CalendarLink', example }),
} as const;

const getCalendarLink = operation({
  id: 'getCalendarLink',
  method: 'get',
  path: '/v1/events/{eventId}/participants/{organizationId}/calendar-link',
  tag: 'Events',
  summary: 'The link by which a calendar app follows a party’s schedule',
  description:
    'For the party itself, and for the organizer to send on. It works before the schedule is published, and is empty until then.',
  params: ofParty,
  answers: { ...link, description: 'The link' },
});

const renewCalendarLink = operation({
  id: 'renewCalendarLink',
  method: 'post',
  path: '/v1/events/{eventId}/participants/{organizationId}/calendar-link',
  tag: 'Events',
  summary: 'Make a new link; those before stop working',
  description: 'For when a link has come into the wrong hands.',
  params: ofParty,
  answers: { ...link, description: 'The new link' },
});

const getCalendarFeed = operation({
  id: 'getCalendarFeed',
  method: 'get',
  path: '/v1/events/{eventId}/calendar.ics',
  tag: 'Events',
  summary: 'The calendar behind a link (iCalendar)',
  description:
    'For calendar apps, which send no token: the key in the link is the right to read. What it holds is that of `getScheduleCalendar`.',
  params: z.strictObject({ eventId: eventIdSchema }),
  query: z.strictObject({
    organizationId: organizationIdSchema,
    key: z.string().min(1).max(100).meta({ description: 'As the link has it' }),
  }),
  answers: {
    status: 200,
    form: 'text/calendar',
    schema: z.undefined(),
    description: 'Its meetings',
  },
});

/** Routes of the links on `router`. */
export function calendarLinks(router: Hono, deps: EndpointDeps): void {
  const { table, cursorKey: secret } = deps;

  /** Of a party that takes part, for itself or its organizer; else a refusal (404). */
  const renewalsOf = async (
    ask: AnyAsk,
    { eventId, organizationId }: z.infer<typeof ofParty>,
  ): Promise<number> => {
    const { event, participant, renewals } = await readFollowed(table, eventId, organizationId);
    if (!event || !participant || participant.value.withdrawnAt !== undefined) throw notFound();
    ask.permit(partyResource(event.value, participant.value));
    return renewals;
  };

  const linkTo = async (opened: Opened): Promise<{ path: string; url: string }> => {
    const { eventId, organizationId } = opened;
    const query = new URLSearchParams({ organizationId, key: calendarKey(await secret(), opened) });
    const path = `/v1/events/${eventId}/calendar.ics?${query.toString()}`;
    return { path, url: deps.publicUrl + path };
  };

  mount(router, deps, getCalendarLink, async (ask) => {
    const renewals = await renewalsOf(ask, ask.params);
    return { body: await linkTo({ ...ask.params, renewals }) };
  });

  mount(router, deps, renewCalendarLink, async (ask) => {
    const renewals = await renewalsOf(ask, ask.params);
    const { eventId, organizationId } = ask.params;
    return {
      body: await linkTo({ ...ask.params, renewals: renewals + 1 }),
      writes: renewalWrites(eventId, organizationId, renewals, ask.stamp),
    };
  });

  mount(router, deps, getCalendarFeed, async (ask) => {
    const { eventId } = ask.params;
    const { organizationId, key } = ask.query;
    const { event, participant, renewals } = await readFollowed(table, eventId, organizationId);
    if (!event || !participant) throw notFound();
    if (!isCalendarKey(key, await secret(), { eventId, organizationId, renewals })) throw notFound();
    deps.takeShare(`calendar of ${organizationId}`);
    const isShown = event.value.publishedAt !== undefined;
    const meetings = isShown ? await readMeetings(table, eventId) : [];
    const papers = await assembled(table, event.value, meetings, organizationId);
    const content = calendarOf(papers.event, papers.whose, papers.meetings, papers.titles);
    return { file: { name: fileName('ics', 'jadwal', participant.value.name), content } };
  });
}

type AnyAsk = Ask<unknown, unknown, unknown>;
