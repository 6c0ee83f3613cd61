/** What the commodity tree holds, how people find things in it, and what stands in for what. */
import { describe, expect, it } from 'vitest';
import {
  commodities,
  commodityByCode,
  commodityTree,
  kinOf,
  kinship,
} from '../../shared/commodities/commodities.ts';
import { commoditySchema } from '../../shared/commodities/commodity.ts';
import { ensureUnitFits } from '../../shared/commodities/measure.ts';
import { parseCommodityTable } from '../../shared/commodities/parse-table.ts';
import { viewCommodity } from '../../shared/commodities/view-commodity.ts';
import { whyUnknownCommodity } from '../../shared/commodities/known-commodity.ts';
import { searchCommodities } from '../../shared/commodities/search-commodities.ts';
import type { Refusal } from '../../shared/errors.ts';
import type { Content } from '../../shared/quantities.ts';
import type { Unit } from '../../shared/units.ts';

const found = (query: string): string[] => searchCommodities(query).map((hit) => hit.commodity.code);
const first = (query: string): string | undefined => found(query)[0];
const named = (code: string) => commodityByCode(code)!;

/** Codes that stored things may name. Add to them; take none away. */
const GIVEN_OUT = `
  paddy-gkp paddy-gkg rice rice-organic maize sweet-corn soybean groundnut mung-bean cassava sweet-potato
  taro porang potato carrot broccoli cauliflower cabbage napa-cabbage mustard-greens lettuce spinach
  water-spinach tomato chilli-red chilli-bird shallot garlic leek cucumber eggplant chayote long-bean
  french-bean mushroom apple mandarin orange-siam lime banana papaya pineapple guava dragon-fruit avocado
  mango mangosteen durian rambutan langsat jackfruit snake-fruit watermelon melon strawberry coconut
  pepper clove nutmeg cinnamon vanilla ginger turmeric patchouli-oil coffee-green cocoa-bean tobacco
  sugar-cane palm-ffb rubber tea-leaf milk-fresh milk-pasteurised egg-chicken egg-duck chicken-live
  chicken-carcass beef-cattle beef goat honey tilapia catfish milkfish tuna-cakalang shrimp crab seaweed
  fish-salted bamboo timber-community rattan fruit-chips potato-chips cassava-chips apple-cider fruit-jam
  tempe tofu coffee-roasted palm-sugar coconut-oil-virgin tapioca mocaf sago soy-sauce shredded-meat
  fish-processed frozen-food herbal-drink bottled-water batik weaving-bamboo furniture cut-flowers
  rice-sphp cooking-oil-minyakita sugar wheat-flour lpg-3kg lpg-5kg kerosene urea-subsidised
  npk-subsidised fertiliser-organic seed feed medicine-generic compost liquid-fertiliser frass
  biogas-slurry bsf-larvae bsf-dried pet-flakes hdpe-flakes pp-flakes paper-waste metal-scrap glass-cullet
  used-cooking-oil rdf coconut-charcoal rice-husk wood-pellet eco-enzyme cold-storage-rental warehousing
  transport milling drying packing waste-collection agro-tourism catering equipment-rental bank-agency
  parcel-agency
`;

