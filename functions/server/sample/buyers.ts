/**
 * The sample's buyers and partners. State companies and offices are real, since the news of 2025 names them; what they ask and
 * give here is sample. Private firms are invented and say so in their name.
 */
import { registerBuyer, verifyBuyer, type Buyer, type BuyerInput } from '../../../shared/buyers/buyer.ts';
import { digitsOf, SAMPLE_DECISION, sampleContact, sampleNib } from './marking.ts';
import type { Moments } from './moments.ts';

type SampleBuyer = Pick<BuyerInput, 'name' | 'kind' | 'segment' | 'regionCode'> & {
  id: string;
  /** Registered itself, and no office has looked at it yet: its offers are nobody's business. */
  waits?: true;
};

const BUYERS: readonly SampleBuyer[] = [
  {
    id: 'buy_bulog',
    name: 'Perum Bulog Kantor Wilayah Jawa Timur',
    kind: 'bumn',
    segment: 'food',
    regionCode: '35.78',
  },
  {
    id: 'buy_bulog-kaltim',
    name: 'Perum Bulog Kantor Wilayah Kalimantan Timur',
    kind: 'bumn',
    segment: 'food',
    regionCode: '64.72',
  },
  {
    id: 'buy_pertamina-patra-niaga',
    name: 'PT Pertamina Patra Niaga',
    kind: 'bumn',
    segment: 'energy',
    regionCode: '31.71',
  },
  {
    id: 'buy_pupuk-indonesia',
    name: 'PT Pupuk Indonesia (Persero)',
    kind: 'bumn',
    segment: 'fertiliser',
    regionCode: '31.73',
  },
  {
    id: 'buy_id-food',
    name: 'PT Rajawali Nusantara Indonesia (ID FOOD)',
    kind: 'bumn',
    segment: 'food',
    regionCode: '31.74',
  },
  {
    id: 'buy_bank-mandiri',
    name: 'PT Bank Mandiri (Persero) Tbk',
    kind: 'bumn',
    segment: 'bank',
    regionCode: '31.74',
  },
  {
    id: 'buy_dinkes-batu',
    name: 'Dinas Kesehatan Kota Batu',
    kind: 'government',
    segment: 'government-office',
    regionCode: '35.79',
  },
  {
    id: 'buy_dindik-batu',
    name: 'Dinas Pendidikan Kota Batu',
    kind: 'government',
    segment: 'government-office',
    regionCode: '35.79',
  },
  {
    id: 'buy_diskumperindag-batu',
    name: 'Diskumperindag Kota Batu',
    kind: 'government',
    segment: 'government-office',
    regionCode: '35.79',
  },
  {
    id: 'buy_pemkot-kediri',
    name: 'Pemerintah Kota Kediri',
    kind: 'government',
    segment: 'government-office',
    regionCode: '35.71',
  },
  {
    id: 'buy_pasar-kediri',
    name: 'Perumda Pasar Kota Kediri (contoh)',
    kind: 'bumd',
    segment: 'market-operator',
    regionCode: '35.71',
  },
  {
    id: 'buy_supermarket',
    name: 'Jaringan Supermarket Jawa Timur (contoh)',
    kind: 'private',
    segment: 'modern-retail',
    regionCode: '35.78',
  },
  {
    id: 'buy_mitra-kaltim',
    name: 'Mitra Dagang Kalimantan Timur (contoh)',
    kind: 'private',
    segment: 'trader',
    regionCode: '64.72',
  },
  {
    id: 'buy_mbg-bumiaji',
    name: 'Dapur MBG Bumiaji (contoh)',
    kind: 'private',
    segment: 'mbg-kitchen',
    regionCode: '35.79.02',
  },
  {
    id: 'buy_mbg-bangil',
    name: 'Dapur MBG Bangil (contoh)',
    kind: 'private',
    segment: 'mbg-kitchen',
    regionCode: '35.14.14',
  },
  {
    id: 'buy_mbg-tenggarong',
    name: 'Dapur MBG Tenggarong (contoh)',
    kind: 'private',
    segment: 'mbg-kitchen',
    regionCode: '64.02.06',
  },
  {
    id: 'buy_hotel-batu',
    name: 'Hotel Wisata Batu (contoh)',
    kind: 'private',
    segment: 'hospitality',
    regionCode: '35.79.01',
  },
  {
    id: 'buy_susu-pasuruan',
    name: 'Industri Pengolahan Susu Pasuruan (contoh)',
    kind: 'private',
    segment: 'food-industry',
    regionCode: '35.14',
  },
  {
    id: 'buy_eksportir-buah',
    name: 'Eksportir Buah Surabaya (contoh)',
    kind: 'private',
    segment: 'exporter',
    regionCode: '35.78',
  },
  {
    id: 'buy_eksportir-udang',
    name: 'Eksportir Udang Balikpapan (contoh)',
    kind: 'private',
    segment: 'exporter',
    regionCode: '64.71',
  },
  {
    id: 'buy_pabrik-sawit',
    name: 'Pabrik Kelapa Sawit Kutai (contoh)',
    kind: 'private',
    segment: 'food-industry',
    regionCode: '64.02.11',
  },
  {
    id: 'buy_pabrik-semen',
    name: 'Pabrik Semen Tuban (contoh)',
    kind: 'private',
    segment: 'cement-plant',
    regionCode: '35.23',
  },
  {
    id: 'buy_daur-ulang-samarinda',
    name: 'Daur Ulang Plastik Samarinda (contoh)',
    kind: 'private',
    segment: 'recycler',
    regionCode: '64.72',
  },
  {
    id: 'buy_jelantah-kediri',
    name: 'Pengumpul Jelantah Kediri (contoh)',
    kind: 'private',
    segment: 'recycler',
    regionCode: '35.71',
  },
  {
    id: 'buy_pakan-blitar',
    name: 'Pabrik Pakan Ikan Blitar (contoh)',
    kind: 'private',
    segment: 'food-industry',
    regionCode: '35.05',
  },
  {
    id: 'buy_pembeli-baru',
    name: 'Pembeli Baru (contoh)',
    kind: 'private',
    segment: 'trader',
    regionCode: '35.79',
    waits: true,
  },
];

/** In the order above; entered by the office of their seat, the last one by itself. */
export function sampleBuyers(moments: Moments): Buyer[] {
  return BUYERS.map(({ id, waits, ...input }, at) => {
    // Serial numbers of buyers begin at 900, so that they meet none of the cooperatives'.
    const digits = digitsOf(input.regionCode, 900 + at);
    const entry = { ...input, nib: sampleNib(digits), contact: sampleContact(digits) };
    const registered = registerBuyer(id, entry, waits !== true, moments.ago(100));
    const decision = { status: 'verified' as const, reason: SAMPLE_DECISION };
    return waits ? registered : verifyBuyer(registered, decision, moments.ago(99));
  });
}
