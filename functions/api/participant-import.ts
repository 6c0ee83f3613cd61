/** Participants from an office's spreadsheet, over HTTP: each row created, updated, left alone or refused with its reason. */
import type { Hono } from 'hono';
import * as z from 'zod';
import { readBuyer } from '../../shared/buyers/buyer-store.ts';
import { listCooperativesIn, readCooperatives } from '../../shared/cooperatives/cooperative-store.ts';
import { invalid, Refusal } from '../../shared/errors.ts';
import { eventIdSchema, type Event } from '../../shared/events/event.ts';
import { readParticipants } from '../../shared/events/event-store.ts';
import {
  changeParticipant,
  inviteParticipant,
  isPublic,
  organizationIdSchema,
  type Invited,
  type Participant,
  type ParticipantInput,
} from '../../shared/events/participant.ts';
import {
  participantCells,
  participantHeader,
  participantRowSchema,
  saidOf,
  type ParticipantCells,
  type ParticipantRow,
  type RowFault,
} from '../../shared/events/participant-row.ts';
import { nibHolders } from '../../shared/nib.ts';
import { resolvePlace } from '../../shared/regions/resolve-place.ts';
import { squeezed } from '../../shared/spelling.ts';
import type { Stored } from '../../shared/stored.ts';
import type { Table } from '../../shared/table/table.ts';
import { mount, type EndpointDeps } from './endpoint.ts';
import { eventToChange } from './events.ts';
import { importAnswer, importedFields } from './import-answer.ts';
import { inviteMany, type ToInvite } from './invite-many.ts';
import { operation } from './operation.ts';
import { MOST_ROWS, othersTurn, sheetOf, spreadsheetBody, tooManyRows } from './read-sheet.ts';

const importParticipants = operation({
  id: 'importParticipants',
  method: 'post',
  path: '/v1/events/{eventId}/participants/import',
  tag: 'Events',
  summary: 'Import participants from a spreadsheet',
  description:
    'A header row names the columns, in Indonesian or English. Who is meant: id, NIB, kode wilayah, desa with kecamatan, or nama of a cooperative of the region. What is said: sisi, meja, maks pertemuan, slot tidak hadir, ingin bertemu, tidak ingin bertemu (ids). Empty cells change nothing; the same file twice changes nothing. Rows do not depend on each other.',
  params: z.strictObject({ eventId: eventIdSchema }),
  idempotent: true,
  rawBody: spreadsheetBody,
  answers: {
    status: 200,
    form: 'one',
    schema: z.strictObject(importedFields(participantRowSchema)).meta({
      id: 'ImportedParticipants',
      example: {
        created: 1,
        updated: 0,
        unchanged: 0,
        refused: 0,
        ignoredColumns: [],
        rows: [{ row: 2, status: 'created', organizationId: 'coop_35-14-09-2019' }],
      },
    }),
    description: 'What became of each row',
  },
});

