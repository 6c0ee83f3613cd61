/**
 * What each district, and some villages of renown, supply in the sample: the trade that the place is known for comes first.
 * Which single village has what is INVENTED; that a district lives of apples, milkfish or rubber is general knowledge.
 */

/** The four places that the sample is about, with how far along their cooperatives are: a share, invented. */
export const REGENCIES = [
  { code: '35.79', name: 'Kota Batu', maturity: 0.75, potentials: [3, 5] },
  { code: '35.14', name: 'Kabupaten Pasuruan', maturity: 0.45, potentials: [1, 3] },
  { code: '64.02', name: 'Kabupaten Kutai Kartanegara', maturity: 0.4, potentials: [1, 3] },
  { code: '35.71', name: 'Kota Kediri', maturity: 0.5, potentials: [2, 3] },
] as const;

/**
 * Cooperatives that the news of 2025 names as further along than their neighbours: the four of Kota Batu with partners, the six
 * of Kabupaten Pasuruan that already run, the six pilots of Kota Kediri. In the sample their papers are in order.
 */
export const NAMED: ReadonlySet<string> = new Set(
  `
  35.79.03.1001 35.79.03.2004 35.79.02.2002 35.79.02.2008
  35.14.09.2019 35.14.16.2005 35.14.06.1024 35.14.05.2007 35.14.21.2011 35.14.16.2025
  35.71.01.1007 35.71.01.1002 35.71.02.1014 35.71.02.1005 35.71.03.1012 35.71.03.1008
  `
    .trim()
    .split(/\s+/),
);

/** Villages whose goods are all listed. The first is their flagship. */
const VILLAGES = `
35.79.01.1001 | lettuce mustard-greens spinach french-bean compost
35.79.01.1002 | apple-cider fruit-jam catering
35.79.01.1003 | cut-flowers mushroom agro-tourism
35.79.01.1004 | fruit-chips apple-cider potato-chips
35.79.01.2005 | leek tomato cabbage carrot
35.79.01.2006 | carrot potato coffee-roasted agro-tourism
35.79.01.2007 | cut-flowers apple agro-tourism
35.79.01.2008 | milk-fresh cabbage chayote biogas-slurry
35.79.02.2001 | apple fruit-chips mandarin
35.79.02.2002 | milk-fresh cut-flowers apple milk-pasteurised
35.79.02.2003 | apple potato cabbage broccoli agro-tourism
35.79.02.2004 | apple carrot broccoli napa-cabbage
35.79.02.2005 | strawberry lettuce cauliflower mushroom
35.79.02.2006 | apple mandarin apple-cider avocado
35.79.02.2007 | shallot chilli-red tomato sweet-corn
35.79.02.2008 | apple mandarin shallot potato-chips
35.79.02.2009 | potato carrot cabbage broccoli
35.79.03.1001 | fruit-chips tempe catering
35.79.03.2002 | tempe cassava-chips egg-chicken
35.79.03.2003 | shallot sweet-corn chilli-bird
35.79.03.2004 | milk-fresh orange-siam compost coffee-roasted
35.79.03.2005 | mushroom catfish herbal-drink
35.79.03.2006 | paddy-gkp rice sweet-corn
35.79.03.2007 | shallot broccoli carrot tomato
35.71.01.1002 | batik catering used-cooking-oil
35.71.01.1007 | compost pet-flakes egg-chicken
35.71.02.1005 | catering frozen-food used-cooking-oil
35.71.02.1014 | catfish compost bsf-larvae
35.71.03.1008 | tofu tempe used-cooking-oil
35.71.03.1012 | sugar-cane mushroom chilli-bird
64.02.06.1005 | fish-processed cassava-chips used-cooking-oil
64.02.06.1003 | pet-flakes compost bsf-larvae eco-enzyme
64.02.16.2001 | rice paddy-gkg tomato
64.02.16.2005 | rice paddy-gkp agro-tourism
`;