describe('the commodity tree', () => {
  it('holds 146 goods in 12 sectors and 12 services', () => {
    const services = commodities().filter((commodity) => commodity.sector === 'services');
    expect(commodityTree()).toHaveLength(13);
    expect(services).toHaveLength(12);
    expect(commodities().length - services.length).toBe(146);
    expect(new Set(commodities().map((commodity) => commodity.code)).size).toBe(158);
  });

  it('knows every code that was ever given out, or a rebuilt market would lose what is supplied of it', () => {
    expect(
      GIVEN_OUT.trim()
        .split(/\s+/)
        .filter((code) => !commodityByCode(code)),
    ).toEqual([]);
  });

  it('keeps every group in one sector and leaves none empty', () => {
    const groups = commodityTree().flatMap((sector) => sector.groups);
    expect(new Set(groups.map((group) => group.code)).size).toBe(groups.length);
    expect(groups.filter((group) => group.commodities.length === 0)).toEqual([]);
  });

  it('fits the public schema, every one', () => {
    for (const commodity of commodities()) commoditySchema.parse(viewCommodity(commodity));
  });

  it('knows what spoils within a week and what keeps', () => {
    expect(named('water-spinach')).toMatchObject({
      perishable: true,
      shelfLife: { ambientDays: 1, coldDays: 4 },
    });
    expect(named('milk-fresh')).toMatchObject({
      perishable: true,
      shelfLife: { ambientDays: 0, coldDays: 2 },
    });
    expect(named('shallot')).toMatchObject({
      perishable: false,
      shelfLife: { ambientDays: 60, coldDays: 120 },
    });
    expect(named('batik')).toMatchObject({
      perishable: false,
      shelfLife: { ambientDays: null, coldDays: null },
    });
  });

  it('carries seasons over the new year', () => {
    expect(named('durian').months).toEqual([1, 2, 11, 12]);
    expect(named('paddy-gkp').months).toEqual([2, 3, 4, 5, 7, 8, 9]);
    expect(named('banana').months).toHaveLength(12);
  });

  it('marks staples that go out under a programme', () => {
    expect(named('rice-sphp').flags).toEqual(['distribution', 'subsidised']);
    expect(named('potato').flags).toEqual([]);
  });

  it('says which line of a table it cannot read', () => {
    expect(() => parseCommodityTable('potato | kentang')).toThrow(/outside a sector.*potato/);
    expect(() =>
      parseCommodityTable('== s | s | s\n-- g | g | g\nx | x | x | acre | | | -/- | all | | '),
    ).toThrow('x: unknown word: acre');
  });
});

describe('finding a commodity', () => {
  it.each([
    ['kentang', 'potato'],
    ['Lombok abang', 'chilli-red'],
    ['cabe rawit', 'chilli-bird'],
    ['telo pohung', 'cassava'],
    ['ubi jalar', 'sweet-potato'],
    ['brambang', 'shallot'],
    ['gedhang', 'banana'],
    ['klopo', 'coconut'],
    ['susu murni', 'milk-fresh'],
    ['cakalang', 'tuna-cakalang'],
    ['tongkol', 'tuna-cakalang'],
    ['gabah basah', 'paddy-gkp'],
    ['kopi bubuk', 'coffee-roasted'],
    ['maggot kering', 'bsf-dried'],
    ['elpiji 3 kg', 'lpg-3kg'],
    ['shallot', 'shallot'],
    ['rice-sphp', 'rice-sphp'],
    ['cold storage', 'cold-storage-rental'],
  ])('by what people call it: %s is %s', (query, code) => {
    expect(first(query)).toBe(code);
  });

  it.each([
    ['kentank', 'potato'],
    ['mangis', 'mangosteen'],
    ['bawnag merah', 'shallot'],
    ['wortle', 'carrot'],
    ['telurayam', 'egg-chicken'],
    ['minyakjelantah', 'used-cooking-oil'],
  ])('with a small typing error: %s is %s', (query, code) => {
    expect(first(query)).toBe(code);
  });

  it('gives every bearer of a shared word and guesses none', () => {
    expect(found('cabe').slice(0, 2).toSorted()).toEqual(['chilli-bird', 'chilli-red']);
    expect(found('telo').slice(0, 2).toSorted()).toEqual(['cassava', 'sweet-potato']);
    expect(searchCommodities('cabe')[0]!.score).toBe(searchCommodities('cabe')[1]!.score);
  });

  it('gives all vegetables for `sayuran`, and all fruit among what `buah` finds', () => {
    const under = (code: string) => commodityTree().find((sector) => sector.code === code)!.groups;
    const codes = (code: string) => under(code).flatMap(({ commodities: all }) => all.map((one) => one.code));
    expect(found('sayuran').toSorted()).toEqual(codes('vegetables').toSorted());
    expect(found('buah')).toEqual(expect.arrayContaining(codes('fruit')));
    expect(first('beras')).toBe('rice');
    // A sector is no slip for one of its goods.
    expect(['vegetables', 'potatos'].map(whyUnknownCommodity)).toEqual([
      'is not a code of /v1/commodities',
      'is not a code of /v1/commodities; perhaps potato (kentang)',
    ]);
  });

  it('finds nothing for nothing, for symbols and for strange words', () => {
    expect(['', '   ', '%%%', 'xylophone'].map(found)).toEqual([[], [], [], []]);
  });
});

