/** Made-up demands for pooling, from draws: the shapes that villages have, and shapes that are hard on a solver. */
import type { PoolDemand, PoolSupplier } from '../../shared/matching/pool.ts';
import type { Draws } from '../support/effort.ts';

/** What a demand asks for, in kg; every other figure is drawn. */
export type Asked = { readonly need: number; readonly maxSuppliers?: number; readonly stopCost?: number };

/**
 * Villages of 50 kg to 3 ton, most of them small, at Rp 7,000 to 12,000 a kg and up to 900 km away; every third takes only larger
 * orders.
 */
export function villages(draw: Draws, count: number, { need, maxSuppliers, stopCost }: Asked): PoolDemand {
  const suppliers = Array.from({ length: count }, (_, at): PoolSupplier => {
    const available = Math.round(50 * Math.exp(4.1 * draw.share()));
    const supplier = {
      id: `pot_${String(at).padStart(5, '0')}`,
      available,
      unitPrice: 10 * draw.between(700, 1200),
      distanceKm: draw.between(5, 900),
    };
    return draw.happens(1 / 3)
      ? { ...supplier, minimumOrder: Math.ceil(available * (0.1 + 0.6 * draw.share())) }
      : supplier;
  });
  return {
    quantity: need,
    maxSuppliers,
    freightPerUnitKm: 2,
    stopCost: stopCost ?? 250_000,
    suppliers,
  };
}

/** The more somebody has the dearer it is, all from the same place: nobody stands out, which is hard on any solver. */
export function alike(draw: Draws, count: number, asked: Asked): PoolDemand {
  const demand = villages(draw, count, asked);
  const suppliers = demand.suppliers.map((supplier) => ({
    ...supplier,
    unitPrice: 8000 + supplier.available + draw.between(0, 20),
    distanceKm: 40,
  }));
  return { ...demand, suppliers };
}

/** At most `most` suppliers with few amounts and prices, so that ties, lots that do not fit and short supply come often. */
export function small(draw: Draws, most: number): PoolDemand {
  const count = draw.between(0, most);
  const largest = draw.one([3, 7, 100]);
  const lots = draw.one([0, 0.5, 1]);
  const decimals = draw.one([1, 1, 10, 1000]);
  const suppliers = Array.from({ length: count }, (_, at): PoolSupplier => {
    const available = draw.between(0, largest);
    const supplier = {
      id: `s${at}`,
      available: available / decimals,
      unitPrice: draw.between(1, draw.one([2, 50])),
      distanceKm: draw.between(0, 20),
    };
    if (!draw.happens(lots)) return supplier;
    const minimumOrder = draw.happens(0.5) ? available : draw.between(0, Math.ceil(available * 1.1));
    return { ...supplier, minimumOrder: minimumOrder / decimals };
  });
  return {
    quantity: draw.between(1, Math.max(1, Math.floor(largest * count * 0.7))) / decimals,
    maxSuppliers: draw.happens(0.6) ? draw.between(1, 6) : undefined,
    freightPerUnitKm: draw.one([0, 1, 2.5]),
    stopCost: draw.one([0, 5, 100, 1_000_000]),
    suppliers,
  };
}
