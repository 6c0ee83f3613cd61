/** `npm run judge -- FILE`: how well the scorer agrees with a file of expert judgments, by case and by topic. */
import * as z from 'zod';
import { jsonNamed } from '../support/named-file.ts';
import { judge, judgmentsSchema, summarise, type Verdict } from './judging.ts';

/** Ends the process with one sentence for the person at the terminal. */
function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}

function read(path: string | undefined): z.infer<typeof judgmentsSchema> {
  if (path === undefined) fail('Name a judgments file: npm run judge -- FILE');
  let json: unknown;
  try {
    json = jsonNamed(path);
  } catch (error) {
    fail((error as Error).message);
  }
  const parsed = judgmentsSchema.safeParse(json);
  if (!parsed.success) fail(`${path} is no judgments file:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function row(name: string, verdicts: readonly Verdict[]): string {
  const { ndcg10, pairwise, blocked } = summarise(verdicts);
  const cells = [ndcg10, pairwise, blocked].map((value) => value.toFixed(4).padStart(9));
  return `${name.padEnd(24)}${String(verdicts.length).padStart(6)}${cells.join('')}`;
}

const { today, cases } = read(process.argv[2]);
const verdicts = cases.map((judged) => judge(judged, today));
const head = (name: string) => `${name.padEnd(24)} cases  nDCG@10 pairwise  blocked`;
const lines = [head('case')];
for (const verdict of verdicts) {
  const order = verdict.ranking.map(({ key, points }) => `${key} ${(points / 1000).toFixed(1)}`).join(' · ');
  lines.push(`${row(verdict.id, [verdict])}  ${order}`);
  if (verdict.unsatisfied.length > 0)
    lines.push(`${''.padEnd(30)}not satisfied: ${verdict.unsatisfied.join(', ')}`);
  if (verdict.blockErrors.length > 0)
    lines.push(`${''.padEnd(30)}blocked wrongly: ${verdict.blockErrors.join(', ')}`);
}
lines.push('', head('topic'));
for (const topic of [...new Set(verdicts.flatMap((verdict) => verdict.topics))].sort()) {
  lines.push(
    row(
      topic,
      verdicts.filter((verdict) => verdict.topics.includes(topic)),
    ),
  );
}
lines.push('', row('all', verdicts), JSON.stringify(summarise(verdicts)));
process.stdout.write(`${lines.join('\n')}\n`);
