import { defineConfig } from 'vitest/config';
import closingLine from './test/support/closing-line.ts';
import LongFirst from './test/support/long-first.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    reporters: ['default', closingLine],
    globalSetup: ['./test/support/dynamodb-local.ts'],
    setupFiles: ['./test/support/property-seed.ts'],
    // Both cores of a small machine: half of the time a test waits for DynamoDB Local.
    maxWorkers: 2,
    // Files share a process and what it has loaded; no test changes what belongs to the process.
    isolate: false,
    sequence: { sequencer: LongFirst },
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
