import { join } from 'node:path';
import { defineConfig } from 'vitest/config';
import closingLine from './test/support/closing-line.ts';
import LongFirst from './test/support/long-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', closingLine],
    globalSetup: ['./test/support/dynamodb-local.ts'],
    // Processes that tests start find the code that others compiled before them, as functions in AWS do: half of a start is that.
    env: { NODE_COMPILE_CACHE: join(import.meta.dirname, 'node_modules/.cache/compiled') },
    setupFiles: ['./test/support/property-seed.ts'],
    // One more than a small machine has cores: some tests wait for DynamoDB Local or another process.
    maxWorkers: 3,
    // Files share a process and what it has loaded; no test changes what belongs to the process.
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
