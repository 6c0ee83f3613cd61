/** `npm run pool -- FILE`: what it prints, and what it says to a file that cannot be planned. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const COMMAND = new URL('pool-command.ts', import.meta.url).pathname;

function run(content: unknown) {
  const path = join(mkdtempSync(join(tmpdir(), 'pool-')), 'demand.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return asked(path);
}

function asked(path: string, options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [COMMAND, path], {
    encoding: 'utf8',
    ...options,
  });
  return { status, stderr, answer: JSON.parse(stdout) as Record<string, unknown> };
}

const demand = {
  quantity: 500,
  freightPerUnitKm: 2,
  stopCost: 10_000,
  suppliers: [
    { id: 'pot_a', available: 400, unitPrice: 9000, distanceKm: 10 },
    { id: 'pot_b', available: 400, unitPrice: 9100, distanceKm: 10, minimumOrder: 150 },
  ],
};

describe('npm run pool -- FILE', () => {
  it('prints the plan as one JSON object', () => {
    const { status, answer } = run(demand);
    expect(status).toBe(0);
    expect(answer).toEqual({
      suppliers: [
        { id: 'pot_a', quantity: 350 },
        { id: 'pot_b', quantity: 150 },
      ],
      filled: 500,
      shortfall: 0,
      deliveredCost: 350 * 9020 + 150 * 9120 + 20_000,
      lowerBound: 350 * 9020 + 150 * 9120 + 20_000,
      milliseconds: expect.any(Number),
    });
  });

  it('finds the file from where npm was called, whatever wrote it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'pool-'));
    writeFileSync(join(folder, 'demand.json'), `\uFEFF${JSON.stringify(demand)}`);
    const { status, answer } = asked('demand.json', { env: { ...process.env, INIT_CWD: folder } });
    expect([status, answer['filled']]).toEqual([0, 500]);
    expect(asked('demand.json', { cwd: folder }).status).toBe(0);
  });

  it.each([
    ['has more than anybody could ask for', withSupplier({ available: 1e15 })],
    ['takes no order that small', withSupplier({ minimumOrder: 1e15 })],
    ['has no minimum', withSupplier({ minimumOrder: null })],
    ['says more about itself', withSupplier({ village: 'Sumberbrantas' })],
    ['may come with any number of others', { ...demand, maxSuppliers: 1e20 }],
  ])('takes a supplier who %s', (_, content) => {
    expect(run(content).status).toBe(0);
  });

  it.each([
    ['no JSON', 'hello', 'FILE'],
    ['a list', [], 'FILE'],
    ['no quantity', { ...demand, quantity: undefined }, 'quantity'],
    ['a quantity of nothing', { ...demand, quantity: 0 }, 'quantity'],
    ['half a supplier', { ...demand, maxSuppliers: 1.5 }, 'maxSuppliers'],
    ['a stop that pays', { ...demand, stopCost: -1 }, 'stopCost'],
    ['a price in words', withSupplier({ unitPrice: 'cheap' }), 'suppliers.0.unitPrice'],
    ['less than nothing to sell', withSupplier({ available: -5 }), 'suppliers.0.available'],
    ['one id twice', withSupplier({ id: 'pot_b' }), 'suppliers.1.id'],
  ])('refuses %s and names the field', (_, content, field) => {
    const { status, answer, stderr } = run(content);
    expect(status).toBe(1);
    expect(answer).toEqual({ error: { field, detail: expect.any(String) } });
    expect(stderr).toMatch(new RegExp(`^${field}: .+\n$`));
  });
});

function withSupplier(change: object) {
  const [first, ...others] = demand.suppliers;
  return { ...demand, suppliers: [{ ...first, ...change }, ...others] };
}
