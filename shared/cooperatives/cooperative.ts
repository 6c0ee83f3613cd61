/** A cooperative: what is known of it, and the rules for founding, changing and verifying its entry. */
import * as z from 'zod';
import { dayOf } from '../clock.ts';
import { dateSchema, submitted, type Credentials } from '../credentials/credential.ts';
import { invalid, under } from '../errors.ts';
import { ensureFundable } from '../formation/funding.ts';
import type { FormationSummary } from '../formation/steps.ts';
import { idPattern } from '../ids.ts';
import { membershipSchema, movedTo } from '../holdings/membership.ts';
import type { MentoringSummary } from '../mentoring/topics.ts';
import { pilotSchema } from '../readiness/pilot.ts';
import { amountSchema, normalise, quantitySchema, unitSchema, type Quantity } from '../quantities.ts';
import { definedOnly, patched, unlessSame } from '../patch.ts';
import { regionByCode } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line } from '../text.ts';
import { lastActive, type Signs } from './activity.ts';
import { businessUnitSchema, unitDetailSchema, unitsInStep } from './units.ts';

export const cooperativeKinds = ['village', 'urban-village', 'holding', 'other'] as const;
export const cooperativeKindSchema = z
  .enum(cooperativeKinds)
  .meta({ id: 'CooperativeKind', example: 'village' });
export const cooperativeForms = ['primary', 'secondary', 'multi-stakeholder'] as const;

export const cooperativeIdSchema = z
  .string()
  .regex(idPattern('coop'), 'takes the id of a cooperative, such as coop_0199…')
  .meta({ description: 'Id of a cooperative', example: 'coop_35-79-02-2008' });

export const nibSchema = z
  .string()
  .regex(/^\d{13}$/, 'takes the 13 digits of a NIB')
  .meta({ description: 'Business number (NIB), unique among organizations', example: '1234567890123' });

export const npwpSchema = z
  .string()
  .regex(/^\d{15,16}$/, 'takes the 15 or 16 digits of an NPWP')
  .meta({ description: 'Tax number', example: '0123456789012345' });

