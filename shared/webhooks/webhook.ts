/** A webhook: the address at which a system of an organization is told what concerns it; its shapes, and what becomes of it. */
import * as z from 'zod';
import { organizationIdSchema } from '../events/participant.ts';
import { idPattern } from '../ids.ts';
import { line } from '../text.ts';
import { messageTypes, type MessageType } from './message-types.ts';

/** As many as an organization may have: production, its double, a test, and two more. */
export const MOST_WEBHOOKS = 5;
/** How long messages are signed with the secret before as well, once it was renewed. */
const BOTH_SECRETS_MS = 24 * 60 * 60 * 1000;

export const webhookIdSchema = z
  .string()
  .regex(idPattern('whk'), 'takes the id of a webhook, such as whk_0199…')
  .meta({ description: 'Id of a webhook', example: 'whk_0199c2a4f3b07c1e9a54b3f0c2d1e0aa' });

const typesSchema = z
  .array(z.enum(messageTypes).meta({ id: 'WebhookMessageType' }))
  .min(1)
  .max(messageTypes.length)
  .refine((types) => new Set(types).size === types.length, 'names a type twice')
  .meta({ description: 'Which messages are wanted; all, also those that are yet to come, when left out' });

const name = line(100).meta({ description: 'What it is for, in the own words', example: 'E-procurement' });

/** What a caller sends to set one up. */
export const webhookInputSchema = z
  .strictObject({
    url: z.url('takes an https address, such as https://erp.example.co.id/titik-temu').max(2000).meta({
      description:
        'Over https, on port 443 or from 1024 on, without user name and password, at public addresses only. Redirects are not followed',
      example: 'https://erp.example.co.id/titik-temu',
    }),
    types: typesSchema.optional(),
    name: name.optional(),
    organizationId: organizationIdSchema
      .optional()
      .meta({ description: 'Whose news it brings; the own organization when left out' }),
  })
  .meta({
    id: 'WebhookInput',
    example: {
      url: 'https://erp.example.co.id/titik-temu',
      types: ['match.new', 'partnership.step', 'claim.granted'],
    },
  });
export type WebhookInput = z.infer<typeof webhookInputSchema>;

/** What a caller sends to change one. */
export const webhookChangeSchema = z
  .strictObject({
    types: typesSchema.nullable().meta({ description: 'null for all' }),
    name: name.nullable(),
    isActive: z.boolean().meta({
      description:
        'false stops deliveries; true takes them up again, also where the service has stopped them. What is younger than a week is then delivered',
    }),
  })
  .partial()
  .meta({ id: 'WebhookChange', example: { types: ['claim.granted'], isActive: true } });
export type WebhookChange = z.infer<typeof webhookChangeSchema>;

/** `own`: by its organization. `failing`: nothing was taken for days. `gone`: the receiver answered 410. */
const stops = ['own', 'failing', 'gone'] as const;

const instant = z.iso.datetime();

/** What became of its deliveries lately. */
const courseSchema = z.strictObject({
  failingSince: instant.optional().meta({ description: 'Since when nothing was taken' }),
  lastDeliveredAt: instant.optional(),
  lastFailure: z
    .strictObject({ at: instant, detail: z.string() })
    .optional()
    .meta({ id: 'WebhookFailure', description: 'The last try that was not taken, and why' }),
});
export type Course = z.infer<typeof courseSchema>;

/** A webhook as it is stored. Its secret is not: it follows from `generation`. */
export type Webhook = {
  id: string;
  organizationId: string;
  url: string;
  types?: readonly MessageType[];
  name?: string;
  /** How often its secret was renewed, and when last. */
  generation: number;
  renewedAt?: string;
  stopped?: { at: string; because: (typeof stops)[number] };
  createdAt: string;
  updatedAt: string;
};

