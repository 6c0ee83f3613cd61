/**
 * `npm run pool -- FILE`: the cheapest pool for a demand in a JSON file, as one JSON object; input that cannot be planned gives
 * `{"error": {field, detail}}`, the same in words on standard error, and a status other than 0. `milliseconds` is the solving alone, in a process that has solved before
 * as a service has: some made-up pools run first, so that the engine has compiled the code.
 */
import * as z from 'zod';
import { pool, type PoolDemand } from '../../shared/matching/pool.ts';
import { drawsFrom } from '../support/effort.ts';
import { jsonNamed } from '../support/named-file.ts';
import { villages } from './pool-instances.ts';

/** Whoever has more than anybody needs may say so; only what is wanted has to be countable. */
const amount = z.number().nonnegative();
const rupiah = z.number().nonnegative().max(1e15);
const absent = null;
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === absent ? undefined : value), schema.optional());

const demandSchema = z.object({
  quantity: z.number().positive().max(1e12),
  maxSuppliers: optional(
    z.number().positive().refine(Number.isInteger, 'Invalid input: expected a whole number'),
  ),
  freightPerUnitKm: rupiah,
  stopCost: rupiah,
  suppliers: z
    .array(
      z.object({
        id: z.string().min(1),
        available: amount,
        unitPrice: rupiah,
        distanceKm: z.number().nonnegative().max(50_000),
        minimumOrder: optional(amount),
      }),
    )
    .superRefine((suppliers, context) => {
      const seen = new Set<string>();
      suppliers.forEach(({ id }, at) => {
        if (seen.has(id))
          context.addIssue({ code: 'custom', path: [at, 'id'], message: `${id} comes twice` });
        seen.add(id);
      });
    }),
});

function fail(field: string, detail: string): never {
  process.stdout.write(`${JSON.stringify({ error: { field, detail } })}\n`);
  process.stderr.write(`${field}: ${detail}\n`);
  process.exit(1);
}

function read(path: string | undefined): PoolDemand {
  if (path === undefined) fail('FILE', 'name a file: npm run pool -- FILE');
  let json: unknown;
  try {
    json = jsonNamed(path);
  } catch (error) {
    fail('FILE', (error as Error).message);
  }
  const parsed = demandSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  fail(issue?.path.join('.') || 'FILE', issue?.message ?? 'cannot be planned');
}

const demand = read(process.argv[2]);
const draw = drawsFrom('warm up');
for (const [rounds, count] of [
  [40, 400],
  [6, 10_000],
] as const) {
  for (let round = 0; round < rounds; round += 1) {
    pool(villages(draw, count, { need: 12_000, ...(round % 2 === 0 ? { maxSuppliers: 9 } : {}) }));
  }
}
const start = performance.now();
const { mostFillable, ...planned } = pool(demand);
const milliseconds = Number((performance.now() - start).toFixed(3));
const open = mostFillable > planned.filled ? { mostFillable } : {};
process.stdout.write(`${JSON.stringify({ ...planned, ...open, milliseconds })}\n`);
