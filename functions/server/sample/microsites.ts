/** Three microsites of the sample: of villages of renown, with invented texts that say so, and contacts that reach nobody. */
import type { Cooperative } from '../../../shared/cooperatives/cooperative.ts';
import { editMicrosite, type MicrositeInput } from '../../../shared/microsites/microsite.ts';
import { micrositeWrites } from '../../../shared/microsites/microsite-store.ts';
import { slugsOf } from '../../../shared/microsites/slug.ts';
import type { Stamp } from '../../../shared/stored.ts';
import type { Action } from '../../../shared/table/table.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

const entered = (about: string, directions: string): MicrositeInput => ({
  published: true,
  about: `${about} ${SAMPLE}.`,
  address: `Balai desa (${SAMPLE})`,
  openingHours: `Senin–Sabtu 08.00–15.00 (${SAMPLE})`,
  directions: `${directions} ${SAMPLE}.`,
  publicContact: ['phone'],
  showPrices: true,
  managers: [
    { role: 'chair', name: SAMPLE, public: true },
    { role: 'treasurer', name: SAMPLE },
  ],
});

/** By village. */
const MICROSITES: ReadonlyMap<string, MicrositeInput> = new Map([
  [
    '35.79.02.2008',
    entered('Selamat datang di Bulukerto, desa apel dan sayur.', 'Dari alun-alun Batu ke utara.'),
  ],
  ['35.79.03.2004', entered('Selamat datang di Tlekung.', 'Dari terminal Batu ke selatan.')],
  ['35.71.01.1007', entered('Selamat datang.', 'Dari stasiun Kediri ke barat, menyeberangi Brantas.')],
]);

/** The page that `npm start` shows. */
export const sampleMicrosite = 'kdmp-bulukerto-batu';

/** What to write for a cooperative's microsite, where it has one. */
export function sampleMicrositeWrites(cooperative: Cooperative, moments: Moments, stamp: Stamp): Action[] {
  const input = MICROSITES.get(cooperative.regionCode);
  if (input === undefined || cooperative.kind === 'other') return [];
  const at = moments.ago(2);
  const [slug] = slugsOf(cooperative);
  const today = at.slice(0, '2025-11-02'.length);
  const microsite = editMicrosite(undefined, cooperative, input, slug!, { at, today });
  return micrositeWrites(microsite, undefined, true, stamp);
}
