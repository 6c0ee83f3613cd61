/** Writes `openapi/openapi.json` from the code; with `--check`, only says whether the committed file is fresh. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createApp, type AppDeps } from '../functions/api/app.ts';
import { documentOf } from '../functions/api/document.ts';

const file = new URL('openapi.json', import.meta.url);

// Nothing is called while the document is made, so nothing is needed from outside.
const fresh = `${laidOut(documentOf(createApp({} as AppDeps)))}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(file, fresh);
} else if (readFileSync(file, 'utf8') !== fresh) {
  console.error('openapi/openapi.json is not what the code says; run: npm run openapi');
  process.exitCode = 1;
}

/** JSON with what fits on one line in one line: half the size of one value a line, and a change is still seen where it is. */
function laidOut(value: unknown, indent = '\n'): string {
  const line = JSON.stringify(value);
  if (typeof value !== 'object' || value === null || line.length <= 110) return line;
  const within = `${indent}  `;
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  const members = Array.isArray(value)
    ? value.map((each) => laidOut(each, within))
    : Object.entries(value)
        .filter(([, each]) => each !== undefined)
        .map(([name, each]) => `${JSON.stringify(name)}: ${laidOut(each, within)}`);
  return `${open}${within}${members.join(`,${within}`)}${indent}${close}`;
}
