/** Rows that differ too much for columns, as compact JSON: offers. */
import type { Packing, Row } from './bucket.ts';
import { checkLayout, LAYOUT } from './layout.ts';

/** Far below DynamoDB's 400 KB, so that nothing that fits an item of its own can fail to fit a part. */
const MOST_PART_BYTES = 48 * 1024;

export function jsonPacking<R extends Row>(): Packing<R> {
  return {
    pack: (rows) => JSON.stringify({ layout: LAYOUT, rows: rows.map(canonical) }),
    unpack: (body) => {
      const { layout, rows } = JSON.parse(body) as { layout?: number; rows: R[] };
      checkLayout(layout);
      return rows;
    },
    togetherBy: ({ id }) => id,
    mostPartBytes: MOST_PART_BYTES,
  };
}

/** Members in the order of their names: stores give them back in orders of their own. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, canonical(member)]),
  );
}