/** The route of the import on `router`. */
export function participantImport(router: Hono, deps: EndpointDeps): void {
  const { table } = deps;

  mount(router, deps, importParticipants, async (ask) => {
    const event = await eventToChange(table, ask, ask.params.eventId);
    const sheet = await sheetOf(ask.raw);
    const header = participantHeader(sheet);
    if (!header) {
      throw invalid([], 'No header row was found: name columns such as id, NIB, kode wilayah, desa or nama.');
    }
    const cells = sheet
      .map((row, at) => ({ row: at + 1, cells: participantCells(row, header) }))
      .filter((each) => each.row > header.row + 1 && Object.keys(each.cells).length > 0);
    if (cells.length > MOST_ROWS) throw tooManyRows();
    const [known, participants] = await Promise.all([
      knownTo(
        table,
        event.value,
        cells.map((each) => each.cells),
      ),
      readParticipants(table, event.value.id, { withdrawn: true }),
    ]);
    const before = new Map(participants.map((stored) => [stored.value.organizationId, stored]));
    const rows: ParticipantRow[] = [];
    const toInvite: ToInvite<ParticipantRow>[] = [];
    const firstRows = new Map<string, number>();
    for (const { row, cells: own } of cells) {
      await othersTurn(row);
      const planned = planRow(event.value, own, known, before, ask.stamp.at);
      if ('fault' in planned) {
        rows.push({ row, status: 'refused', ...planned.fault });
        continue;
      }
      const { organizationId, status, decide } = planned;
      const earlier = firstRows.get(organizationId);
      if (earlier !== undefined) {
        rows.push({ row, status: 'refused', organizationId, reason: `Row ${earlier} names the same.` });
        continue;
      }
      firstRows.set(organizationId, row);
      const stored = before.get(organizationId);
      const after = decide(stored);
      if (after === undefined) rows.push({ row, status: 'unchanged', organizationId });
      else toInvite.push({ of: { row, status, organizationId }, before: stored, after, decide });
    }
    for (const { of, status } of await inviteMany(table, toInvite, ask.stamp)) {
      if (status === 'written') rows.push(of);
      else if (status === 'unchanged') rows.push({ ...of, status: 'unchanged' });
      else rows.push({ ...of, status: 'refused', reason: 'The store was busy; send the file again.' });
    }
    return { body: importAnswer(rows, header.ignored) };
  });
}

/** What rows may mean: organizations by id, by NIB, and the cooperatives of the region by place and by name. */
type Known = {
  byId: ReadonlyMap<string, Invited>;
  holderOf: ReadonlyMap<string, string>;
  inPlace: ReadonlyMap<string, readonly Invited[]>;
  byName: ReadonlyMap<string, readonly Invited[]>;
  region: string;
};

const digits = (nib: string): string => nib.replaceAll(/\D/g, '');

/** Reads it: a query for five hundred cooperatives of the region where places or names are meant, a batch for a hundred ids or NIBs. */
async function knownTo(
  table: Table,
  { regionCode }: Event,
  rows: readonly ParticipantCells[],
): Promise<Known> {
  const nibs = [...new Set(rows.flatMap(({ nib }) => (nib === undefined ? [] : [digits(nib)])))].filter(
    (nib) => nib !== '',
  );
  const holders = nibs.length === 0 ? [] : await nibHolders(table, nibs);
  const holderOf = new Map(
    nibs.flatMap((nib, at) => (holders[at] === undefined ? [] : [[nib, holders[at]] as const])),
  );
  const stated = rows.flatMap(({ organizationId }) => organizationId ?? []);
  const ids = [...new Set([...stated, ...holderOf.values()])].filter(
    (id) => organizationIdSchema.safeParse(id).success,
  );
  const isPlaced = rows.some(({ organizationId, nib }) => organizationId === undefined && nib === undefined);
  const [cooperatives, buyers, around] = await Promise.all([
    readCooperatives(
      table,
      ids.filter((id) => id.startsWith('coop_')),
    ),
    Promise.all(ids.filter((id) => id.startsWith('buy_')).map((id) => readBuyer(table, id))),
    isPlaced ? cooperativesAround(table, regionCode) : [],
  ]);
  const named = [...cooperatives, ...buyers].flatMap((stored) => (stored ? [stored.value] : []));
  const all = new Map<string, Invited>([...around, ...named].map((one) => [one.id, one]));
  return {
    byId: all,
    holderOf,
    inPlace: Map.groupBy(around, (one) => one.regionCode),
    byName: Map.groupBy(around, ({ name }) => squeezed(name)),
    region: regionCode,
  };
}

async function cooperativesAround(table: Table, regionCode: string): Promise<Invited[]> {
  const found: Invited[] = [];
  let after: Parameters<typeof listCooperativesIn>[2]['after'] | null;
  do {
    const page = { limit: 500, ...(after ? { after } : {}) };
    const part = await listCooperativesIn(table, regionCode, page, ({ value }) => value);
    found.push(...part.items);
    after = part.next;
  } while (after);
  return found;
}

