/** What the contract shows of a commodity: with the names of its sector and group, so that a reader can build the tree. */
import type * as z from 'zod';
import { commodityTree } from './commodities.ts';
import type { Commodity, commoditySchema } from './commodity.ts';

type Heading = { code: string; name: { id: string; en: string } };

let headings: ReadonlyMap<string, Heading> | undefined;

function headingOf(code: string): Heading {
  headings ??= new Map(
    commodityTree()
      .flatMap((sector) => [sector, ...sector.groups])
      .map(({ code, name }) => [code, { code, name: { ...name } }]),
  );
  return headings.get(code) ?? { code, name: { id: code, en: code } };
}

export function viewCommodity(commodity: Commodity): z.infer<typeof commoditySchema> {
  const { code, name, aliases, unit, hsCode, typicalCertificates, shelfLife, perishable, months, flags } =
    commodity;
  return {
    code,
    name: { ...name },
    aliases: [...aliases],
    sector: headingOf(commodity.sector),
    group: headingOf(commodity.group),
    unit,
    hsCode,
    typicalCertificates: [...typicalCertificates],
    shelfLife: { ...shelfLife, estimated: true },
    perishable,
    months: [...months],
    flags: [...flags],
  };
}
