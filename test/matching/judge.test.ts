/** The judge: what it measures, how well the scorer does on our own judged cases (invented, villages real), and what it says to bad input. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge, judgmentsSchema, ndcg10, summarise } from './judging.ts';

const OWN_CASES = new URL('judged-cases.json', import.meta.url).pathname;
/** b001–b032 were graded by somebody who had not seen the scorer, b033–b038 before the repair that they test (docs/decisions/0004). */
const BLIND_CASES = new URL('judged-cases-blind.json', import.meta.url).pathname;
const COMMAND = new URL('judge.ts', import.meta.url).pathname;

const read = (path: string) => judgmentsSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
const { today, cases } = read(OWN_CASES);

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, ...args], { encoding: 'utf8' });
  return { status, stderr, lastLine: stdout.trimEnd().split('\n').at(-1) };
}

function fileOf(text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'judge-')), 'cases.json');
  writeFileSync(path, text);
  return path;
}

describe.each([
  ['our own judged cases', read(OWN_CASES)],
  ['cases judged blind, and six more that test a repair', read(BLIND_CASES)],
])('%s', (_, { today, cases }) => {
  it('are ranked as an expert would: nDCG@10 ≥ 0.97, pairs ≥ 0.98, the blocked exactly right', () => {
    const { ndcg10, pairwise, blocked } = summarise(cases.map((judged) => judge(judged, today)));
    expect(blocked).toBe(1);
    expect(ndcg10).toBeGreaterThanOrEqual(0.97);
    expect(pairwise).toBeGreaterThanOrEqual(0.98);
  });

  it('grade every candidate that is not blocked, and none that is', () => {
    for (const { id, candidates, relevance, blocked } of cases) {
      const keys = candidates.map(({ key }) => key).sort();
      expect([id, [...Object.keys(relevance), ...Object.keys(blocked)].sort()]).toEqual([id, keys]);
    }
  });
});

describe('the measures', () => {
  it('give 1 to the ideal order and less to its reverse', () => {
    const relevance = { a: 3, b: 2, c: 0 };
    expect(ndcg10(['a', 'b', 'c'], relevance)).toBe(1);
    // gains 0, 3, 7 at discounts 1, log2(3), 2 against 7, 3, 0
    expect(ndcg10(['c', 'b', 'a'], relevance)).toBeCloseTo(
      (3 / Math.log2(3) + 7 / 2) / (7 + 3 / Math.log2(3)),
      10,
    );
  });

  it('put what a ranking leaves out at the end, the worst first', () => {
    const relevance = { a: 3, b: 2, c: 0 };
    expect(ndcg10(['b'], relevance)).toBe(ndcg10(['b', 'c', 'a'], relevance));
  });

  it('count a tie as half a satisfied pair', () => {
    const twins = structuredClone(cases[0]!);
    if (twins.direction !== 'offer-to-supply') throw new Error('the first case ranks supply');
    const [first] = twins.candidates;
    const tied = {
      ...twins,
      candidates: [
        { ...first!, key: 'x' },
        { ...first!, key: 'y' },
      ],
      blocked: {},
      relevance: { x: 1, y: 1 },
      order: [{ above: 'y', below: 'x' }],
    };
    expect(judge(tied, today).satisfied).toBe(0.5);
  });

  it('see a blocked candidate that is taken for eligible, and one that is blocked for another reason', () => {
    const judged = cases.find(({ blocked }) => Object.keys(blocked).length > 0)!;
    const [key] = Object.keys(judged.blocked) as [string];
    expect(judge(judged, today).blockErrors).toEqual([]);
    expect(judge({ ...judged, blocked: {} }, today).blockErrors).toEqual([key]);
    expect(
      judge({ ...judged, blocked: { ...judged.blocked, [key]: ['npwp', 'nib'] } }, today).blockErrors,
    ).toEqual([key]);
  });
});

describe('the command', () => {
  it('ends with one JSON object of the four figures', () => {
    const { status, lastLine } = run(OWN_CASES);
    expect(status).toBe(0);
    expect(JSON.parse(lastLine!)).toEqual(summarise(cases.map((judged) => judge(judged, today))));
  });

  it('says plainly what is wrong with the file, and fails', () => {
    expect(run()).toMatchObject({ status: 1, stderr: 'Name a judgments file: npm run judge -- FILE\n' });
    expect(run('/no/such/file.json')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('Cannot read'),
    });
    expect(run(fileOf('{'))).toMatchObject({ status: 1, stderr: expect.stringContaining('is not JSON') });
    expect(run(fileOf('[{"id":"x"}]'))).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('is no judgments file'),
    });
  });

  it.each([
    ['a place that is nowhere', { regionCode: '99.99.01.2001' }, 'regionCode'],
    ['a paper in no known state', { credentials: { npwp: 'maybe' } }, 'credentials.npwp'],
    ['a month in words', { lastActive: 'yesterday' }, 'lastActive'],
  ])('says in which cooperative it found %s', (_, wrong, field) => {
    const [first, judged] = cases;
    if (judged?.direction !== 'offer-to-supply') throw new Error('the second case ranks supply');
    const candidates = judged.candidates.map((each, at) =>
      at === 2 ? { ...each, cooperative: { ...each.cooperative, ...wrong } } : each,
    );
    const { status, stderr } = run(fileOf(JSON.stringify([first, { ...judged, candidates }])));
    expect(status).toBe(1);
    expect(stderr).toContain(`at cases[1].candidates[2].cooperative.${field}\n`);
  });

  it('refuses a grade for the blocked, what is said of a key that no candidate has, and a key that two have', () => {
    const judged = cases.find(({ blocked }) => Object.keys(blocked).length > 0);
    const [blocked] = Object.keys(judged!.blocked) as [string];
    const graded = { [blocked]: 2 };
    const said = {
      ...judged!,
      relevance: { ...judged!.relevance, ...graded, nobody: 3 },
      order: [{ above: 'nobody', below: 'a' }],
      candidates: [...judged!.candidates, judged!.candidates[0]],
    };
    const { status, stderr } = run(fileOf(JSON.stringify({ cases: [said] })));
    expect(status).toBe(1);
    expect(stderr).toContain(`cases[0].relevance.${blocked}\n`);
    expect(stderr).toContain('cases[0].relevance.nobody');
    expect(stderr).toContain('cases[0].order[0].above');
    expect(stderr).toContain(`cases[0].candidates[${judged!.candidates.length}].key`);
  });

  it('reads a file that an editor began with a byte order mark', () => {
    expect(run(fileOf(`\uFEFF${readFileSync(OWN_CASES, 'utf8')}`)).status).toBe(0);
  });
});
