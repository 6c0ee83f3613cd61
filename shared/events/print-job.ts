/** What is to be printed for an event, as plain values, so that who prints needs no store: day sheets for parties, cards for tables. */
import type { EventView } from './event.ts';
import { takesSeat, type MeetingView } from './meeting.ts';
import type { Origins, Titles } from './paper.ts';
import type { Participant } from './participant.ts';

/** One party's day on paper. */
export type DaySheet = Pick<Participant, 'organizationId' | 'name' | 'side' | 'regionCode'> & {
  meetings: MeetingView[];
};

/** What stands on one table of the hall. */
export type TableCard = { table: number; buyerName: string; meetings: MeetingView[] };

/** Everything for one pile of paper: the cards first, then the sheets. */
export type PrintJob = {
  event: EventView;
  titles: Titles;
  origins: Origins;
  /** The moment of the last change: is printed, and dates the file. */
  asOf: string;
  tableCards: TableCard[];
  daySheets: DaySheet[];
};

/** Makes a PDF of it, A4; the same job gives the same bytes. */
export type Printer = (job: PrintJob) => Promise<Uint8Array<ArrayBuffer>>;

type Party = Pick<Participant, 'organizationId' | 'name' | 'side' | 'regionCode'>;

/**
 * Cards for the tables of the buyers among `parties`, in the order of the hall: those that `seating` gives them, and those where they
 * have a meeting. O(meetings + buyers).
 */
export function tableCardsOf(
  parties: readonly Party[],
  seating: Readonly<Record<string, readonly number[]>>,
  meetings: readonly MeetingView[],
): TableCard[] {
  const byBuyer = Map.groupBy(meetings.filter(takesSeat), ({ buyerId }) => buyerId);
  return parties
    .filter(({ side }) => side === 'buyer')
    .flatMap(({ organizationId, name }) => {
      const byTable = Map.groupBy(byBuyer.get(organizationId) ?? [], ({ table }) => table);
      const tables = new Set([...(seating[organizationId] ?? []), ...byTable.keys()]);
      return [...tables].map((table) => ({ table, buyerName: name, meetings: byTable.get(table) ?? [] }));
    })
    .sort((a, b) => a.table - b.table);
}

/** A sheet for each of `parties`: buyers before cooperatives, each side by name, as they are laid out at the desk. O(meetings + n log n). */
export function daySheetsOf(parties: readonly Party[], meetings: readonly MeetingView[]): DaySheet[] {
  const seated = meetings.filter(takesSeat);
  const asCooperative = Map.groupBy(seated, ({ cooperativeId }) => cooperativeId);
  const asBuyer = Map.groupBy(seated, ({ buyerId }) => buyerId);
  return [...parties]
    .sort(
      (a, b) =>
        byText(a.side, b.side) || byText(a.name, b.name) || byText(a.organizationId, b.organizationId),
    )
    .map(({ organizationId, name, side, regionCode }) => ({
      organizationId,
      name,
      side,
      regionCode,
      meetings: (side === 'buyer' ? asBuyer : asCooperative).get(organizationId) ?? [],
    }));
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
