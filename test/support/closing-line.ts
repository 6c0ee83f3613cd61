/** Prints `N passed, N failed` as the very last line, which CI reads. */
import type { Reporter, TestModule } from 'vitest/node';

const reporter: Reporter = {
  onTestRunEnd(modules: readonly TestModule[], errors) {
    let passed = 0;
    let failed = errors.length;
    let skipped = 0;
    for (const module of modules) {
      // A file that cannot even be loaded has no tests, and must still count as a failure.
      if (module.state() === 'failed' && [...module.children.allTests('failed')].length === 0) failed += 1;
      for (const test of module.children.allTests()) {
        const { state } = test.result();
        if (state === 'passed') passed += 1;
        else if (state === 'failed') failed += 1;
        else skipped += 1;
      }
    }
    process.on('exit', () => {
      if (skipped > 0)
        console.log(`${skipped} skipped: what they need is not on this machine; each says it above`);
      console.log(`${passed} passed, ${failed} failed`);
    });
  },
};

export default reporter;