/** What villages of a district draw from, likeliest first. */
const DISTRICTS = `
35.14.01 | mango banana milk-fresh durian coffee-green maize goat bamboo
35.14.02 | milk-fresh apple potato cut-flowers cabbage leek coffee-roasted milk-pasteurised biogas-slurry
35.14.03 | milk-fresh potato cabbage leek carrot coffee-green chayote
35.14.04 | milk-fresh durian banana coffee-green ginger avocado honey goat
35.14.05 | durian mango milk-fresh banana coffee-green weaving-bamboo palm-sugar
35.14.06 | mango paddy-gkp sugar-cane maize beef-cattle goat rice-husk
35.14.07 | paddy-gkp rice sugar-cane maize beef-cattle cassava tobacco
35.14.08 | paddy-gkp maize beef-cattle milk-fresh cassava-chips egg-chicken mushroom
35.14.09 | mango paddy-gkp egg-chicken chilli-bird fruit-chips milk-fresh beef-cattle
35.14.10 | durian coffee-green avocado cut-flowers coffee-roasted honey agro-tourism milk-fresh
35.14.11 | paddy-gkp tempe catering frozen-food egg-chicken catfish pet-flakes
35.14.12 | rice tofu catering pet-flakes rdf milkfish paper-waste
35.14.13 | paddy-gkp tofu tempe catering milkfish used-cooking-oil rdf
35.14.14 | batik catering milkfish catfish frozen-food used-cooking-oil compost
35.14.15 | mango maize shallot goat paddy-gkp fruit-chips
35.14.16 | milkfish shrimp paddy-gkp catfish fish-processed fish-salted egg-duck
35.14.17 | paddy-gkp rice tempe egg-duck rice-husk cassava-chips
35.14.18 | paddy-gkp rice maize tempe egg-chicken shallot compost
35.14.19 | paddy-gkp egg-duck maize weaving-bamboo catfish banana
35.14.20 | mango milk-fresh paddy-gkp tilapia maize goat fruit-chips
35.14.21 | mango maize shallot milkfish milk-fresh fish-salted groundnut
35.14.22 | milk-fresh milkfish fish-salted crab shrimp maize biogas-slurry
35.14.23 | shallot milkfish paddy-gkp shrimp fish-salted egg-duck mung-bean
35.14.24 | potato cabbage leek carrot napa-cabbage french-bean agro-tourism
64.02.01 | fish-salted catfish tilapia fish-processed banana weaving-bamboo
64.02.02 | paddy-gkp banana tomato cucumber egg-chicken cassava-chips pet-flakes
64.02.03 | chilli-bird banana pepper egg-chicken chicken-live compost tomato
64.02.04 | shrimp crab milkfish fish-salted coconut fish-processed
64.02.05 | shrimp seaweed coconut milkfish crab pepper coconut-oil-virgin
64.02.06 | pet-flakes compost catfish cassava-chips long-bean bsf-larvae catering water-spinach
64.02.07 | paddy-gkp palm-ffb rice maize beef-cattle banana
64.02.08 | catfish fish-salted palm-ffb paddy-gkp banana honey
64.02.09 | fish-salted palm-ffb catfish rattan rubber
64.02.10 | palm-ffb rubber rattan honey fish-salted timber-community
64.02.11 | palm-ffb catfish paddy-gkp fish-salted banana rubber
64.02.12 | rattan honey timber-community rubber cocoa-bean langsat
64.02.13 | rubber pepper dragon-fruit pineapple coconut cassava
64.02.14 | shrimp crab coconut fish-processed fish-salted banana
64.02.15 | rubber long-bean eggplant compost paper-waste chicken-live
64.02.16 | paddy-gkp rice tomato eggplant beef-cattle tilapia rice-husk
64.02.17 | pepper rubber palm-ffb seaweed coconut watermelon
64.02.18 | fish-salted catfish tilapia fish-processed banana
64.02.19 | palm-ffb paddy-gkp rubber maize banana ginger
64.02.20 | dragon-fruit rubber pepper palm-sugar pineapple papaya
35.71.01 | catfish mango chilli-bird cassava-chips fruit-chips compost egg-chicken tilapia
35.71.02 | tofu used-cooking-oil catering fruit-jam pet-flakes frozen-food soy-sauce paper-waste
35.71.03 | sugar-cane cassava-chips mushroom cucumber catfish tempe eco-enzyme liquid-fertiliser
`;

/** The commodities of a village: `all` of them when it is listed itself, else what its district draws from. */
export function goodsOfPlace(villageCode: string): { all: boolean; commodities: readonly string[] } {
  const own = BY_VILLAGE.get(villageCode);
  if (own) return { all: true, commodities: own };
  return { all: false, commodities: BY_DISTRICT.get(villageCode.slice(0, 8)) ?? [] };
}

const BY_VILLAGE = rowsOf(VILLAGES);
const BY_DISTRICT = rowsOf(DISTRICTS);

function rowsOf(table: string): ReadonlyMap<string, readonly string[]> {
  return new Map(
    table
      .trim()
      .split('\n')
      .map((row) => {
        const [code, commodities] = row.split(' | ');
        return [code!, commodities!.split(' ')];
      }),
  );
}
