/** What is listed, posted and held in the world of the tests: a potential, an offer that it meets, an event. */

export const eventOf = (regionCode: string) => ({
  kind: 'business-matching',
  name: 'Temu Bisnis KDKMP',
  venue: 'Balai Kota Among Tani',
  regionCode,
  startsAt: '2027-03-02T01:30:00Z',
  slotMinutes: 15,
  slots: 16,
  breaks: [{ afterSlot: 8, minutes: 60 }],
});

export const potentialOf = (cooperativeId: string) => ({
  cooperativeId,
  commodity: 'potato',
  title: 'Kentang Bulukerto',
  capacity: { amount: 2, unit: 'ton', per: 'week' },
  months: [1, 2, 3],
  price: { amount: 9000, per: 'kg' },
  grade: 'A',
});

export const offerOf = (buyerId: string) => ({
  buyerId,
  scheme: 'purchase',
  commodity: 'potato',
  title: 'Kentang untuk toko',
  quantity: { amount: 1, unit: 'ton', per: 'week' },
  months: [1, 2, 3],
  price: { amount: 9500, per: 'kg' },
  deliverTo: '35.79',
  requirements: { nib: true },
});

/** Rice of which each partner may draw 1,000 kg, once. */
export const riceOf = (buyerId: string) => ({
  buyerId,
  scheme: 'distribution',
  commodity: 'rice-sphp',
  title: 'Beras SPHP untuk mitra',
  quantity: { amount: 10, unit: 'ton' },
  months: [1, 2, 3],
  deliverTo: '35.79',
  quota: { amount: 1000, unit: 'kg', per: 'once', total: 6000 },
});

/** Sugar placed for sale, a tenth of the takings for the shop. */
export const consignmentOf = (buyerId: string) => ({
  buyerId,
  scheme: 'consignment',
  commodity: 'sugar',
  title: 'Titip jual gula',
  quantity: { amount: 1, unit: 'ton', per: 'month' },
  months: [1, 2, 3],
  deliverTo: '35.79',
  consignment: { commissionPercent: 10, settlementDays: 30 },
});
