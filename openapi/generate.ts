/** Writes `openapi/openapi.json` from the code; with `--check`, only says whether the committed file is fresh. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createApp, type AppDeps } from '../functions/api/app.ts';
import { documentOf } from '../functions/api/document.ts';

const file = new URL('openapi.json', import.meta.url);

// Nothing is called while the document is made, so nothing is needed from outside.
const fresh = `${JSON.stringify(documentOf(createApp({} as AppDeps)), null, 2)}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, fresh);
} else if (readFileSync(file, 'utf8') !== fresh) {
  console.error('openapi/openapi.json is not what the code says; run: npm run openapi');
  process.exitCode = 1;
}
