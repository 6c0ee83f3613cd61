/** The way that rankings reckon with is the distance between two regions, whatever level and island they are of. */
import { expect, test } from 'vitest';
import { approachTo } from '../../shared/market/approach.ts';
import { distanceBetween, regencyCodes } from '../../shared/regions/distance.ts';
import { namedLandmassCodes } from '../../shared/regions/landmass.ts';
import { provinceCodes } from '../../shared/regions/regions.ts';

/** Every province and regency, every district with an island of its own, and villages in each regency. */
const regions = [
  ...provinceCodes(),
  ...regencyCodes(),
  ...namedLandmassCodes(),
  ...regencyCodes().flatMap((regency) => [`${regency}.01.2001`, `${regency}.02.2008`]),
];
const inTheirDistricts = namedLandmassCodes().filter((code) => code.length === 8);

test.each([
  ['a village', '35.79.02.2008'],
  ['a district', '35.79.02'],
  ['a regency', '35.14'],
  ['a province', '64'],
  ['a regency of several islands', inTheirDistricts[0]!.slice(0, 5)],
  ['a village on an island of its regency', `${inTheirDistricts[0]!}.2001`],
])('the way to %s is the distance to it', (_, deliverTo) => {
  const { wayTo } = approachTo({ deliverTo, buyerRegion: '31', regions: [] });
  const wrong = regions.filter((region) => {
    const [way, distance] = [wayTo(region), distanceBetween(region, deliverTo)];
    return way.km !== distance.km || way.sea !== distance.sea;
  });
  expect(wrong).toEqual([]);
});
