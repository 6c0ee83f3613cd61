/**
 * The programmes of the sample: real ones, with the terms that the press of 2025 reports (`source`). Programme terms differ by
 * region and change by the month; here the validity is counted from the day of seeding, so that the sample stays open.
 */
import { setUpProgramme, type Programme, type ProgrammeInput } from '../../../shared/programmes/programme.ts';
import { SAMPLE } from './marking.ts';
import type { Moments } from './moments.ts';

type SampleProgramme = Omit<ProgrammeInput, 'description' | 'validFrom' | 'validUntil'> & {
  id: string;
  source: string;
  /** What it is, in a sentence or two; the mark of the sample is added. */
  about: string;
};

const PROGRAMMES: readonly SampleProgramme[] = [
  {
    id: 'prog_sphp',
    name: 'SPHP beras Bulog lewat Koperasi Desa/Kelurahan Merah Putih',
    about:
      'Bulog menyalurkan beras SPHP lewat koperasi mitra, paling banyak sekitar 2 ton per minggu tiap mitra. (Stabilisation rice through partner cooperatives, about 2 tonnes a week each.)',
    source:
      'Temu bisnis Kabupaten Pasuruan 2025; selalukabar.com (Bulog Tanjungpinang, Juli 2025); sumut.antaranews.com/amp/berita/556113; halamankita.com 2025/06',
    regions: ['35', '64'],
    requirements: { nib: true, kbli: ['47111'], npwp: true, bankAccount: true, units: ['grocery'] },
  },
  {
    id: 'prog_bulog-komersial',
    name: 'Barang komersial Bulog (konsinyasi)',
    about:
      'Beras premium, minyak, gula, dan terigu dititipkan di gerai koperasi. (Commercial goods of Bulog on consignment.)',
    source: 'lampung.antaranews.com/berita/789149 (2025)',
    regions: ['35', '64'],
    requirements: { nib: true, units: ['grocery'] },
  },
  {
    id: 'prog_serap-gabah',
    name: 'Penyerapan gabah dan beras Bulog',
    about:
      'GKP Rp 6.500/kg di petani dan 6.700 di penggilingan, GKG 8.000, beras 12.000. (Absorption of paddy and rice at fixed prices.)',
    source: 'jatimnow.com 74708; klikjatim.com (Bojonegoro, 2025)',
    regions: ['35', '64'],
  },
  {
    id: 'prog_lpg-3kg',
    name: 'Sub-pangkalan LPG 3 kg koperasi',
    about:
      'Pangkalan LPG 3 kg di koperasi; juknis dari pusat masih ditunggu. (Sub-outlets for subsidised LPG; national guidelines are awaited.)',
    source:
      'cnbcindonesia.com/news/20260211172136-4-710325; beritajateng.id (Rembang, 2025); temu bisnis Kabupaten Pasuruan 2025',
    regions: ['35', '64'],
    requirements: { nib: true, kbli: ['47772'], legalEntity: true },
    guidelines: 'awaited',
  },
  {
    id: 'prog_ppts',
    name: 'PPTS: penerima pada titik serah pupuk bersubsidi',
    about:
      'Koperasi menerima dan menyalurkan pupuk bersubsidi kepada petani terdaftar; gudang minimal 5 ton di wilayah kerja. (Receiving point for subsidised fertiliser; a warehouse of 5 tonnes at least.)',
    source: 'analisadaily.com 2025/10/10; kopdes.ikidangbang.com 2025/09; Sinar Tani 4101',
    requirements: {
      nib: true,
      kbli: ['47763'],
      legalEntity: true,
      npwp: true,
      bankAccount: true,
      units: ['fertiliser-kiosk'],
      minStorage: { amount: 5, unit: 'ton' },
    },
  },
  {
    id: 'prog_id-food',
    name: 'Titip jual ID FOOD di gerai koperasi',
    about:
      'Barang ID FOOD/RNI dititipkan di gerai koperasi. Komisi dan masa setelmen dikarang. (Consignment at outlets; commission and settlement are invented.)',
    source: 'Berita Kota Batu, 2 November 2025 (gerai Dadaprejo); businesstrack.id/?p=4683',
    requirements: { nib: true, units: ['grocery'] },
  },
  {
    id: 'prog_himbara',
    name: 'Pinjaman Himbara menurut PMK 49/2025',
    about:
      'Plafon Rp 3 miliar, di antaranya operasional paling banyak Rp 500 juta; bunga 6 persen, tenor sampai 72 bulan, masa tenggang 6–8 bulan. (Loans up to Rp 3 billion at 6 percent over 72 months.)',
    source: 'PMK 49/2025; bungko.id; artikel.pajakku.com (PMK 49/2025); jateng.idntimes.com',
    requirements: { legalEntity: true, nib: true, npwp: true, bankAccount: true, businessPlan: true },
  },
  {
    id: 'prog_mbg',
    name: 'Pasokan Makan Bergizi Gratis (MBG)',
    about:
      'Koperasi memasok dapur MBG; satu dapur memerlukan sekitar 5 ton beras sebulan. (Cooperatives supply school-meal kitchens; one kitchen needs about 5 tonnes of rice a month.)',
    source: 'babeindonesia.com; infofinance.biz.id (2026); presisi.co 2025/10/09',
    requirements: { nib: true },
  },
  {
    id: 'prog_bangga-e-lokal',
    name: 'Bangga e-Lokal Kota Batu',
    about:
      'Setiap SKPD Kota Batu wajib membeli hasil pertanian dan UMKM setempat. (Every city office buys local farm and small-business products.)',
    source: 'Berita Kota Batu, 2 November 2025; malangposcomedia.id (Business Matching #3, 12 Agustus 2025)',
    regions: ['35.79'],
    requirements: { nib: true },
  },
];

/** In the order above. */
export function sampleProgrammes(moments: Moments): Programme[] {
  return PROGRAMMES.map(({ id, about, source, ...input }) =>
    setUpProgramme(
      id,
      {
        ...input,
        description: `${SAMPLE}. ${about}`,
        source: `${source}. ${SAMPLE}: syarat disederhanakan, masa berlaku dikarang.`,
        validFrom: moments.yearStart,
        validUntil: moments.nextYearEnd,
      },
      moments.ago(95),
    ),
  );
}
