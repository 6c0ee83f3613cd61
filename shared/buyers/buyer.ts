/** A buyer or partner: company, regional company or office; the rules for registering, changing and verifying its entry. */
import * as z from 'zod';
import {
  contactSchema,
  nibSchema,
  npwpSchema,
  standingSchema,
  type Verification,
} from '../cooperatives/cooperative.ts';
import { invalid } from '../errors.ts';
import { idPattern } from '../ids.ts';
import { patched, unlessSame } from '../patch.ts';
import { regionByCode } from '../regions/regions.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { line } from '../text.ts';
import { paymentRecordSchema } from '../trades/payment-record.ts';

export const buyerKinds = ['bumn', 'bumd', 'private', 'government'] as const;
export const buyerKindSchema = z
  .enum(buyerKinds)
  .meta({ id: 'BuyerKind', description: 'State company, regional company, private firm or office' });

/** Trades of buyers and partners: what they do, whoever owns them. */
export const buyerSegments = [
  'food',
  'energy',
  'fertiliser',
  'bank',
  'regional-bank',
  'logistics',
  'pharmacy',
  'market-operator',
  'government-office',
  'school',
  'mbg-kitchen',
  'health-facility',
  'modern-retail',
  'hospitality',
  'food-industry',
  'exporter',
  'trader',
  'cooperative',
  'recycler',
  'waste-bank',
  'cement-plant',
  'csr-donor',
  'other',
] as const;
export const buyerSegmentSchema = z.enum(buyerSegments).meta({ id: 'BuyerSegment', example: 'food' });

export const buyerIdSchema = z
  .string()
  .regex(idPattern('buy'), 'takes the id of a buyer, such as buy_0199…')
  .meta({ description: 'Id of a buyer', example: 'buy_0199c2a4f3b07c1e9a54b3f0c2d1e0bb' });

/** The web as RFC 3986 spells it, without a user before the host: what browsers mend silently would be no `uri` when it is shown. */
const webAddress =
  /^[Hh][Tt][Tt][Pp][Ss]?:\/\/[A-Za-z0-9.-]+(?::\d{1,5})?(?:\/(?:[\w.~!$&'()*+,;=:@/-]|%[\dA-Fa-f]{2})*)?(?:\?(?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-Fa-f]{2})*)?(?:#(?:[\w.~!$&'()*+,;=:@/?-]|%[\dA-Fa-f]{2})*)?$/;

/** A host by name, as `z.regexes.domain` has it; to name that one brings every pattern of zod along (5 KB). */
const domain = /^(?=.{1,253}$)([a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\.)+[a-zA-Z]{2,63}$/;

const editable = {
  name: line(160).meta({ example: 'Perum Bulog Kantor Cabang Malang' }),
  segment: buyerSegmentSchema.optional(),
  nib: nibSchema.optional(),
  npwp: npwpSchema.optional(),
  contact: contactSchema.optional(),
  website: z
    .url({ protocol: /^https?$/, hostname: domain, error: 'takes a web address', abort: true })
    .max(300)
    .regex(webAddress, 'takes a web address')
    .optional()
    .meta({ example: 'https://www.bulog.co.id' }),
};

const example = {
  name: 'Perum Bulog Kantor Cabang Malang',
  kind: 'bumn',
  segment: 'food',
  regionCode: '35.73',
  nib: '9120001234567',
};

/** What a caller sends to register a buyer. */
export const buyerInputSchema = z
  .strictObject({ ...editable, kind: buyerKindSchema, regionCode: regionCodeSchema })
  .meta({ id: 'BuyerInput', example });
export type BuyerInput = z.infer<typeof buyerInputSchema>;

/** A change: what is left out stays, `null` removes. Kind and seat are for life, since the office of the seat vouches for it. */
export const buyerChangeSchema = z
  .strictObject({
    name: editable.name.optional(),
    segment: editable.segment.nullable(),
    nib: editable.nib.nullable(),
    npwp: editable.npwp.nullable(),
    contact: editable.contact.nullable(),
    website: editable.website.nullable(),
  })
  .meta({ id: 'BuyerChange', example: { website: 'https://www.bulog.co.id' } });
export type BuyerChange = z.infer<typeof buyerChangeSchema>;

/** A buyer as it is shown. Tax number and contact are shown to itself and to its office only. */
export const buyerSchema = z
  .strictObject({
    id: buyerIdSchema,
    ...editable,
    kind: buyerKindSchema,
    regionCode: regionCodeSchema,
    regionName: z.string().meta({ example: 'Kota Malang, Jawa Timur' }),
    verified: z.boolean().meta({ description: 'By an office; others see its offers only then' }),
    verification: standingSchema,
    payments: paymentRecordSchema.optional().meta({ description: 'How it pays; where one buyer is read' }),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Buyer',
    example: {
      id: 'buy_0199c2a4f3b07c1e9a54b3f0c2d1e0bb',
      ...example,
      regionName: 'Kota Malang, Jawa Timur',
      verified: true,
      verification: { status: 'verified', at: '2025-11-02T03:00:00.000Z' },
      createdAt: '2025-10-01T03:00:00.000Z',
      updatedAt: '2025-11-02T03:00:00.000Z',
    },
  });
export type BuyerView = z.infer<typeof buyerSchema>;

/** A buyer as it is stored. */
export type Buyer = Omit<BuyerView, 'regionName' | 'verified' | 'payments'> & {
  /** Who wrote its contact; shown to nobody. */
  contactBy?: string;
};

/** A new buyer. One that registers itself waits; one that an office registers is vouched for by it. */
export function registerBuyer(id: string, input: BuyerInput, byOffice: boolean, at: string): Buyer {
  if (!regionByCode(input.regionCode)) {
    throw invalid(['regionCode'], 'is not a region code in force; look it up under /v1/regions');
  }
  return {
    id,
    ...input,
    verification: byOffice ? { status: 'verified', at } : { status: 'pending' },
    createdAt: at,
    updatedAt: at,
  };
}

/**
 * The buyer after a change; the very same when nothing changes. A verified buyer that gives itself another name or another number waits
 * again: it is the old name and number that the office has looked at.
 */
export function changeBuyer(before: Buyer, change: BuyerChange, byOffice: boolean, at: string): Buyer {
  const after = patched(before, change, { updatedAt: at });
  const isOther = (['name', 'nib', 'npwp'] as const).some(
    (field) => before[field] !== undefined && before[field] !== after[field],
  );
  return isOther && !byOffice ? { ...after, verification: { status: 'pending' } } : unlessSame(before, after);
}

/** The buyer after the office's decision. */
export function verifyBuyer(before: Buyer, decision: Verification, at: string): Buyer {
  return { ...before, verification: { ...decision, at }, updatedAt: at };
}

export function isVerified(organization: Pick<Buyer, 'verification'>): boolean {
  return organization.verification.status === 'verified';
}

/** What a viewer sees: everything for itself and its office, the public profile for everyone else. */
export function viewBuyer(stored: Buyer, isKeeper: boolean): BuyerView {
  const { npwp, contact, contactBy: _, ...open } = stored;
  return {
    ...open,
    ...(isKeeper && npwp !== undefined ? { npwp } : {}),
    ...(isKeeper && contact !== undefined ? { contact } : {}),
    regionName: regionByCode(stored.regionCode)?.fullName ?? stored.regionCode,
    verified: isVerified(stored),
  };
}
