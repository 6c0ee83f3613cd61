/** One offer of each scheme, taken from the programmes and the news that the service starts from. */

export const everyMonth = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

/** A trader of Samarinda buys the cabbage of Batu. */
export const cabbage = {
  scheme: 'purchase',
  commodity: 'cabbage',
  title: 'Kubis segar untuk Samarinda',
  quantity: { amount: 3, unit: 'ton', per: 'week' },
  months: [6, 7, 8, 9],
  price: { amount: 4500, per: 'kg' },
  deliverTo: '64.72',
  requirements: { nib: true, minGrade: 'B' },
  paymentTermDays: 14,
};
/** Bulog's subsidised rice for partners in Kabupaten Pasuruan: two tons a week for each, twelve for all. */
export const sphp = {
  scheme: 'distribution',
  commodity: 'rice-sphp',
  title: 'Beras SPHP 2 ton per minggu untuk mitra KDKMP Kabupaten Pasuruan',
  quantity: { amount: 12, unit: 'ton', per: 'week' },
  months: everyMonth,
  price: { amount: 11_300, per: 'kg' },
  deliverTo: '35.14',
  regions: ['35.14'],
  quota: { amount: 2, unit: 'ton', per: 'week', total: 12 },
  requirements: { nib: true, npwp: true, units: ['grocery'] },
  partnersWanted: 6,
};
/** RNI places sugar in the outlets of Kota Batu. */
export const sugar = {
  scheme: 'consignment',
  commodity: 'sugar',
  title: 'Titip jual gula di gerai KDKMP Kota Batu',
  quantity: { amount: 5, unit: 'ton', per: 'month' },
  months: everyMonth,
  deliverTo: '35.79',
  regions: ['35.79'],
  consignment: { commissionPercent: 10, settlementDays: 30 },
};
/** Bank Mandiri's loan. */
export const loan = {
  scheme: 'financing',
  title: 'Pembiayaan KDKMP plafon Rp 3 miliar',
  regions: ['35.71'],
  requirements: { nib: true, legalEntity: true, npwp: true, bankAccount: true, businessPlan: true },
  financing: {
    ceiling: 3_000_000_000,
    annualRatePercent: 6,
    tenorMonths: 72,
    graceMonths: 6,
    purposes: ['investment', 'working-capital'],
  },
};

/** A kitchen of the free meals (MBG) buys the milk of Gunungsari; it must be halal. */
export const milkOffer = {
  scheme: 'purchase',
  commodity: 'milk-fresh',
  title: 'Susu segar untuk dapur MBG',
  quantity: { amount: 150, unit: 'liter', per: 'day' },
  months: everyMonth,
  price: { amount: 8000, per: 'liter' },
  deliverTo: '35.79',
  requirements: { nib: true, certifications: ['halal'] },
};
