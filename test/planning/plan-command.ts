/**
 * `npm run plan -- FILE [--seconds N]`: the plan of an event in a JSON file, as one JSON object; input that cannot be planned gives
 * `{"error": {field, detail}}`, the same in words on standard error, and a status other than 0. `milliseconds` is the planning alone, in a process that has planned before
 * as a service has: some made-up events are planned first, so that the engine has compiled the code.
 */
import * as z from 'zod';
import { planEvent } from '../../shared/planning/plan-event.ts';
import { PlanRefused, type Plan, type PlanInput } from '../../shared/planning/plan.ts';
import { drawsFrom } from '../support/effort.ts';
import { jsonNamed } from '../support/named-file.ts';
import { hallOf } from './plan-instances.ts';

const absent = null;
const optional = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (value === absent ? undefined : value), schema.optional());
const id = z.string().min(1);
const party = {
  id,
  maxMeetings: optional(z.number()),
  unavailable: optional(z.array(z.number())),
};

const eventSchema = z.object({
  slots: z.number(),
  cooperatives: z.array(z.object({ ...party, hasPartner: optional(z.boolean()) })),
  buyers: z.array(z.object({ ...party, tables: optional(z.number()) })),
  scores: z.array(z.tuple([id, id, z.number()])),
  refuses: optional(z.array(z.tuple([id, id]))),
  locked: optional(
    z.array(z.object({ cooperativeId: id, buyerId: id, slot: z.number(), table: optional(z.number()) })),
  ),
  diminishing: optional(z.array(z.number())),
  previous: optional(
    z.array(z.object({ cooperativeId: id, buyerId: id, slot: z.number(), table: z.number() })),
  ),
});

function fail(field: string, detail: string): never {
  process.stdout.write(`${JSON.stringify({ error: { field, detail } })}\n`);
  process.stderr.write(`${field}: ${detail}\n`);
  process.exit(1);
}

function read(path: string | undefined): PlanInput {
  if (path === undefined) fail('FILE', 'name a file: npm run plan -- FILE');
  let json: unknown;
  try {
    json = jsonNamed(path);
  } catch (error) {
    fail('FILE', (error as Error).message);
  }
  const parsed = eventSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  fail(issue?.path.join('.') || 'FILE', issue?.message ?? 'cannot be planned');
}

/** Seconds after which the best plan so far is printed; without limit when not given. */
function secondsFrom(args: readonly string[]): number {
  const at = args.indexOf('--seconds');
  if (at < 0) return Infinity;
  const seconds = Number(args[at + 1]);
  if (!(seconds > 0)) fail('--seconds', `${args[at + 1]} is not a number of seconds`);
  return seconds;
}

/** Plans, or says why not. */
function plan(event: PlanInput, stop: () => boolean): Plan {
  try {
    return planEvent(event, { stop });
  } catch (error) {
    if (error instanceof PlanRefused) fail(error.field, error.message);
    throw error;
  }
}

const args = process.argv.slice(2);
const seconds = secondsFrom(args);
const event = read(args.find((each, at) => !each.startsWith('--') && args[at - 1] !== '--seconds'));
const draw = drawsFrom('warm up');
for (let round = 0; round < 24; round += 1) {
  const present = round % 2 === 0 ? {} : { present: [0.5, 0.7] as const };
  planEvent(hallOf(draw, { cooperatives: 250, buyers: 30, slots: 16, ...present }));
}
const start = performance.now();
const planned = plan(event, () => performance.now() - start > seconds * 1000);
const milliseconds = Number((performance.now() - start).toFixed(3));
process.stdout.write(`${JSON.stringify({ ...planned, milliseconds })}\n`);
