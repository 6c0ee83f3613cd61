/** All regions of Indonesia by code: names, kinds, and what lies above and below. */
import type { Region } from './region.ts';
import {
  levelOf,
  parentCodes,
  regionCodePattern,
  timeZone,
  villageKind,
  type RegionLevel,
} from './region-code.ts';
import { upperLevels, villagesOf } from './region-file.ts';

/** The region of a code, or undefined: BPS numbers and codes no longer in force are unknown, never guessed. */
export function regionByCode(code: string): Region | undefined {
  const name = regionName(code);
  const zone = timeZone(code);
  if (name === undefined || zone === undefined) return undefined;
  const parents = parentCodes(code).map((parent) => ({ code: parent, name: regionName(parent) ?? parent }));
  return {
    code,
    name,
    level: levelOf(code),
    kind: kindOf(code),
    fullName: [name, ...parents.map((parent) => parent.name).reverse()].join(', '),
    parents,
    timeZone: zone,
  };
}

/** The name alone: `Bulukerto`; undefined for an unknown code. */
export function regionName(code: string): string | undefined {
  if (!regionCodePattern.test(code)) return undefined;
  return code.length === 13 ? villagesOf(code.slice(0, 5)).get(code) : upperLevels().names.get(code);
}

/** `Bulukerto, Bumiaji, Kota Batu, Jawa Timur`; undefined for an unknown code. */
export const fullName = (code: string): string | undefined => regionByCode(code)?.fullName;

/** The codes right below a region, in order; of a village and of an unknown code: none. */
export function children(code: string): string[] {
  if (levelOf(code) !== 'district') return [...(upperLevels().below.get(code) ?? [])];
  const villages = villagesOf(code.slice(0, 5)).keys();
  return [...villages].filter((village) => village.startsWith(`${code}.`));
}

/** Every village code in a region of any level, in order; a village stands for itself. */
export function villagesIn(code: string): string[] {
  if (levelOf(code) === 'province') return children(code).flatMap(villagesIn);
  const villages = [...villagesOf(code.slice(0, 5)).keys()];
  return code.length === 5
    ? villages
    : villages.filter((village) => village === code || village.startsWith(`${code}.`));
}

/** Every code of one level, in the country or in one region, in order. */
export function regionsAt(level: RegionLevel, parent?: string): string[] {
  const top = parent === undefined ? provinceCodes() : [parent];
  const below = (code: string): string[] =>
    levelOf(code) === level ? [code] : children(code).flatMap(below);
  return top.flatMap((code) => (level === 'village' ? villagesIn(code) : below(code)));
}

export const provinceCodes = (): string[] => [...upperLevels().provinces];

function kindOf(code: string): Region['kind'] {
  const level = levelOf(code);
  // In the second group cities are numbered from 71, regencies below, without exception.
  if (level === 'regency') return Number(code.slice(3)) >= 71 ? 'city' : 'regency';
  return level === 'village' ? (villageKind(code) ?? 'village') : level;
}
