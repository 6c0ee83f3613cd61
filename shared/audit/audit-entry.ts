/** An entry of the audit trail: who changed what, from what to what; as it is kept, and as much of it as a viewer may know. */
import { createHash } from 'node:crypto';
import * as z from 'zod';
import { idPattern } from '../ids.ts';
import type { Stamp } from '../stored.ts';
import type { Difference } from './differences.ts';
import { reasonsToWithhold } from './withheld.ts';

/** What leaves a trail. Papers are part of their cooperative; a `slot` is many meetings that changed at once, as a plan changes them. */
export const auditKinds = [
  'cooperative',
  'formation-step',
  'mentoring',
  'microsite',
  'buyer',
  'potential',
  'quality-check',
  'programme',
  'offer',
  'partnership',
  'claim',
  'movement',
  'trade',
  'event',
  'participant',
  'calendar-link',
  'meeting',
  'slot',
  'plan',
  'outcome',
  'follow-up',
  'webhook',
] as const;
export type AuditKind = (typeof auditKinds)[number];

/** The part of the service that acts where no person does. */
const causeSchema = z
  .strictObject({
    why: z.enum(['papers', 'time']).meta({
      description:
        'papers: those of the thing named, or its memberships. time: a day that was set has passed',
    }),
    id: z.string().optional().meta({ description: 'The thing whose change it follows from' }),
  })
  .meta({ id: 'AuditCause', example: { why: 'papers', id: 'coop_35-79-02-2008' } });

const actorSchema = z
  .strictObject({
    role: z.enum(['cooperative', 'buyer', 'organizer', 'admin', 'system']).meta({
      description: 'system: no person; it followed from something else',
    }),
    organizationId: z.string().optional(),
    region: z.string().optional().meta({ description: 'Of an office' }),
    person: z.string().optional().meta({
      description:
        'Under their pseudonym, which leads to nobody once they are erased: for their own organization or office, and for admins',
    }),
    cause: causeSchema.optional(),
  })
  .meta({
    id: 'AuditActor',
    example: {
      role: 'cooperative',
      organizationId: 'coop_35-79-02-2008',
      person: 'person_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
    },
  });

const thingSchema = z
  .strictObject({
    kind: z.enum(auditKinds),
    id: z.string(),
    part: z.string().optional().meta({
      description: 'Which part of it: a claim of a partnership, a participant or a meeting of an event',
    }),
  })
  .meta({ id: 'AuditedThing', example: { kind: 'potential', id: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa' } });

const value = z.unknown().optional();
const differenceSchema = z
  .strictObject({
    pointer: z.string().meta({ description: 'JSON Pointer of the member in the thing as it is stored' }),
    before: value.meta({ description: 'Left out where there was nothing' }),
    after: value.meta({ description: 'Left out where nothing is left' }),
    withheld: z.enum(reasonsToWithhold).optional().meta({
      description:
        'Why neither value is kept here. personal: of a person. private: for one side only. secret: lets its holder act',
    }),
    shortened: z
      .literal(true)
      .optional()
      .meta({ description: 'A value is told by its first 300 characters' }),
  })
  .meta({ id: 'AuditDifference', example: { pointer: '/price/amount', before: 8000, after: 8500 } });

export const auditEntrySchema = z
  .strictObject({
    id: z.string().regex(idPattern('aud')),
    at: z.iso.datetime(),
    by: actorSchema,
    thing: thingSchema,
    version: z.int().min(0).meta({ description: 'Of what was written: counts its changes, without gaps' }),
    organizationIds: z.array(z.string()).meta({ description: 'Whose it is; of two parties, both' }),
    regionCodes: z.array(z.string()).meta({ description: 'Where it lies; of two parties, where each does' }),
    did: z.enum(['created', 'changed', 'deleted']),
    changes: z.array(differenceSchema).meta({
      description:
        'What a thing was created with is not repeated here: it is `before` of the first change of each member',
    }),
    more: z
      .int()
      .min(1)
      .optional()
      .meta({ description: 'So many further members changed, too many to keep' }),
  })
  .meta({
    id: 'AuditEntry',
    example: {
      id: 'aud_019a4b6f2c00000002bb22cc33dd44ee',
      at: '2025-11-02T03:00:00.000Z',
      by: {
        role: 'cooperative',
        organizationId: 'coop_35-79-02-2008',
        person: 'person_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
      },
      thing: { kind: 'potential', id: 'pot_0199c2a4f3b07c1e9a54b3f0c2d1e0aa' },
      version: 2,
      organizationIds: ['coop_35-79-02-2008'],
      regionCodes: ['35.79.02.2008'],
      did: 'changed',
      changes: [{ pointer: '/price/amount', before: 8000, after: 8500 }],
    },
  });
export type AuditEntryView = z.infer<typeof auditEntrySchema>;

/** As it is kept: with the person, whoever may know. */
export type AuditEntry = Omit<AuditEntryView, 'changes'> & { changes: Difference[] };
export type AuditActor = AuditEntry['by'];

/**
 * An entry with its id, which follows from what was written by whom and when: the same change again is the same entry. Ids sort by moment,
 * then by version. `sort` is the sort key of what was written.
 */
export function auditEntryOf(entry: Omit<AuditEntry, 'id'>, sort: string): AuditEntry {
  const { at, version, thing, by } = entry;
  const told = JSON.stringify([thing.id, sort, thing.kind, thing.part ?? '', by.person ?? '']);
  const digest = createHash('sha256').update(told).digest('hex').slice(0, 14);
  return { id: `aud_${hexOf(new Date(at))}${version.toString(16).padStart(6, '0')}${digest}`, ...entry };
}

/** Who acted, from the stamp of what was written. */
export function actorOf({ by, role, organizationId, region, cause }: Stamp): AuditActor {
  if (role === 'service') return { role: 'system', ...(cause && { cause }) };
  return {
    role: role as AuditActor['role'],
    ...(organizationId !== undefined && { organizationId }),
    ...(region !== undefined && { region }),
    person: by,
  };
}

/** An entry as a viewer sees it: without the person where that is not theirs to know. */
export function viewEntry(entry: AuditEntry, knowsPerson: boolean): AuditEntryView {
  const { person, ...others } = entry.by;
  const by = knowsPerson && person !== undefined ? { ...others, person } : others;
  return { ...entry, by };
}

/** The least and the greatest id of entries between two moments, both inclusive. */
export const idsBetween = (from: Date | undefined, to: Date | undefined): [string, string] => [
  `aud_${from === undefined ? '' : hexOf(from)}`,
  `aud_${to === undefined ? '' : hexOf(to)}~`,
];

const hexOf = (moment: Date): string => moment.getTime().toString(16).padStart(12, '0');
