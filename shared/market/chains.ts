/** Downstreaming (*hilirisasi*): which goods are made of which, by what unit, and which step of the chain a region lacks. */
import * as z from 'zod';
import { businessUnitSchema, type BusinessUnit } from '../cooperatives/units.ts';
import { unitNames } from '../matching/labels.ts';
import { wordingSchema } from '../wording.ts';
import { commodityOf } from '../commodities/known-commodity.ts';
import { commodityCodeSchema } from '../commodities/commodity.ts';

/** Raw goods, what is made of them, and the units that it takes; general knowledge of the trades. */
const CHAINS: readonly (readonly [raw: string, product: string, ...units: BusinessUnit[]])[] = [
  ['potato', 'potato-chips', 'production'],
  ['apple', 'apple-cider', 'production'],
  ['apple', 'fruit-chips', 'production'],
  ['apple', 'fruit-jam', 'production'],
  ['banana', 'fruit-chips', 'production'],
  ['jackfruit', 'fruit-chips', 'production'],
  ['pineapple', 'fruit-jam', 'production'],
  ['strawberry', 'fruit-jam', 'production'],
  ['cassava', 'cassava-chips', 'production'],
  ['cassava', 'tapioca', 'milling'],
  ['cassava', 'mocaf', 'milling'],
  ['paddy-gkp', 'paddy-gkg', 'drying'],
  ['paddy-gkg', 'rice', 'milling'],
  ['soybean', 'tempe', 'production'],
  ['soybean', 'tofu', 'production'],
  ['coffee-green', 'coffee-roasted', 'production'],
  ['coconut', 'coconut-oil-virgin', 'production'],
  ['coconut', 'coconut-charcoal', 'production'],
  ['milk-fresh', 'milk-pasteurised', 'production', 'cold-storage'],
  ['tuna-cakalang', 'fish-processed', 'production', 'cold-storage'],
  ['milkfish', 'fish-processed', 'production', 'cold-storage'],
  ['catfish', 'fish-processed', 'production', 'cold-storage'],
  ['tuna-cakalang', 'fish-salted', 'drying'],
  ['beef', 'shredded-meat', 'production'],
  ['ginger', 'herbal-drink', 'production'],
  ['turmeric', 'herbal-drink', 'production'],
  ['bamboo', 'weaving-bamboo', 'workshop'],
  ['timber-community', 'furniture', 'workshop'],
  ['bsf-larvae', 'bsf-dried', 'drying'],
];

const goodSchema = z.strictObject({
  code: commodityCodeSchema,
  name: wordingSchema,
  potentials: z.int().min(0).meta({ description: 'Listed in the region' }),
});

export const chainSchema = z
  .strictObject({
    raw: goodSchema,
    product: goodSchema,
    units: z.array(
      z.strictObject({
        unit: businessUnitSchema,
        cooperatives: z.int().min(0).meta({ description: 'That have such a unit in the region' }),
      }),
    ),
    lacks: z
      .array(wordingSchema)
      .meta({ description: 'The steps that are missing; empty for a whole chain' }),
  })
  .meta({
    id: 'Chain',
    example: {
      raw: { code: 'potato', name: { id: 'kentang', en: 'potato' }, potentials: 12 },
      product: {
        code: 'potato-chips',
        name: { id: 'keripik kentang', en: 'potato chips' },
        potentials: 0,
      },
      units: [{ unit: 'production', cooperatives: 0 }],
      lacks: [
        { id: 'Belum ada unit produksi', en: 'No unit: production' },
        { id: 'Belum ada yang menjual keripik kentang', en: 'Nobody lists potato chips' },
      ],
    },
  });
type Chain = z.infer<typeof chainSchema>;

/**
 * The chains of which a region has the raw good or the product; those with the most raw goods first. `commodity` narrows them to its
 * own. The counts say how many potentials list a good, and how many cooperatives have a unit.
 */
export function chainsIn(
  goods: ReadonlyMap<string, number>,
  units: ReadonlyMap<string, number>,
  commodity: string | undefined,
): Chain[] {
  const goodOf = (code: string) => ({
    code,
    name: { ...commodityOf(code).name },
    potentials: goods.get(code) ?? 0,
  });
  return (
    CHAINS.filter(([raw, product]) => commodity === undefined || commodity === raw || commodity === product)
      .map(([raw, product, ...needed]): Chain => {
        const chain = {
          raw: goodOf(raw),
          product: goodOf(product),
          units: needed.map((unit) => ({ unit, cooperatives: units.get(unit) ?? 0 })),
        };
        return { ...chain, lacks: lacking(chain) };
      })
      .filter(({ raw, product }) => raw.potentials + product.potentials > 0)
      // What is made of apples here does not lack bananas.
      .filter(({ raw, product }, _, all) => {
        const isMade = all.some((other) => other.product.code === product.code && other.raw.potentials > 0);
        return raw.potentials > 0 || !isMade;
      })
      .sort((a, b) => b.raw.potentials - a.raw.potentials)
  );
}

function lacking({ raw, product, units }: Omit<Chain, 'lacks'>): Chain['lacks'] {
  return [
    ...(raw.potentials > 0
      ? []
      : [{ id: `Belum ada pemasok ${raw.name.id}`, en: `Nobody supplies ${raw.name.en}` }]),
    ...units
      .filter(({ cooperatives }) => cooperatives === 0)
      .map(({ unit }) => {
        const { id, en } = unitNames([unit]);
        return { id: `Belum ada unit ${id}`, en: `No unit: ${en}` };
      }),
    ...(product.potentials > 0
      ? []
      : [{ id: `Belum ada yang menjual ${product.name.id}`, en: `Nobody lists ${product.name.en}` }]),
  ];
}