type RowPlan = {
  organizationId: string;
  status: 'created' | 'updated';
  /** The participant to write over what is stored; undefined when that says the same already. */
  decide: (before: Stored<Participant> | undefined) => Participant | undefined;
};

function planRow(
  event: Event,
  cells: ParticipantCells,
  known: Known,
  stored: ReadonlyMap<string, Stored<Participant>>,
  at: string,
): RowPlan | { fault: RowFault } {
  const meant = whoIsMeant(cells, known);
  if ('fault' in meant) return meant;
  const reading = saidOf(cells, meant.id);
  if ('fault' in reading) return reading;
  const before = stored.get(meant.id);
  if (before?.value.withdrawnAt !== undefined) {
    return { fault: { reason: 'It has withdrawn; enter it by itself if it comes after all.' } };
  }
  const decide: RowPlan['decide'] = (now) =>
    now === undefined
      ? inviteParticipant(event, reading.said, meant, at)
      : updated(event, now.value, reading.said, at);
  try {
    decide(before);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const errors = error.errors.map(({ pointer, detail }) => ({ pointer, detail }));
    return { fault: { reason: error.detail, errors } };
  }
  return { organizationId: meant.id, status: before === undefined ? 'created' : 'updated', decide };
}

/** The participant with what a row says; undefined when it says nothing new. */
function updated(
  event: Event,
  before: Participant,
  { side, ...said }: ParticipantInput,
  at: string,
): Participant | undefined {
  if (side !== undefined && side !== before.side) {
    throw invalid(['side'], `it takes part as a ${before.side} already; withdraw it first`);
  }
  const isNews = Object.entries(said).some(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field as keyof typeof said]),
  );
  return isNews ? changeParticipant(event, before, said, at) : undefined;
}

function whoIsMeant(cells: ParticipantCells, known: Known): Invited | { fault: RowFault } {
  const found = candidates(cells, known);
  if ('fault' in found) return found;
  const [only, ...others] = found;
  if (only === undefined) {
    const what =
      'By name and place only cooperatives of the region are found; of others write the id or the NIB.';
    const isId = cells.organizationId !== undefined;
    return { fault: { reason: `Nobody was found for ${describe(cells)}.${isId ? '' : ` ${what}`}` } };
  }
  if (others.length > 0) {
    const ids = found
      .slice(0, 8)
      .map(({ id }) => id)
      .join(', ');
    return { fault: { reason: `${describe(cells)} may be any of ${ids}; write the id.` } };
  }
  if (!isPublic(only)) return { fault: { reason: 'Its office has not verified it, or has rejected it.' } };
  return only;
}

function candidates(
  { organizationId, nib, regionCode, village, district, name }: ParticipantCells,
  known: Known,
): readonly Invited[] | { fault: RowFault } {
  if (organizationId !== undefined) return [known.byId.get(organizationId)].flatMap((one) => one ?? []);
  if (nib !== undefined) {
    const holder = known.holderOf.get(digits(nib));
    const one = holder === undefined ? undefined : known.byId.get(holder);
    return one ? [one] : { fault: { reason: `No organization has the NIB ${nib.slice(0, 30)}.` } };
  }
  if (regionCode !== undefined) return known.inPlace.get(regionCode.replaceAll(/\s/g, '')) ?? [];
  if (village !== undefined) {
    const place = resolvePlace({ name: village, district, scope: known.region, level: 'village' });
    if ('code' in place) return known.inPlace.get(place.code) ?? [];
    const likely = place.candidates.map(({ code, fullName }) => `${fullName} (${code})`).join('; ');
    const hint = likely === '' ? '' : ` Likely: ${likely}.`;
    return { fault: { reason: `Which place is "${village.slice(0, 80)}"?${hint} Write its kode wilayah.` } };
  }
  return name === undefined ? [] : (known.byName.get(squeezed(name)) ?? []);
}

const describe = ({ organizationId, regionCode, village, name }: ParticipantCells): string =>
  `"${(organizationId ?? regionCode ?? village ?? name ?? '').slice(0, 80)}"`;
