/** From one row of an office's list to a participant: who is meant, and what is said of it. */
import * as z from 'zod';
import { cellsUnder, headerIn, titlesOf, type Header } from '../columns.ts';
import { pointerTo } from '../errors.ts';
import { faultWords } from '../faults.ts';
import { plainText } from '../spelling.ts';
import { participantInputSchema, organizationIdSchema, type ParticipantInput } from './participant.ts';

const titles = titlesOf({
  organizationId: [
    'id',
    'id organisasi',
    'id peserta',
    'id koperasi',
    'id pembeli',
    'organization id',
    'organizationId',
  ],
  nib: ['nib', 'nomor induk berusaha', 'no nib', 'nomor nib'],
  regionCode: ['kode wilayah', 'kode desa', 'kode kelurahan', 'kode', 'region code', 'regionCode'],
  village: ['desa', 'kelurahan', 'desa kelurahan', 'nama desa', 'nama kelurahan', 'village'],
  district: ['kecamatan', 'kec', 'nama kecamatan', 'district'],
  name: ['nama', 'peserta', 'nama peserta', 'nama koperasi', 'koperasi', 'nama pembeli', 'pembeli', 'name'],
  side: ['sisi', 'peran', 'side', 'role'],
  tables: ['meja', 'jumlah meja', 'tables'],
  maxMeetings: ['maks pertemuan', 'maksimal pertemuan', 'batas pertemuan', 'max meetings', 'maxMeetings'],
  unavailableSlots: [
    'slot tidak hadir',
    'tidak hadir',
    'berhalangan',
    'unavailable slots',
    'unavailableSlots',
  ],
  wants: ['ingin bertemu', 'ingin', 'wants'],
  refuses: ['tidak ingin bertemu', 'menolak', 'refuses'],
});
type Field = typeof titles extends ReadonlyMap<string, infer F> ? F : never;

/** One row's cells by field; empty cells are left out. */
export type ParticipantCells = Partial<Record<Field, string>>;

/** The header of a list of participants: some column must say who is meant. */
export const participantHeader = (rows: readonly string[][]): Header<Field> | undefined =>
  headerIn(rows, titles, ['organizationId', 'nib', 'regionCode', 'village', 'name']);

export const participantCells = (row: readonly string[], header: Header<Field>): ParticipantCells =>
  cellsUnder(row, header);

/** What became of a row. `row` is its number in the sheet, the header's row counted. */
export const participantRowSchema = z
  .strictObject({
    row: z.int().min(1),
    status: z.enum(['created', 'updated', 'unchanged', 'refused']),
    organizationId: organizationIdSchema.optional(),
    reason: z.string().optional().meta({ description: 'Why it was refused, and what to do' }),
    errors: z.array(z.strictObject({ pointer: z.string(), detail: z.string() })).optional(),
  })
  .meta({
    id: 'ParticipantRow',
    example: { row: 3, status: 'refused', reason: 'No organization has the NIB 1234567890123.' },
  });
export type ParticipantRow = z.infer<typeof participantRowSchema>;
export type RowFault = { reason: string; errors?: { pointer: string; detail: string }[] };

const SIDES: Record<string, string> = { koperasi: 'cooperative', pembeli: 'buyer', penjual: 'cooperative' };

/** What a column takes, in the words of the office that fills it. */
const takenWords: { readonly [field in string]?: string } = {
  side: 'takes koperasi or pembeli',
  tables: 'takes a whole number, such as 2',
  maxMeetings: 'takes a whole number, such as 6',
  unavailableSlots: 'takes numbers of slots with commas between them, such as 1, 2',
};

const numberOr = (text: string): number | string => (/^\d{1,6}$/.test(text) ? Number(text) : text);
const partsOf = (text: string): string[] => text.split(/[,;|\s]+/).filter((part) => part !== '');

/** What a row says of the organization it means, or what of it cannot be taken. Empty cells say nothing. */
export function saidOf(
  cells: ParticipantCells,
  organizationId: string,
): { said: ParticipantInput } | { fault: RowFault } {
  const { side, tables, maxMeetings, unavailableSlots, wants, refuses } = cells;
  const parsed = participantInputSchema.safeParse(
    {
      organizationId,
      ...(side && { side: SIDES[plainText(side)] ?? plainText(side) }),
      ...(tables && { tables: numberOr(tables) }),
      ...(maxMeetings && { maxMeetings: numberOr(maxMeetings) }),
      ...(unavailableSlots && { unavailableSlots: partsOf(unavailableSlots).map(numberOr) }),
      ...(wants && { wants: partsOf(wants) }),
      ...(refuses && { refuses: partsOf(refuses) }),
    },
    faultWords,
  );
  if (parsed.success) return { said: parsed.data };
  const errors = parsed.error.issues.map(({ path, code, message }) => {
    const isOfAnotherKind = code === 'invalid_type' || code === 'invalid_value';
    const taken = isOfAnotherKind ? takenWords[String(path[0])] : undefined;
    return { pointer: pointerTo(path), detail: taken ?? message };
  });
  return { fault: { reason: 'Some cells of this row cannot be taken; see errors.', errors } };
}
