/**
 * Which island a place lies on, so that a sea crossing is told apart from a road. Source: general geography, written by hand for
 * all 38 provinces; a regency that spreads over several islands counts for the one with its seat or most of its people,
 * and well-known islands of such a regency are named by district. Madura is one with Java (Suramadu bridge), Batam one
 * with Rempang and Galang (Barelang), Biak one with Supiori, Kei Kecil one with Dullah (bridges). Bali is not: there is a ferry.
 */

/** The island of a province whose regencies mostly share one. */
const BY_PROVINCE: Record<string, string> = {
  ...land('sumatra', '11 12 13 14 15 16 17 18'),
  ...land('bangka', '19'),
  ...land('bintan', '21'),
  ...land('java', '31 32 33 34 35 36'),
  ...land('bali', '51'),
  ...land('sumbawa', '52'),
  ...land('flores', '53'),
  ...land('kalimantan', '61 62 63 64 65'),
  ...land('sulawesi', '71 72 73 74 75 76'),
  ...land('seram', '81'),
  ...land('halmahera', '82'),
  ...land('papua', '91 92 93 94 95 96'),
};

/** Regencies, and districts (three groups), that lie elsewhere than their province (or regency). */
const EXCEPTIONS: Record<string, string> = {
  // Aceh and North Sumatra. Samosir lies in a lake and is bridged: Sumatra.
  ...land('simeulue', '11.09'),
  ...land('weh', '11.72'),
  ...land('nias', '12.04 12.14 12.24 12.25 12.78'),
  ...land('batu islands', '12.14.04 12.14.05 12.14.16 12.14.28 12.14.29 12.14.30 12.14.31'),
  // West Sumatra: Siberut holds most of the Mentawai, Sipora its seat, the Pagai the south.
  ...land('siberut', '13.09'),
  ...land('sipora', '13.09.02 13.09.08'),
  ...land('pagai', '13.09.01 13.09.09 13.09.10'),
  // Riau: most people of Bengkalis live on the mainland (Mandau), though its seat is on the island.
  ...land('bengkalis', '14.03.01 14.03.02'),
  ...land('rupat', '14.03.10 14.03.11'),
  ...land('meranti', '14.10'),
  // Bangka Belitung and the Riau Islands.
  ...land('belitung', '19.02 19.06'),
  ...land('karimun', '21.02'),
  ...land('natuna', '21.03'),
  ...land('lingga', '21.04'),
  ...land('anambas', '21.05'),
  ...land('batam', '21.71'),
  ...land('belakang padang', '21.71.01'),
  // Islands off Java and Madura.
  ...land('kepulauan seribu', '31.01'),
  ...land('karimunjawa', '33.20.10'),
  ...land('bawean', '35.25.17 35.25.18'),
  ...land('talango', '35.29.04'),
  ...land('giligenting', '35.29.08'),
  ...land('sapudi', '35.29.20 35.29.21'),
  ...land('raas', '35.29.22'),
  ...land('masalembu', '35.29.23'),
  ...land('kangean', '35.29.24 35.29.27'),
  ...land('sapeken', '35.29.25'),
  // Bali and Nusa Tenggara.
  ...land('nusa penida', '51.05.01'),
  ...land('lombok', '52.01 52.02 52.03 52.08 52.71'),
  ...land('timor', '53.01 53.02 53.03 53.04 53.21 53.71'),
  ...land('alor', '53.05'),
  ...land('pantar', '53.05.06 53.05.09 53.05.14 53.05.16 53.05.17'),
  ...land('solor', '53.06.06 53.06.07 53.06.19'),
  ...land('adonara', '53.06.08 53.06.09 53.06.10 53.06.11 53.06.12 53.06.13 53.06.17 53.06.18'),
  ...land('sumba', '53.11 53.12 53.17 53.18'),
  ...land('lembata', '53.13'),
  ...land('rote', '53.14'),
  ...land('sabu', '53.20'),
  // Kalimantan: the seat of Kotabaru and nearly half its people are on Pulau Laut, those of Nunukan on Nunukan.
  ...land('maya', '61.11.04'),
  ...land('karimata', '61.11.06'),
  ...land('pulau laut', '63.02'),
  ...land('pulau sembilan', '63.02.01'),
  ...land('sebuku', '63.02.05'),
  ...land(
    'kalimantan',
    '63.02.07 63.02.08 63.02.09 63.02.10 63.02.11 63.02.12 63.02.13 63.02.14 63.02.15 63.02.17 63.02.18 63.02.19',
  ),
  ...land('derawan', '64.03.07 64.03.11'),
  ...land('bunyu', '65.01.10'),
  ...land('nunukan', '65.03'),
  ...land('sebatik', '65.03.01 65.03.08 65.03.10 65.03.11 65.03.12'),
  ...land(
    'kalimantan',
    '65.03.03 65.03.04 65.03.05 65.03.06 65.03.07 65.03.13 65.03.14 65.03.15 65.03.16 65.03.17 65.03.18 65.03.19 65.03.20 65.03.21',
  ),
  ...land('tarakan', '65.71'),
  // Sulawesi and the islands around it.
  ...land('sangihe', '71.03'),
  ...land('talaud', '71.04'),
  ...land('siau', '71.09'),
  ...land('lembeh', '71.72.01 71.72.08'),
  ...land('menui', '72.06.07'),
  ...land('peleng', '72.07'),
  ...land('togean', '72.09.01 72.09.02 72.09.03 72.09.09 72.09.11 72.09.12'),
  ...land('banggai', '72.11'),
  ...land('selayar', '73.01'),
  ...land('pulau sembilan of sinjai', '73.07.09'),
  ...land('liukang', '73.10.01 73.10.02 73.10.03 73.10.13'),
  ...land('muna', '74.03 74.13 74.14'),
  ...land('buton', '74.04 74.10 74.15 74.72'),
  // The eastern districts of Muna lie across the strait, on Buton.
  ...land('buton', '74.03.07 74.03.13 74.03.28 74.03.33 74.03.34'),
  ...land('kabaena', '74.06.05 74.06.06 74.06.13 74.06.14 74.06.15 74.06.16'),
  ...land('wakatobi', '74.07'),
  ...land('wawonii', '74.12'),
  ...land('talaga', '74.14.05'),
  ...land('batu atas', '74.15.04'),
  ...land('siompu', '74.15.05 74.15.06'),
  ...land('kadatua', '74.15.07'),
  // Maluku.
  ...land('kei', '81.02 81.72'),
  ...land('kei besar', '81.02.03 81.02.04 81.02.05 81.02.17 81.02.18'),
  ...land('tanimbar', '81.03'),
  ...land('buru', '81.04 81.09'),
  ...land('aru', '81.07'),
  ...land('maluku barat daya', '81.08'),
  ...land('ambon', '81.71 81.01.14 81.01.15 81.01.22'),
  ...land('banda', '81.01.09'),
  ...land('saparua', '81.01.12 81.01.26'),
  ...land('haruku', '81.01.13'),
  ...land('nusa laut', '81.01.16'),
  ...land('manipa', '81.06.09'),
  ...land('kur and tayando', '81.72.03 81.72.04 81.72.05'),
  // North Maluku: the seat of Halmahera Selatan is on Bacan, that of Tidore Kepulauan on Tidore; Oba is on Halmahera.
  ...land('gebe', '82.02.03'),
  ...land('bacan', '82.04'),
  ...land('makian', '82.04.01 82.04.10'),
  ...land('kayoa', '82.04.02 82.04.11 82.04.12 82.04.13'),
  ...land('obi', '82.04.05 82.04.06 82.04.28 82.04.29 82.04.30'),
  ...land('halmahera', '82.04.03 82.04.04 82.04.23 82.04.24 82.04.26 82.04.27'),
  ...land('sula', '82.05'),
  ...land('morotai', '82.07'),
  ...land('taliabu', '82.08'),
  ...land('ternate', '82.71'),
  ...land('moti', '82.71.04'),
  ...land('batang dua', '82.71.05'),
  ...land('hiri', '82.71.07'),
  ...land('tidore', '82.72'),
  ...land('halmahera', '82.72.02 82.72.03 82.72.06 82.72.07'),
  // Papua.
  ...land('yapen', '91.05'),
  ...land('biak', '91.06 91.19'),
  ...land('raja ampat', '96.03'),
};

function land(island: string, codes: string): Record<string, string> {
  return Object.fromEntries(codes.split(' ').map((code) => [code, island]));
}

/** The island of a region code of any level; undefined for an unknown province. Two or three look-ups. */
export function landmassOf(code: string): string | undefined {
  return EXCEPTIONS[code.slice(0, 8)] ?? EXCEPTIONS[code.slice(0, 5)] ?? BY_PROVINCE[code.slice(0, 2)];
}

/** Codes that the table names, for checking it against the list of regions. */
export const namedLandmassCodes = (): string[] => [...Object.keys(BY_PROVINCE), ...Object.keys(EXCEPTIONS)];
