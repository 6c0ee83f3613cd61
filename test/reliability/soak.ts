/** Runs one gate for as long as asked instead of for its fixed amount: `npm run soak:nib -- --seconds 600 --seed 7`. */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const { values, positionals } = parseArgs({
  options: { seconds: { type: 'string', default: '60' }, seed: { type: 'string' } },
  allowPositionals: true,
});
const seconds = Number(values.seconds);
const [name] = positionals;
if (name === undefined || !(seconds > 0)) {
  throw new Error('Say for how long: npm run soak:nib -- --seconds 600 [--seed 7]');
}
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const run = spawn(
  process.execPath,
  [vitest, 'run', `test/reliability/${name}.test.ts`, '--disable-console-intercept'],
  {
    cwd: join(import.meta.dirname, '../..'),
    stdio: 'inherit',
    env: {
      ...process.env,
      SOAK_SECONDS: String(seconds),
      ...(values.seed === undefined ? {} : { SEED: values.seed }),
    },
  },
);
run.on('close', (code) => (process.exitCode = code ?? 1));
