/** The messages of webhooks in the OpenAPI document, under `webhooks`: their headers, their bodies, what a receiver answers. */
import type { OpenAPIHono } from '@hono/zod-openapi';
import * as z from 'zod';
import { storedNoticeSchema } from '../../shared/notices/notice.ts';
import { meetingSchema } from '../../shared/events/meeting.ts';
import { claimSchema } from '../../shared/quotas/claim.ts';
import { claimTypes, noticeTypes, TEST_TYPE } from '../../shared/webhooks/message-types.ts';

const instant = z.iso.datetime();
const id = z.string();

const headers = z.object({
  'webhook-id': z.string().meta({
    description: 'Names the message: the same at every try, so that what came twice is seen',
    example: 'msg_0c8f4cf1b1f2a3e09d5c7b6a41e2d3f4',
  }),
  'webhook-timestamp': z
    .string()
    .meta({ description: 'When this try was made, in Unix seconds; refuse what is older than five minutes' }),
  'webhook-signature': z.string().meta({
    description:
      '`v1,` and the HMAC-SHA256 of `id.timestamp.body` in base64; two of them, with a space between, for a day after a new secret',
  }),
});

const at = '2025-11-05T03:00:00.000Z';

const message = <Type extends z.ZodType, Data extends z.ZodType>(type: Type, data: Data) =>
  z.strictObject({
    type,
    timestamp: instant.meta({ description: 'When it happened' }),
    data,
  });

const meetingFields = meetingSchema.pick({ slot: true, table: true, state: true }).shape;

const told = [
  {
    name: 'notice',
    summary: 'What the organization is told',
    description:
      'Everything that `GET /v1/notices` shows, from the moment on at which it shows there: new matches, steps of partnerships, guidelines, papers, events. Who did something is not told of it.',
    schema: message(z.enum(noticeTypes), storedNoticeSchema.meta({ id: 'ToldNotice' })),
    example: {
      type: 'partnership.proposed',
      timestamp: at,
      data: {
        id: 'ntc_019a4b6f2c00aa11bb22cc33dd44ee55',
        organizationId: 'coop_35-79-02-2008',
        kind: 'partnership-proposed',
        at,
        about: { partnershipId: 'part_0199c2a4f3b07c1e9a54b3f0c2d1e0ee', offerId: 'off_sphp-beras' },
        text: {
          id: 'Kemitraan “Beras SPHP” dengan Perum Bulog: Diusulkan oleh pembeli atau mitra',
          en: 'Partnership “Beras SPHP” with Perum Bulog: Proposed by the buyer',
        },
      },
    },
  },
  {
    name: 'claim',
    summary: 'What is done to a claim',
    description: 'To both sides of its partnership, whoever did it. `data` is the claim as it was then.',
    schema: message(z.enum(claimTypes), claimSchema),
    example: { type: 'claim.granted', timestamp: at, data: claimSchema.meta()!['example'] },
  },
  {
    name: 'schedulePublished',
    summary: 'The schedule of an event is published',
    description: 'To everyone who takes part; the own meetings are read with `getSchedule`.',
    schema: message(
      z.literal('schedule.published'),
      z.strictObject({
        eventId: id,
        organizationId: id,
        name: z.string(),
        venue: z.string(),
        startsAt: instant,
        publishedAt: instant,
      }),
    ),
    example: {
      type: 'schedule.published',
      timestamp: at,
      data: {
        eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
        organizationId: 'buy_bulog',
        name: 'Temu Bisnis Kota Batu',
        venue: 'Balai Kota Among Tani',
        startsAt: '2025-11-26T02:00:00.000Z',
        publishedAt: at,
      },
    },
  },
  {
    name: 'scheduleChanged',
    summary: 'A meeting of a published schedule is new, moved, cancelled, held or missed',
    description: 'To both who meet.',
    schema: message(
      z.literal('schedule.changed'),
      z.strictObject({
        eventId: id,
        organizationId: id,
        meetingId: id,
        cooperativeId: id,
        buyerId: id,
        ...meetingFields,
      }),
    ),
    example: {
      type: 'schedule.changed',
      timestamp: at,
      data: {
        eventId: 'evt_0199c2a4f3b07c1e9a54b3f0c2d1e0ee',
        organizationId: 'buy_bulog',
        meetingId: 'mtg_0199c2a4f3b07c1e9a54b3f0c2d1e0ff',
        cooperativeId: 'coop_35-79-02-2008',
        buyerId: 'buy_bulog',
        slot: 4,
        table: 2,
        state: 'planned',
      },
    },
  },
  {
    name: 'test',
    summary: 'A test message, when it is asked for',
    description: 'By `testWebhook`, whatever types the webhook brings.',
    schema: message(z.literal(TEST_TYPE), z.strictObject({ webhookId: id, organizationId: id })),
    example: {
      type: TEST_TYPE,
      timestamp: at,
      data: { webhookId: 'whk_0199c2a4f3b07c1e9a54b3f0c2d1e0aa', organizationId: 'buy_bulog' },
    },
  },
] as const;

/** The schemas of the messages, by the name that they have in the document. */
export const messageSchemas = Object.fromEntries(told.map(({ name, schema }) => [name, schema]));

/** Enters the messages into the document. */
export function registerMessages(registry: OpenAPIHono['openAPIRegistry']): void {
  for (const { name, summary, description, schema, example } of told) {
    registry.registerWebhook({
      method: 'post',
      path: name,
      operationId: `receive${name[0]!.toUpperCase()}${name.slice(1)}`,
      tags: ['Notices'],
      summary,
      description,
      security: [],
      request: {
        headers,
        body: { required: true, content: { 'application/json': { schema, example } } },
      },
      responses: {
        '2XX': { description: 'Taken. Answer within ten seconds, and work afterwards' },
        '410': { description: 'Never again: the webhook is stopped' },
        default: {
          description:
            'Tried again, ten times in three days, after the Retry-After of a 429 or 503; redirects are not followed',
        },
      },
    });
  }
}