describe('kinship', () => {
  it('tells another form of the product from a neighbour on the stall', () => {
    expect(kinship('chilli-red', 'chilli-bird')).toBe('close');
    expect(kinship('coffee-roasted', 'coffee-green')).toBe('close');
    expect(kinship('shallot', 'garlic')).toBe('group');
    expect(kinship('egg-chicken', 'egg-duck')).toBe('group');
    expect(kinship('cassava', 'sweet-potato')).toBe('group');
    expect(kinship('potato', 'tomato')).toBe('sector');
    expect(kinship('potato', 'potato-chips')).toBe('none');
    expect(kinship('rice', 'rice-sphp')).toBe('none');
    expect(kinship('potato', 'potato')).toBe('same');
  });

  it('holds both ways for every pair', () => {
    const codes = commodities().map((commodity) => commodity.code);
    const oneWay = codes.flatMap((a) =>
      codes.filter((b) => kinship(a, b) !== kinship(b, a)).map((b) => [a, b]),
    );
    expect(oneWay).toEqual([]);
  });

  it('lists the kin of a demand by class', () => {
    expect(kinOf('cabbage', 'same').map((kin) => kin.code)).toEqual(['cabbage']);
    expect(kinOf('cabbage', 'close').map((kin) => kin.code)).toEqual(['napa-cabbage']);
    expect(kinOf('shallot', 'group').map((kin) => kin.code)).toEqual(['garlic', 'leek']);
  });
});

describe('the unit of a commodity', () => {
  const refusal = (code: string, unit: Unit, content?: Content): Refusal | undefined => {
    try {
      ensureUnitFits(named(code), { unit, content }, ['capacity']);
      return undefined;
    } catch (error) {
      return error as Refusal;
    }
  };

  it('is refused when rice comes in litres, with a pointer to the unit', () => {
    expect(refusal('rice', 'liter')).toMatchObject({
      kind: 'invalid',
      detail: 'milled rice (rice) is traded by weight (kg, ton …), not in litre (liter).',
      errors: [{ pointer: '#/capacity/unit', in: 'body' }],
    });
  });

  it('may be a package when its content fits, and not when it is left open', () => {
    expect(refusal('rice', 'karung', { amount: 50, unit: 'kg' })).toBeUndefined();
    expect(refusal('rice', 'karung')?.detail).toMatch(/State what one karung of milled rice holds/);
    expect(refusal('rice', 'jeriken', { amount: 20, unit: 'liter' })?.errors[0]?.pointer).toBe(
      '#/capacity/content/unit',
    );
  });

  it('is the customary package without a content for gas, greens and flowers', () => {
    expect(refusal('lpg-3kg', 'tabung')).toBeUndefined();
    expect(refusal('spinach', 'ikat')).toBeUndefined();
    expect(refusal('spinach', 'kg')).toBeUndefined();
    expect(refusal('cut-flowers', 'ikat')).toBeUndefined();
    expect(refusal('lpg-3kg', 'liter')?.detail).toMatch(/by the cylinder \(tabung\)/);
  });

  it('always takes the default unit', () => {
    expect(
      commodities().filter((commodity) => refusal(commodity.code, commodity.unit) !== undefined),
    ).toEqual([]);
  });
});
