/**
 * Compiles the search of matching (`shared/matching/assembly`, AssemblyScript) to WebAssembly, as text in a file that is committed: so neither the
 * sources nor a bundle need a compiler or a file beside them. With `--check`, only says whether the committed file is fresh.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FREE_AT } from '../shared/matching/search-layout.ts';

const root = join(import.meta.dirname, '..');
const file = join(root, 'shared/matching/data/search-code.ts');
const fresh = `/** The search of \`assembly/\`, compiled by \`npm run search\`: WebAssembly, in base64. */
export const SEARCH =
  '${compiled().toString('base64')}';
`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, fresh);
} else if (readFileSync(file, 'utf8') !== fresh) {
  console.error('shared/matching/data/search-code.ts is not what its source says; run: npm run search');
  process.exitCode = 1;
}

/** In a process of its own: the compiler's types make its integers known to all that is linted with them. */
function compiled(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'titik-temu-search-'));
  try {
    const out = join(folder, 'search.wasm');
    const options = '-O3 --noAssert --runtime minimal --enable threads --importMemory --sharedMemory';
    // The memory is the caller's: what is below belongs to fixed places, what is above is taken and given back.
    const memory = ['--maximumMemory', '65536', '--memoryBase', String(FREE_AT)];
    const compiler = join(root, 'node_modules/assemblyscript/bin/asc.js');
    const source = 'shared/matching/assembly/search.ts';
    execFileSync(process.execPath, [compiler, source, '--outFile', out, ...options.split(' '), ...memory], {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
