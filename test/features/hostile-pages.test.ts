/** Ten thousand hostile texts in every field of a page: none of them becomes more than text. */
import { expect, test } from 'vitest';
import { directoryPage } from '../../functions/pages/directory-page.ts';
import { micrositePage } from '../../functions/pages/microsite-page.ts';
import type { PublicMicrosite } from '../../shared/microsites/public-microsite.ts';
import { hostileTexts } from '../support/hostile-texts.ts';
import { partsOf, type PageParts } from '../support/page-parts.ts';

const PAGES = 1_000;
const setting = { language: 'id', publicUrl: 'https://titik-temu.example', today: '2026-11-20' } as const;
const listed = { slug: 'kdmp-a', url: 'https://titik-temu.example/k/kdmp-a', cooperativeId: 'coop_1' };
const supply = { id: 'pot_1', commodity: 'potato', months: [1, 2], stale: false };
const capacity = { amount: 2, unit: 'ton', per: 'week' } as const;

/** Every text of it is `next()`: eleven. */
const pageOf = (next: () => string): PublicMicrosite => ({
  ...listed,
  kind: 'village',
  regionCode: '35.79.01.2005',
  units: ['grocery'],
  qr: `${listed.url}/qr.svg`,
  papers: ['nib'],
  hasMore: false,
  updatedAt: '2026-11-20T03:00:00.000Z',
  memberCount: 3,
  name: next(),
  regionName: next(),
  about: next(),
  address: next(),
  openingHours: next(),
  directions: next(),
  contact: { name: next(), email: next(), phone: '0812-3456-7890' },
  managers: [{ role: 'chair', name: next() }],
  potentials: [
    { ...supply, title: next(), capacity },
    { ...supply, title: next(), capacity },
  ],
});

/** A hostile text, or two or three run together; the same every time. */
function* texts(): Generator<string, never> {
  for (;;) {
    yield* hostileTexts;
    for (let step = 1; ; step += 1) {
      for (const [at, text] of hostileTexts.entries()) {
        const other = hostileTexts[(at * 7 + step) % hostileTexts.length]!;
        const third = hostileTexts[(at * 11 + step * 3) % hostileTexts.length]!;
        yield step % 2 === 0 ? text + other : `${text.slice(0, 80)}${other.slice(0, 80)}${third}`;
      }
    }
  }
}

/** What a text itself may have, as no schema of ours lets it: characters that HTML knows no place for. */
const ofCharacters = /^(?:control-character|noncharacter|surrogate|unexpected-null)/;

const inertParts = (page: string): PageParts => {
  const parts = partsOf(page);
  expect(parts.errors.filter((error) => !ofCharacters.test(error))).toEqual([]);
  expect(parts.fetched).toEqual(['data:,']);
  return parts;
};

test(`${PAGES * 11} hostile texts change no element, no attribute and no link of a cooperative’s page`, () => {
  const tame = inertParts(
    micrositePage(
      pageOf(() => 'kentang'),
      setting,
    ),
  );
  const hostile = texts();
  let tried = 0;
  for (let page = 0; page < PAGES; page += 1) {
    const microsite = pageOf(() => {
      tried += 1;
      return hostile.next().value;
    });
    const parts = inertParts(micrositePage(microsite, setting));
    expect(parts.skeleton).toEqual(tame.skeleton);
    const isMail = (link: string) => link.startsWith('mailto:');
    expect(parts.links.filter((link) => !isMail(link))).toEqual(tame.links.filter((link) => !isMail(link)));
    expect(parts.links.filter(isMail)).toEqual([expect.stringMatching(/^mailto:[\w.!~*'()%-]*$/)]);
    // What a search engine reads is the text as it was entered.
    const [data] = parts.texts('script');
    expect(data).not.toMatch(/[<>&]/);
    expect(JSON.parse(data!)).toMatchObject({ '@type': 'Organization', name: microsite.name });
  }
  expect(tried).toBeGreaterThanOrEqual(10_000);
});

test('nor of the directory, its form and its links onward', () => {
  const directory = (next: () => string) =>
    directoryPage({
      items: [{ ...listed, kind: 'village', regionCode: '35', units: [], name: next(), regionName: next() }],
      asked: { q: next() },
      next: next(),
      language: 'en',
      publicUrl: setting.publicUrl,
    });
  const tame = inertParts(directory(() => 'kentang'));
  const hostile = texts();
  for (let page = 0; page < 300; page += 1) {
    const parts = inertParts(directory(() => hostile.next().value));
    expect(parts.skeleton).toEqual(tame.skeleton);
    for (const link of parts.links) expect(link).toMatch(/^(?:\/k[/?]|\/k$|#isi)/);
  }
});
