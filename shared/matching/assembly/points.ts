/** The points of a row, or what no row of a node exceeds: look-ups, sums and minima, and no branch that depends on what is scored. */
import * as at from '../search-layout.ts';
import { Node, Packed } from './packed.ts';
import { floatAt } from './tables.ts';
import { Visit, Way } from './visit.ts';

/** Points by that way, with those of the row's or node's standing. */
export function pointsBy(visit: Visit, one: Packed, way: Way, standing: i32): i32 {
  const room = visit.address;
  const season = room + ((<usize>one.season) << 3);
  const served = load<u32>(season, 4 * at.SEASONS_AT);
  const cover = load<u32>(room + ((<usize>one.amount) << 2), 4 * at.COVERS_AT);
  const price = load<u32>(room + ((<usize>one.price) << 2), 4 * at.PRICES_AT);
  const minimum = load<i32>(room + ((<usize>one.minimum) << 2), 4 * at.MINIMUMS_AT);
  const silence = load<i32>(room + ((<usize>one.silent) << 2), 4 * at.SILENCES_AT);
  const kept = changetype<usize>(way) + ((<usize>one.cold) << 2);
  const usable = min(min(<i32>(served >> 16), minimum), load<i32>(kept, offsetof<Way>('spoilage')));
  const feasible = min(min(usable, way.freight), min(min(<i32>(price >> 16), <i32>(cover >> 16)), silence));
  const share = ((cover & 0xffff) * (served & 0xffff)) / 1000;
  const covered = load<u32>(room + (share << 2), 4 * at.WORTHS_AT);
  return (
    visit.base +
    standing +
    load<i32>(kept, offsetof<Way>('worth')) +
    load<i32>(season, 4 * at.SEASONS_AT + 4) +
    visit.ofFeasibility * feasible +
    visit.ofQuantity * <i32>((covered * <u32>usable) / 1000) +
    visit.ofPrice * <i32>(((price & 0xffff) * <u32>usable) / 1000)
  );
}

/** Points of a row's standing. */
export function standingOfRow(visit: Visit, row: Packed): i32 {
  return visit.isUsual ? <i32>row.usual : otherStanding(visit.address + 4 * at.ROWS_STAND_AT, row, 0);
}

/** At least what each of a node's rows has. */
export function standingOfNode(visit: Visit, node: Node): i32 {
  if (visit.isUsual) return node.usual;
  return otherStanding(visit.address + 4 * at.NODES_STAND_AT, node, node.heldOrRecord);
}

/** More than sums of some products of floats are off, and less than a point. */
const ROUNDING: f64 = 1e-6;

/** Whole points; exact for a row where nothing of the track record is beyond the part, else a bound for a node. */
function otherStanding(table: usize, one: Packed, record: i32): i32 {
  const sum =
    floatAt(table, at.PART) * <f64>one.usual +
    floatAt(table, at.RECORD) * <f64>record +
    floatAt(table, at.QUALITIES + one.quality) +
    floatAt(table, at.READIES + one.ready) +
    floatAt(table, at.STAND_SILENCES + one.silent);
  return <i32>Math.floor(sum + ROUNDING);
}