export const contactSchema = z
  .strictObject({
    name: line(120).optional(),
    phone: z
      .string()
      .regex(/^\+?[0-9(][0-9 ().-]{4,18}[0-9]$/, 'takes one telephone number, such as 0812-3456-7890')
      .optional(),
    email: z.email().max(200).optional(),
  })
  .meta({ id: 'Contact', example: { name: 'Ibu Sri', phone: '+62 812 0000 0000' } });

/** A room by the business unit it belongs to, or just how much can be stored: both ways are usual. */
export const storageSchema = z
  .strictObject({
    unit: z.union([businessUnitSchema, unitSchema], {
      error:
        'takes a business unit such as warehouse, or with a plain number what it is measured in, such as ton',
    }),
    capacity: z.union([quantitySchema, amountSchema], { error: 'takes {amount, unit}, or a number above 0' }),
  })
  .meta({
    id: 'Storage',
    description:
      'How much can be stored: `unit` is the business unit that stores, with `capacity` as `{amount, unit}`; or the measure, with `capacity` as a number',
    example: { unit: 'warehouse', capacity: { amount: 5, unit: 'ton' } },
  });
export type Storage = z.infer<typeof storageSchema>;

const editable = {
  name: line(160).meta({ example: 'KDMP Bulukerto' }),
  form: z.enum(cooperativeForms).optional(),
  nib: nibSchema.optional(),
  npwp: npwpSchema.optional(),
  legalEntityNumber: line(60).optional().meta({ example: 'AHU-0001234.AH.01.26' }),
  bankAccount: z
    .boolean()
    .optional()
    .meta({ description: 'Has an account in its own name; the number is never kept' }),
  units: z.array(businessUnitSchema).max(40).optional(),
  unitDetails: z.array(unitDetailSchema).max(40).optional(),
  storage: z.array(storageSchema).max(20).optional(),
  memberCount: z.int('takes a whole number, such as 240').min(0).max(1_000_000).optional(),
  contact: contactSchema.optional(),
  holdingId: cooperativeIdSchema.optional(),
};

/** What a caller sends to register a cooperative. `kind` may be left out for a village: it follows from the region. */
export const cooperativeInputSchema = z
  .strictObject({ ...editable, kind: cooperativeKindSchema.optional(), regionCode: regionCodeSchema })
  .meta({ id: 'CooperativeInput' });
export type CooperativeInput = z.infer<typeof cooperativeInputSchema>;

/** A change: what is left out stays, `null` removes. Kind and place are for life. */
export const cooperativeChangeSchema = z
  .strictObject({
    ...editable,
    name: editable.name.optional(),
    form: editable.form.nullable(),
    nib: editable.nib.nullable(),
    npwp: editable.npwp.nullable(),
    legalEntityNumber: editable.legalEntityNumber.nullable(),
    contact: editable.contact.nullable(),
    memberCount: editable.memberCount.nullable(),
    holdingId: editable.holdingId.nullable(),
  })
  .meta({ id: 'CooperativeChange' });
export type CooperativeChange = z.infer<typeof cooperativeChangeSchema>;

/** The office's decision on a whole cooperative. Whoever refuses says why. */
export const verificationSchema = z
  .strictObject({ status: z.enum(['verified', 'rejected']), reason: line(500).optional() })
  .refine(({ status, reason }) => status === 'verified' || reason !== undefined, {
    path: ['reason'],
    error: 'say why, so that they know what to mend',
  })
  .meta({ id: 'Verification' });
export type Verification = z.infer<typeof verificationSchema>;

/** What the office decided on a whole organization, and when. */
export const standingSchema = z.strictObject({
  status: z.enum(['pending', 'verified', 'rejected']),
  reason: z.string().optional(),
  at: z.iso.datetime().optional(),
});

const example = {
  id: 'coop_0199c2a4f3b07c1e9a54b3f0c2d1e0aa',
  name: 'KDMP Bulukerto',
  kind: 'village',
  regionCode: '35.79.02.2008',
  regionName: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur',
  nib: '1234567890123',
  units: ['grocery', 'warehouse'],
  memberCount: 210,
  verified: true,
  lastActiveOn: '2025-11-02',
  verification: { status: 'verified', at: '2025-11-02T03:00:00.000Z' },
  createdAt: '2025-10-01T03:00:00.000Z',
  updatedAt: '2025-11-02T03:00:00.000Z',
};

/** A cooperative as it is shown. Papers' numbers and contacts are shown to itself and to its office only. */
export const cooperativeSchema = z
  .strictObject({
    id: cooperativeIdSchema,
    ...editable,
    // A merger adds up what each stated within its bounds.
    storage: z.array(storageSchema).optional(),
    memberCount: z.int().min(0).optional(),
    kind: cooperativeKindSchema,
    regionCode: regionCodeSchema,
    regionName: z.string().meta({ example: 'Bulukerto, Bumiaji, Kota Batu, Jawa Timur' }),
    verified: z.boolean().meta({ description: 'By the office of its region' }),
    lastActiveOn: dateSchema.meta({ description: 'The day of its last sign of life' }),
    mergedInto: z
      .strictObject({ cooperativeId: cooperativeIdSchema, on: dateSchema })
      .meta({ id: 'MergedInto', example: { cooperativeId: 'coop_35-71-01-1007', on: '2025-06-30' } })
      .optional()
      .meta({ description: 'It is closed: what it had went there' }),
    pilot: pilotSchema.optional(),
    verification: standingSchema,
    memberships: z
      .array(membershipSchema)
      .optional()
      .meta({ description: 'Its stays in holdings, with their dates; for itself and its office' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({ id: 'Cooperative', example });
export type CooperativeView = z.infer<typeof cooperativeSchema>;

/** A cooperative as it is stored: with its credentials, so that one read tells all that matching needs. */
export type Cooperative = Omit<CooperativeView, 'regionName' | 'verified' | 'lastActiveOn'> & {
  credentials: Credentials;
  formation?: FormationSummary;
  mentoring?: MentoringSummary;
  signs?: Signs;
  /** Who wrote its contact; shown to nobody. */
  contactBy?: string;
};

/** The kind that a region code implies for the cooperative of that place, if it names a village. */
function kindOfPlace(regionCode: string): 'village' | 'urban-village' | undefined {
  const region = regionByCode(regionCode);
  if (region?.level !== 'village') return undefined;
  return region.kind === 'urban-village' ? 'urban-village' : 'village';
}

/** A new cooperative. Refuses an unknown region, and a kind that the region contradicts. */
export function foundCooperative(id: string, input: CooperativeInput, at: string): Cooperative {
  if (!regionByCode(input.regionCode)) {
    throw invalid(['regionCode'], 'is not a region code in force; look it up under /v1/regions');
  }
  const implied = kindOfPlace(input.regionCode);
  const kind = input.kind ?? implied;
  if (kind === undefined) throw invalid(['kind'], 'is needed where the region is not a village');
  if (kind === 'village' || kind === 'urban-village') {
    if (implied === undefined)
      throw invalid(['regionCode'], `a cooperative of kind ${kind} needs a village code`);
    if (implied !== kind) throw invalid(['kind'], `${input.regionCode} is of kind ${implied}`);
  }
  const founded: Cooperative = {
    id,
    ...input,
    kind,
    verification: { status: 'pending' },
    credentials: {},
    createdAt: at,
    updatedAt: at,
  };
  if (input.holdingId !== undefined)
    founded.memberships = movedTo(founded, input.holdingId, dayOf(new Date(at), founded.regionCode));
  return withPapers(founded, input, at);
}

/**
 * The cooperative after a change; the very same when nothing changes. A changed number makes its paper a new submission. A verified one
 * that gives itself another name waits again: it is the old name that the office has looked at. Another holding, or none, ends and begins
 * a membership today.
 */
export function changeCooperative(
  before: Cooperative,
  change: CooperativeChange,
  byOffice: boolean,
  at: string,
): Cooperative {
  const after = withPapers(patched(before, change, { updatedAt: at }), change, at, before);
  if (after.holdingId !== before.holdingId) {
    after.memberships = movedTo(before, after.holdingId, dayOf(new Date(at), after.regionCode));
  }
  const isRenamed = after.name !== before.name && before.verification.status === 'verified';
  return isRenamed && !byOffice
    ? { ...after, verification: { status: 'pending' } }
    : unlessSame(before, after);
}

/** How much a room stores. Refuses a plain number of a business unit, and an amount with two units. */
export function storedQuantity({ unit, capacity }: Storage): Quantity {
  const measure = unitSchema.safeParse(unit).data;
  if (typeof capacity === 'number') {
    if (measure !== undefined) return { amount: capacity, unit: measure };
    throw invalid(
      ['capacity'],
      `takes an amount with its unit, such as {"amount": ${capacity}, "unit": "ton"}`,
    );
  }
  if (measure === undefined) return capacity;
  throw invalid(
    ['unit'],
    'takes the business unit that stores, such as warehouse, where the capacity has its own unit',
  );
}

/** The cooperative after the office's decision. */
export function verifyCooperative(before: Cooperative, decision: Verification, at: string): Cooperative {
  return { ...before, verification: { ...decision, at }, updatedAt: at };
}

/**
 * Numbers given with the profile count as submitted papers; a number taken back takes its paper along. Refuses storage that cannot
 * be compared with what offers ask for.
 */
function withPapers(
  after: Cooperative,
  given: CooperativeChange | CooperativeInput,
  at: string,
  before?: Cooperative,
): Cooperative {
  for (const [at, storage] of (given.storage ?? []).entries()) {
    under(['storage', at], () => {
      const quantity = storedQuantity(storage);
      under(['capacity'], () => normalise(quantity));
    });
  }
  for (const [at, { funding }] of (given.unitDetails ?? []).entries()) {
    ensureFundable(funding, after.regionCode, ['unitDetails', at, 'funding']);
  }
  const credentials: Credentials = { ...after.credentials };
  const numbers = [
    ['nib', 'nib'],
    ['npwp', 'npwp'],
    ['legalEntity', 'legalEntityNumber'],
  ] as const;
  for (const [type, field] of numbers) {
    if (given[field] === undefined || given[field] === before?.[field]) continue;
    if (given[field] === null) delete credentials[type];
    else credentials[type] = submitted(type, { number: given[field] }, at);
  }
  if (given.bankAccount !== undefined && given.bankAccount !== (before?.bankAccount ?? false)) {
    if (given.bankAccount) credentials.bankAccount = submitted('bankAccount', {}, at);
    else delete credentials.bankAccount;
  }
  return unitsInStep({ ...after, credentials }, given);
}

/** What a viewer sees: everything for itself and its office, the public profile for everyone else. */
export function viewCooperative(stored: Cooperative, isKeeper: boolean): CooperativeView {
  const {
    credentials: _,
    formation: __,
    mentoring: ___,
    signs: ____,
    contactBy: _____,
    npwp,
    legalEntityNumber,
    bankAccount,
    contact,
    memberships,
    unitDetails,
    ...open
  } = stored;
  return {
    ...open,
    ...(isKeeper
      ? definedOnly({ npwp, legalEntityNumber, bankAccount, contact, memberships, unitDetails })
      : {}),
    lastActiveOn: lastActive(stored),
    regionName: regionByCode(stored.regionCode)?.fullName ?? stored.regionCode,
    verified: stored.verification.status === 'verified',
  };
}