/** A webhook as it is shown. */
export const webhookSchema = courseSchema
  .extend({
    id: webhookIdSchema,
    organizationId: organizationIdSchema,
    url: z.url(),
    types: z.array(z.enum(messageTypes)).optional().meta({ description: 'All when left out' }),
    name: z.string().optional(),
    status: z
      .enum(['active', 'failing', 'stopped'])
      .meta({ description: 'failing: the last messages were not taken, and are tried again' }),
    stoppedAt: instant.optional(),
    stoppedBecause: z.enum(stops).optional().meta({
      description:
        'own: by its organization. failing: nothing was taken for five days. gone: the receiver answered 410',
    }),
    earlierSecretUntil: instant
      .optional()
      .meta({ description: 'Until when messages are signed with the secret before as well' }),
    createdAt: instant,
    updatedAt: instant,
  })
  .meta({
    id: 'Webhook',
    example: {
      id: 'whk_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      organizationId: 'buy_bulog',
      url: 'https://erp.example.co.id/titik-temu',
      types: ['match.new', 'partnership.step', 'claim.granted'],
      status: 'active',
      lastDeliveredAt: '2025-11-05T03:00:00.000Z',
      createdAt: '2025-11-03T03:00:00.000Z',
      updatedAt: '2025-11-03T03:00:00.000Z',
    },
  });

const secret = z.string().meta({
  description: 'Signs its messages; shown here and never again. Keep it where secrets are kept',
  example: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
});

/** A webhook that was just set up, with its secret. */
export const newWebhookSchema = webhookSchema.extend({ secret }).meta({
  id: 'NewWebhook',
  example: {
    ...(webhookSchema.meta()!['example'] as object),
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
  },
});

/** Its secret, renewed. */
export const renewedSecretSchema = z.strictObject({ secret, earlierSecretUntil: instant }).meta({
  id: 'RenewedSecret',
  example: {
    secret: 'whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD',
    earlierSecretUntil: '2025-11-06T03:00:00.000Z',
  },
});

/** A webhook as it is set up. */
export function setUp(
  id: string,
  organizationId: string,
  url: string,
  { types, name: called }: WebhookInput,
  at: string,
): Webhook {
  return {
    id,
    organizationId,
    url,
    ...(types && { types }),
    ...(called !== undefined && { name: called }),
    generation: 0,
    createdAt: at,
    updatedAt: at,
  };
}

/** The webhook once its owner has changed it; itself, where nothing changes. */
export function changeWebhook(before: Webhook, change: WebhookChange, at: string): Webhook {
  const after: Webhook = { ...before };
  if (change.types === null) delete after.types;
  else if (change.types !== undefined) after.types = change.types;
  if (change.name === null) delete after.name;
  else if (change.name !== undefined) after.name = change.name;
  if (change.isActive === true) delete after.stopped;
  if (change.isActive === false) after.stopped ??= { at, because: 'own' };
  return JSON.stringify(after) === JSON.stringify(before) ? before : { ...after, updatedAt: at };
}

/** The webhook with a new secret; the one before counts for a day. */
export const renewed = (before: Webhook, at: string): Webhook => ({
  ...before,
  generation: before.generation + 1,
  renewedAt: at,
  updatedAt: at,
});

/** Until when the secret before the present one counts; undefined when it does not, or there was none. */
export function earlierSecretUntil({ renewedAt }: Webhook, now: Date): string | undefined {
  if (renewedAt === undefined) return undefined;
  const until = new Date(Date.parse(renewedAt) + BOTH_SECRETS_MS);
  return until > now ? until.toISOString() : undefined;
}

/** The generations of the secrets that sign now, the present one first. */
export const signingGenerations = (webhook: Webhook, now: Date): number[] =>
  earlierSecretUntil(webhook, now) === undefined
    ? [webhook.generation]
    : [webhook.generation, webhook.generation - 1];

/** Whether it wants messages of a type. */
export const wants = ({ types }: Webhook, type: MessageType): boolean =>
  types === undefined || types.includes(type);

/** A webhook as its owner sees it. */
export function viewWebhook(webhook: Webhook, course: Course, now: Date): z.input<typeof webhookSchema> {
  const { id, organizationId, url, types, name: called, stopped, createdAt, updatedAt } = webhook;
  const { failingSince, lastDeliveredAt, lastFailure } = course;
  const until = earlierSecretUntil(webhook, now);
  return {
    id,
    organizationId,
    url,
    ...(types && { types: [...types] }),
    ...(called !== undefined && { name: called }),
    status: stopped ? 'stopped' : failingSince === undefined ? 'active' : 'failing',
    ...(stopped && { stoppedAt: stopped.at, stoppedBecause: stopped.because }),
    ...(failingSince !== undefined && { failingSince }),
    ...(lastDeliveredAt !== undefined && { lastDeliveredAt }),
    ...(lastFailure && { lastFailure }),
    ...(until !== undefined && { earlierSecretUntil: until }),
    createdAt,
    updatedAt,
  };
}
