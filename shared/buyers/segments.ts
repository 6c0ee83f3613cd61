/**
 * What buyers of each segment are reported to ask for: suggestions to whoever posts an offer, each with its source. They are never
 * applied by themselves, since terms differ by buyer and change by the month.
 */
import * as z from 'zod';
import { commodityByCode } from '../commodities/commodities.ts';
import { schemeSchema } from '../offers/offer.ts';
import { requirementsSchema, type Requirements } from '../offers/requirements.ts';
import { wordingSchema } from '../wording.ts';
import { buyerSegments, buyerSegmentSchema } from './buyer.ts';

type Segment = (typeof buyerSegments)[number];

const example = {
  segment: 'modern-retail',
  name: { id: 'ritel modern', en: 'modern retail' },
  asks: {
    scheme: 'purchase',
    requirements: { nib: true, certifications: ['pirt', 'halal'] },
    note: {
      id: 'Barcode, faktur, dan pasokan yang ajek; pembayaran paling lama 15 hari',
      en: 'Barcode, invoice and steady supply; payment within 15 days',
    },
    source: 'equator.co.id (Permendag 70/2013)',
  },
} as const;

export const segmentSchema = z
  .strictObject({
    segment: buyerSegmentSchema,
    name: wordingSchema,
    asks: z
      .strictObject({
        scheme: schemeSchema,
        requirements: requirementsSchema,
        note: wordingSchema,
        source: z.string().meta({ description: 'Where it is reported' }),
      })
      .optional()
      .meta({ description: 'What such buyers are reported to ask for; left out where nothing is' }),
  })
  .meta({ id: 'Segment', description: 'A trade of buyers and partners', example });
export type SegmentView = z.infer<typeof segmentSchema>;

const NAMES: Record<Segment, readonly [id: string, en: string]> = {
  food: ['pangan', 'food'],
  energy: ['energi', 'energy'],
  fertiliser: ['pupuk', 'fertiliser'],
  bank: ['bank', 'bank'],
  'regional-bank': ['bank daerah', 'regional bank'],
  logistics: ['logistik', 'logistics'],
  pharmacy: ['farmasi', 'pharmacy'],
  'market-operator': ['pengelola pasar', 'market operator'],
  'government-office': ['dinas (SKPD)', 'government office'],
  school: ['sekolah', 'school'],
  'mbg-kitchen': ['dapur MBG (SPPG)', 'kitchen of free nutritious meals (MBG)'],
  'health-facility': ['rumah sakit dan puskesmas', 'health facility'],
  'modern-retail': ['ritel modern', 'modern retail'],
  hospitality: ['hotel, restoran, kafe', 'hotels, restaurants, cafés'],
  'food-industry': ['industri pangan', 'food industry'],
  exporter: ['eksportir', 'exporter'],
  trader: ['pedagang', 'trader'],
  cooperative: ['koperasi', 'cooperative'],
  recycler: ['pendaur ulang', 'recycler'],
  'waste-bank': ['bank sampah', 'waste bank'],
  'cement-plant': ['pabrik semen', 'cement plant'],
  'csr-donor': ['mitra CSR', 'CSR donor'],
  other: ['lainnya', 'other'],
};

/** `typical`: the certificates that buyers of the commodity usually ask for go in as well. */
type Asked = NonNullable<SegmentView['asks']> & { typical?: true };

const ASKED: { readonly [segment in Segment]?: Asked } = {
  food: {
    scheme: 'distribution',
    requirements: { nib: true, npwp: true, kbli: ['47111'], bankAccount: true, units: ['grocery'] },
    note: {
      id: 'Tempat jual, struktur organisasi, KTP ketua, dan pembelian pertama (Rumah Pangan Kita)',
      en: 'A place of sale, an organization chart, the chair’s ID and a first purchase (Rumah Pangan Kita)',
    },
    source: 'sumut.antaranews.com/amp/berita/556113; halamankita.com 2025/06',
  },
  energy: {
    scheme: 'distribution',
    requirements: { nib: true, kbli: ['47772'] },
    note: {
      id: 'Pemeriksaan wilayah terhadap pangkalan yang ada; NIK tiap pembeli dicatat',
      en: 'A regional check against existing outlets; the NIK of every buyer is recorded',
    },
    source: 'cnbcindonesia.com/news/20260211172136-4-710325; beritajateng.id (Rembang, 2025)',
  },
  fertiliser: {
    scheme: 'distribution',
    requirements: {
      nib: true,
      kbli: ['47763'],
      legalEntity: true,
      npwp: true,
      minStorage: { amount: 5, unit: 'ton' },
    },
    note: {
      id: 'Gudang di wilayah kerja dan rekening koran tiga bulan',
      en: 'A warehouse in the work area and bank statements of three months',
    },
    source: 'analisadaily.com 2025/10/10; kopdes.ikidangbang.com 2025/09',
  },
  bank: {
    scheme: 'financing',
    requirements: { nib: true, legalEntity: true, npwp: true, bankAccount: true, businessPlan: true },
    note: {
      id: 'Persetujuan bupati/wali kota atau kepala desa setelah musyawarah; paling banyak Rp 3 miliar, 6 persen, 72 bulan',
      en: 'Approval of the regent, mayor or village head after deliberation; at most Rp 3 billion, 6 percent, 72 months',
    },
    source: 'PMK 49/2025 (bungko.id, artikel.pajakku.com)',
  },
  'government-office': {
    scheme: 'purchase',
    requirements: { nib: true, npwp: true },
    note: {
      id: 'Untuk e-Katalog: KBLI yang sesuai dan kurasi; di Kota Batu mutu dijamin CooSAE',
      en: 'For the e-catalogue: a matching KBLI and curation; in Kota Batu CooSAE assures the quality',
    },
    source: 'pengadaan.or.id 2025/12; berita Kota Batu, 2 November 2025',
  },
  'mbg-kitchen': {
    scheme: 'purchase',
    requirements: {},
    typical: true,
    note: {
      id: 'Dinas menyatakan koperasi siap: kelembagaan, kapasitas produksi, kesesuaian; sebuah dapur perlu sekitar 5 ton beras sebulan',
      en: 'The office finds the cooperative ready: institution, capacity, relevance; a kitchen needs about 5 tonnes of rice a month',
    },
    source: 'presisi.co 2025/10/09; babeindonesia.com',
  },
  'modern-retail': {
    scheme: 'purchase',
    requirements: { nib: true },
    typical: true,
    note: example.asks.note,
    source: example.asks.source,
  },
  'cement-plant': {
    scheme: 'purchase',
    requirements: {},
    note: {
      id: 'Uji kadar air, nilai kalor, dan klorin; RDF Rp 375.000 per ton (Januari 2023)',
      en: 'Tests of moisture, calorific value and chlorine; RDF at Rp 375,000 a tonne (January 2023)',
    },
    source: 'jateng.genpi.co 10013',
  },
};

/** All segments, with what they ask of a commodity when it is named. */
export function segmentsFor(commodity: string | undefined): SegmentView[] {
  const typical = commodityByCode(commodity ?? '')?.typicalCertificates ?? [];
  return buyerSegments.map((segment): SegmentView => {
    const [id, en] = NAMES[segment];
    const asked = ASKED[segment];
    if (asked === undefined) return { segment, name: { id, en } };
    const { typical: takesTypical, ...asks } = asked;
    const requirements: Requirements =
      takesTypical && typical.length > 0
        ? { ...asks.requirements, certifications: [...typical] }
        : asks.requirements;
    return { segment, name: { id, en }, asks: { ...asks, requirements } };
  });
}
