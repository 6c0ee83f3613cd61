/** From one row of a spreadsheet to a cooperative, or the reason why it cannot be one: places are resolved, never guessed. */
import * as z from 'zod';
import { pointerTo } from '../errors.ts';
import { faultWords } from '../faults.ts';
import { regionCodeSchema } from '../regions/region.ts';
import { within } from '../regions/region-code.ts';
import { regionByCode } from '../regions/regions.ts';
import { resolvePlace, whyUnknown, type PlaceQuery } from '../regions/resolve-place.ts';
import { takenWords, wordsOf, type RowCells } from './import-columns.ts';
import { cooperativeIdSchema, cooperativeInputSchema, type CooperativeInput } from './cooperative.ts';

/** What became of a row. `row` is its number in the sheet, the header's row counted. */
export const importedRowSchema = z
  .strictObject({
    row: z.int().min(1),
    status: z.enum(['created', 'updated', 'unchanged', 'refused']),
    cooperativeId: cooperativeIdSchema.optional(),
    reason: z.string().optional().meta({ description: 'Why it was refused, and what to do' }),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Faults by field, as registering one cooperative would name them' }),
    candidates: z
      .array(z.strictObject({ code: regionCodeSchema, name: z.string() }))
      .optional()
      .meta({ description: 'Places that may be meant, likeliest first; write the right code in the row' }),
  })
  .meta({
    id: 'ImportedRow',
    example: {
      row: 3,
      status: 'refused',
      reason:
        'Which place is "Wonosari"? Write the code of one of the candidates in a column "kode wilayah".',
      candidates: [{ code: '35.14.02.2005', name: 'Wonosari, Tutur, Kabupaten Pasuruan, Jawa Timur' }],
    },
  });
export type ImportedRow = z.infer<typeof importedRowSchema>;

/** Why a row is refused. */
export type RowFault = Pick<ImportedRow, 'reason' | 'errors' | 'candidates'> & { reason: string };

/** What a formula leaves behind when it fails, as XLSX and CSV files hold it. */
const SPREADSHEET_ERROR = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!)$/;

type Reading = { input: CooperativeInput } | { fault: RowFault };

/**
 * The cooperative that a row describes. `region` is the organizer's own: places are looked for in it alone, and rows outside it are
 * refused; undefined looks in the whole country. A row without a name gets the name of its place.
 */
export function readRow(cells: RowCells, region: string | undefined): Reading {
  const spoilt = Object.values(cells).find((cell) => SPREADSHEET_ERROR.test(cell));
  if (spoilt !== undefined) return { fault: { reason: `A cell of this row holds the error ${spoilt}.` } };
  const kind = cells.kind === undefined ? undefined : wordsOf.kind(cells.kind);
  const isOfVillage = kind !== 'holding' && kind !== 'other';
  const place = placeOf(cells, isOfVillage, region);
  if ('fault' in place) return place;
  const contact = defined({
    name: cells.contactName,
    phone: cells.contactPhone,
    email: cells.contactEmail,
  });
  const parsed = cooperativeInputSchema.safeParse(
    defined({
      name: cells.name ?? nameFor(place.code),
      regionCode: place.code,
      kind,
      form: mapped(cells.form, wordsOf.form),
      nib: mapped(cells.nib, wordsOf.digits),
      npwp: mapped(cells.npwp, wordsOf.digits),
      legalEntityNumber: cells.legalEntityNumber,
      bankAccount: mapped(cells.bankAccount, wordsOf.bankAccount),
      units: mapped(cells.units, wordsOf.units),
      memberCount: mapped(cells.memberCount, wordsOf.memberCount),
      contact: Object.keys(contact).length > 0 ? contact : undefined,
    }),
    faultWords,
  );
  if (parsed.success) return { input: parsed.data };
  const errors = parsed.error.issues.map((issue) => ({
    pointer: pointerTo(issue.path),
    detail: takenWords[String(issue.path[0])] ?? issue.message,
  }));
  return { fault: { reason: 'Some cells of this row cannot be taken; see errors.', errors } };
}

type Place = { code: string } | { fault: RowFault };

function placeOf(cells: RowCells, isOfVillage: boolean, region: string | undefined): Place {
  const level: Pick<PlaceQuery, 'level'> = isOfVillage ? { level: 'village' } : {};
  const { regionCode: stated, district, regency, province } = cells;
  const name = cells.village ?? (isOfVillage ? cells.name : (district ?? regency ?? cells.name));
  const query: PlaceQuery | undefined =
    name === undefined
      ? undefined
      : {
          name,
          district: name === district ? undefined : district,
          regency: name === regency ? undefined : regency,
          province,
          ...level,
        };
  const named = query && resolvePlace({ ...query, scope: region });

  if (stated !== undefined) {
    const code = stated.replaceAll(/\s/g, '');
    // Without its dots a code may be a BPS number; one that names the row's own village is none.
    const dotted = code.replace(/^(\d{2})(\d{2})(\d{2})(\d{4})$/, '$1.$2.$3.$4');
    if (dotted !== code && named && 'code' in named && named.code === dotted) return { code: dotted };
    if (!regionByCode(code)) return uncertain(whyUnknown(code.slice(0, 40)), named);
    if (region !== undefined && !within(code, region)) return outside(code, region);
    const isOther = cells.village !== undefined && named && 'code' in named && named.code !== code;
    return isOther
      ? uncertain(`The code ${code} is not that of ${quoted(cells.village!)}.`, named)
      : { code };
  }
  if (!query || !named) {
    return { fault: { reason: 'The row names neither a village nor a region code.' } };
  }
  if ('code' in named) return named;
  if (named.candidates.length > 0) {
    return uncertain(
      `Which place is ${quoted(query.name)}? Write the code of one of the candidates in a column "kode wilayah".`,
      named,
    );
  }
  // Only a row that says where it lies is looked for elsewhere: a bare name would mean a search through the whole country.
  const elsewhere = region !== undefined && (regency ?? province) !== undefined && resolvePlace(query);
  if (elsewhere && 'code' in elsewhere) return outside(elsewhere.code, region);
  const where = region === undefined ? 'Indonesia' : (regionByCode(region)?.fullName ?? region);
  return {
    fault: { reason: `No ${isOfVillage ? 'village' : 'place'} ${quoted(query.name)} was found in ${where}.` },
  };
}

function uncertain(reason: string, named: ReturnType<typeof resolvePlace> | undefined): Place {
  const codes = !named ? [] : 'code' in named ? [named.code] : named.candidates.map(({ code }) => code);
  const candidates = codes.map((code) => ({ code, name: regionByCode(code)?.fullName ?? code }));
  return { fault: candidates.length > 0 ? { reason, candidates } : { reason } };
}

function outside(code: string, region: string): Place {
  const place = regionByCode(code)?.fullName ?? code;
  return { fault: { reason: `${place} (${code}) lies outside your region ${region}.` } };
}

function nameFor(code: string): string {
  const region = regionByCode(code);
  return `${region?.kind === 'urban-village' ? 'KKMP' : 'KDMP'} ${region?.name ?? code}`;
}

const quoted = (text: string): string => `"${text.slice(0, 80)}"`;

const mapped = <T>(text: string | undefined, to: (text: string) => T): T | undefined =>
  text === undefined ? undefined : to(text);

const defined = (fields: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
