/**
 * `npm run bench:pages`: what a page weighs and asks for on its first view, whether its markup has a fault, and how long it takes to make,
 * for a usual cooperative and for the fullest and most awkward one that can be entered. Prints a table, then one line of JSON.
 */
import { performance } from 'node:perf_hooks';
import { gzipSync } from 'node:zlib';
import { createPages } from '../../functions/pages/pages.ts';
import { systemClock } from '../../shared/clock.ts';
import { admin, officerOf, openApi } from '../support/api.ts';
import { partsOf } from '../support/page-parts.ts';
import { potentialOf } from '../support/world-things.ts';

const ROUNDS = 400;
const WARM_UP = 100;
const publicUrl = 'https://titik-temu.example';
const api = await openApi();
const pages = createPages({
  table: api.table,
  clock: systemClock,
  publicUrl,
  log: { info: () => undefined, error: () => undefined },
});

/** Registers, fills and publishes one; gives the path of its page. */
async function shown(name: string, texts: object, titles: readonly string[]): Promise<string> {
  const contact = { name: 'Ibu Sri', phone: '0812-3456-7890', email: 'sri@koperasi.example' };
  const entered = { name, regionCode: '35.79.01.2005', contact, units: ['grocery', 'warehouse'] };
  const { id } = (await api.post('/v1/cooperatives', entered, admin)).body as { id: string };
  await api.post(`/v1/cooperatives/${id}/verification`, { status: 'verified' }, admin);
  for (const title of titles) await api.post('/v1/potentials', { ...potentialOf(id), title }, admin);
  const microsite = { published: true, publicContact: ['name', 'phone', 'email'], ...texts };
  const { body } = await api.put(`/v1/cooperatives/${id}/microsite`, microsite, officerOf(id));
  return new URL(body.url as string).pathname;
}

const usual = await shown(
  'KDMP Sumberejo',
  { about: 'Selamat datang. Kami menjual sayur dan apel langsung dari anggota.', address: 'Balai desa' },
  ['Kentang granola', 'Kubis', 'Wortel', 'Apel manalagi', 'Bawang merah'],
);
const most = (length: number) => '&'.repeat(length);
const fullest = await shown(
  `KDMP ${most(155)}`,
  {
    about: most(800),
    address: most(300),
    openingHours: most(300),
    directions: most(500),
    managers: Array.from({ length: 10 }, () => ({ role: 'chair', name: most(120), public: true })),
  },
  Array.from({ length: 20 }, () => most(160)),
);

const rows: Record<string, Record<string, number>> = {};
for (const [what, path] of Object.entries({
  'a usual cooperative': usual,
  'the same in English': `${usual}?lang=en`,
  'the fullest that can be entered': fullest,
  'the directory': '/k',
  'no such page': '/k/tidak-ada',
  'a QR code to print': `${usual}/qr.svg`,
})) {
  const text = await (await pages.request(path)).text();
  const parts = partsOf(text);
  const times: number[] = [];
  for (let round = -WARM_UP; round < ROUNDS; round += 1) {
    const from = performance.now();
    await (await pages.request(path)).text();
    if (round >= 0) times.push(performance.now() - from);
  }
  times.sort((a, b) => a - b);
  rows[what] = {
    bytes: Buffer.byteLength(text),
    gzipped: gzipSync(text).length,
    // The page itself, and whatever it makes a browser fetch; an address that begins with `data:` fetches nothing.
    requests: 1 + parts.fetched.filter((address) => !address.startsWith('data:')).length,
    faults: path.endsWith('.svg') ? 0 : parts.errors.length,
    'p50 ms': Math.round(100 * times[ROUNDS / 2]!) / 100,
  };
}
await api.close();

const columns = Object.keys(rows['the directory']!);
console.log(`| page | ${columns.join(' | ')} |`);
console.log(`| --- |${columns.map(() => ' ---: |').join('')}`);
for (const [what, row] of Object.entries(rows))
  console.log(`| ${what} | ${Object.values(row).join(' | ')} |`);
const figures = Object.values(rows);
console.log(
  JSON.stringify({
    bench: 'pages',
    mostBytes: Math.max(...figures.map(({ bytes }) => bytes!)),
    mostRequests: Math.max(...figures.map(({ requests }) => requests!)),
    faults: figures.reduce((all, { faults }) => all + faults!, 0),
    rows,
  }),
);
