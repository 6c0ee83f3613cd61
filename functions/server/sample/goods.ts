/**
 * What one village may have of a commodity and what it may ask for it. INVENTED for the sample, in the order of magnitude of
 * East Javanese and East Kalimantan villages and markets; no figure here is a statistic or a reference price.
 */
import { PERIODS, type Period } from '../../../shared/quantities.ts';
import { UNITS, type Unit } from '../../../shared/units.ts';

/** Bounds of the capacity in `unit` a `per`, and of the price in rupiah for one `unit`. */
export type Goods = {
  readonly unit: Unit;
  readonly per: Period;
  readonly capacity: readonly [least: number, most: number];
  readonly price: readonly [least: number, most: number];
};

/** commodity | capacity unit/per | rupiah for one unit */
const TABLE = `
paddy-gkp | 20-180 ton/season | 6300000-6900000
paddy-gkg | 15-120 ton/season | 7700000-8300000
rice | 2000-20000 kg/month | 12500-14500
maize | 10-90 ton/season | 5000000-5800000
groundnut | 1000-8000 kg/season | 18000-24000
mung-bean | 1000-6000 kg/season | 17000-21000
cassava | 2000-15000 kg/month | 2200-3200
sweet-corn | 500-4000 kg/week | 5000-7500
potato | 400-3000 kg/week | 11000-15000
carrot | 300-2500 kg/week | 7000-11000
broccoli | 100-900 kg/week | 14000-20000
cauliflower | 150-1000 kg/week | 10000-15000
cabbage | 500-4000 kg/week | 3500-6000
napa-cabbage | 300-2500 kg/week | 3500-6000
mustard-greens | 150-1200 kg/week | 4000-7000
lettuce | 80-700 kg/week | 12000-18000
spinach | 300-2500 ikat/week | 2000-3000
water-spinach | 300-2500 ikat/week | 1800-2800
tomato | 300-2500 kg/week | 7000-12000
chilli-red | 150-1200 kg/week | 28000-42000
chilli-bird | 120-1000 kg/week | 32000-55000
shallot | 2000-20000 kg/season | 22000-32000
leek | 200-1800 kg/week | 8000-13000
cucumber | 200-1500 kg/week | 4500-7000
long-bean | 150-1000 kg/week | 7000-11000
french-bean | 150-1200 kg/week | 8000-13000
eggplant | 200-1500 kg/week | 4500-7500
chayote | 300-2500 kg/week | 3000-5000
mushroom | 40-350 kg/week | 13000-17000
apple | 400-3500 kg/week | 12000-20000
mandarin | 500-4000 kg/week | 13000-20000
orange-siam | 500-3500 kg/week | 9000-14000
banana | 300-3000 kg/week | 5000-9000
papaya | 300-2000 kg/week | 4500-7000
pineapple | 300-2500 kg/week | 5000-8000
avocado | 300-2500 kg/month | 14000-24000
dragon-fruit | 300-3000 kg/week | 10000-17000
mango | 500-5000 kg/week | 8000-16000
durian | 200-2000 kg/week | 35000-60000
langsat | 200-1500 kg/week | 12000-18000
watermelon | 1000-8000 kg/month | 4000-6500
strawberry | 40-400 kg/week | 35000-55000
coconut | 1000-12000 piece/month | 4000-6500
pepper | 500-5000 kg/season | 95000-135000
ginger | 500-4000 kg/season | 18000-28000
coffee-green | 1000-10000 kg/season | 55000-78000
cocoa-bean | 500-4000 kg/season | 75000-105000
tobacco | 1000-8000 kg/season | 45000-65000
sugar-cane | 100-1500 ton/season | 680000-760000
palm-ffb | 20000-250000 kg/month | 2300-2900
rubber | 1500-15000 kg/month | 9500-13000
milk-fresh | 300-4000 liter/day | 6800-8200
milk-pasteurised | 100-1200 liter/day | 13000-18000
egg-chicken | 200-2500 kg/week | 25000-29000
egg-duck | 1000-9000 butir/week | 2400-3000
chicken-live | 500-5000 ekor/month | 34000-42000
beef-cattle | 3-25 ekor/month | 17000000-23000000
goat | 5-60 ekor/month | 2200000-3400000
honey | 20-250 kg/month | 90000-160000
tilapia | 200-2500 kg/week | 27000-35000
catfish | 200-2500 kg/week | 20000-25000
milkfish | 200-3000 kg/week | 24000-32000
shrimp | 200-3000 kg/week | 60000-85000
crab | 50-500 kg/week | 70000-120000
seaweed | 1000-12000 kg/month | 9000-15000
fish-salted | 150-1800 kg/month | 45000-80000
rattan | 500-5000 kg/month | 6000-11000
bamboo | 200-2500 piece/month | 12000-22000
timber-community | 10-90 m3/month | 900000-1400000
fruit-chips | 150-2500 pack/month | 12000-18000
potato-chips | 150-2500 pack/month | 11000-16000
cassava-chips | 150-3000 pack/month | 8000-13000
apple-cider | 300-5000 liter/month | 18000-26000
fruit-jam | 100-1500 piece/month | 15000-25000
tempe | 100-1200 kg/day | 12000-16000
tofu | 100-1500 kg/day | 10000-14000
coffee-roasted | 30-500 kg/month | 110000-180000
palm-sugar | 150-1500 kg/month | 22000-32000
coconut-oil-virgin | 50-600 liter/month | 70000-110000
soy-sauce | 200-2000 liter/month | 22000-30000
fish-processed | 100-1200 kg/month | 55000-85000
frozen-food | 200-3000 pack/month | 18000-30000
herbal-drink | 200-3000 piece/month | 7000-15000
batik | 30-400 piece/month | 180000-350000
weaving-bamboo | 100-1500 piece/month | 8000-30000
cut-flowers | 200-3000 ikat/week | 12000-22000
compost | 1000-12000 kg/month | 700-1300
liquid-fertiliser | 100-1500 liter/month | 15000-25000
biogas-slurry | 1000-8000 liter/month | 300-700
bsf-larvae | 100-1500 kg/week | 4500-7000
pet-flakes | 300-4000 kg/month | 8500-11500
paper-waste | 500-6000 kg/month | 1800-2800
used-cooking-oil | 100-1500 liter/month | 6500-9000
rdf | 20-250 ton/month | 320000-400000
eco-enzyme | 50-800 liter/month | 10000-20000
rice-husk | 1000-15000 kg/month | 350-700
agro-tourism | 100-3000 orang/month | 25000-60000
catering | 200-3000 porsi/week | 15000-28000
`;

const ROW =
  /^(?<code>[a-z0-9-]+) \| (?<least>\d+)-(?<most>\d+) (?<unit>\w+)\/(?<per>\w+) \| (?<from>\d+)-(?<to>\d+)$/;

/** By commodity code. Throws on a row that cannot be read: a slip in the table, found by the first start. */
export const GOODS: ReadonlyMap<string, Goods> = new Map(
  TABLE.trim()
    .split('\n')
    .map((row): [string, Goods] => {
      const parts = ROW.exec(row)?.groups ?? {};
      const unit = UNITS.find((known) => known === parts['unit']);
      const per = PERIODS.find((known) => known === parts['per']);
      if (!unit || !per) throw new Error(`cannot read the row of sample goods: ${row}`);
      return [
        parts['code']!,
        {
          unit,
          per,
          capacity: [Number(parts['least']), Number(parts['most'])],
          price: [Number(parts['from']), Number(parts['to'])],
        },
      ];
    }),
);
