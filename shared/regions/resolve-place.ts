/** From a place name in a spreadsheet to a region code: certain or not at all, with candidates for a person to choose from. */
import { allowedErrors, editDistance } from '../spelling.ts';
import { codesAround, codesNamed, codesNearly, provincesOf } from './name-index.ts';
import { keysOf, parentFrom, readPlace, type WrittenParent, type WrittenPlace } from './place-names.ts';
import type { Region } from './region.ts';
import { isRegionCode, levelOf, parentCodes, within } from './region-code.ts';
import { regionByCode } from './regions.ts';

/** A place as a row gives it: a name, perhaps its parents in cells of their own, and where the asker may look. */
export type PlaceQuery = {
  /** `Ampel Sari`, `KDMP Desa Ampelsari`, `Bandarkidul, Kec. Mojoroto`, or a code. */
  name: string;
  district?: string | undefined;
  regency?: string | undefined;
  province?: string | undefined;
  /** Only places in this region: the organizer's. */
  scope?: string | undefined;
  /** Only places of this level; an import of cooperatives asks for villages. */
  level?: Region['level'] | undefined;
};

/** `score` 0..100: 90 the very name, less for each slip and each parent or kind that does not fit. */
export type PlaceCandidate = { code: string; name: string; fullName: string; score: number };

/** One certain match, or candidates best first (none: an empty list). */
export type PlaceAnswer = { code: string } | { candidates: PlaceCandidate[] };

const MOST_CANDIDATES = 8;

/**
 * Certain is a name that is exactly that of one place (spaces, case, accents and `II` for `2` aside), where every parent and
 * kind that the row states agrees. Everything else is for a person: equal names, typing errors, parents that do not fit.
 */
export function resolvePlace(query: PlaceQuery): PlaceAnswer {
  const text = query.name.trim();
  if (isRegionCode(text)) return byCode(text, query);
  const given = [
    ...parentsFrom(query.district, 'district'),
    ...parentsFrom(query.regency, 'regency'),
    ...parentsFrom(query.province, 'province'),
  ];
  const candidates = new Map<string, number>();
  for (const cityEndsName of [false, true]) {
    const place = readPlace(text, cityEndsName);
    const parents = [...place.parents, ...given];
    const level = query.level ?? place.level;
    const scope = narrowed(query.scope, parents);
    const judged = [...new Set(place.keys.flatMap((key) => codesNamed(key, scope)))]
      .filter((code) => level === undefined || levelOf(code) === level)
      .map((code) => ({ code, doubt: doubtOf(code, place, parents) }));
    const certain = judged.filter(({ doubt }) => doubt === 0);
    if (certain.length === 1) return { code: certain[0]!.code };
    for (const { code, doubt } of judged) offer(candidates, code, 90 - doubt);
    for (const key of place.keys) {
      for (const { code, errors } of codesNearly(key, scope)) {
        if (level === undefined || levelOf(code) === level) {
          offer(candidates, code, 82 - 12 * errors - doubtOf(code, place, parents));
        }
      }
    }
    if (candidates.size === 0) {
      for (const code of codesAround(place.keys.at(-1) ?? '', scope)) {
        if (level === undefined || levelOf(code) === level)
          offer(candidates, code, 40 - doubtOf(code, place, parents));
      }
    }
    // `Kota` may have been part of the name after all: the second reading only when the first found no such name.
    if (judged.length > 0) break;
  }
  return { candidates: best(candidates) };
}

/** Why a text in a code's place is no region of ours, for the person who wrote it. */
export function whyUnknown(text: string): string {
  if (/^\d{4,10}$/.test(text)) {
    return `${text} has no dots: it may be a BPS number, which differs from the Kemendagri code. Give the Kemendagri code, such as 35.79.02.2008.`;
  }
  return isRegionCode(text)
    ? `${text} is no region in force; look it up under /v1/regions?q=.`
    : `${text} is not a region code; it looks like 35, 35.79, 35.79.02 or 35.79.02.2008.`;
}

function byCode(code: string, { scope, level }: PlaceQuery): PlaceAnswer {
  const known = regionByCode(code) !== undefined;
  const fits =
    (scope === undefined || within(code, scope)) && (level === undefined || levelOf(code) === level);
  return known && fits ? { code } : { candidates: [] };
}

function parentsFrom(text: string | undefined, level: Region['level']): WrittenParent[] {
  if (text === undefined || text.trim() === '') return [];
  const parent = parentFrom(text, level);
  return parent.key === '' ? [] : [parent];
}

/** Looks in one regency or province only when a stated parent names exactly one: faster, and never less certain. */
function narrowed(scope: string | undefined, parents: readonly WrittenParent[]): string | undefined {
  if (scope !== undefined) return scope;
  for (const level of ['regency', 'province'] as const) {
    const parent = parents.find((candidate) => candidate.level === level);
    if (parent === undefined) continue;
    const codes = provincesOf(undefined)
      .flatMap((province) => codesNamed(parent.key, province))
      .filter((code) => levelOf(code) === level && kindFits(code, parent));
    if (codes.length === 1) return codes[0];
  }
  return undefined;
}

const kindFits = (code: string, { kind }: WrittenParent): boolean =>
  kind === undefined || regionByCode(code)?.kind === kind;

/** Points of doubt about an exact name: 0 when all that was stated agrees, 8 for a slip in a parent, 25 for a wrong one. */
function doubtOf(code: string, place: WrittenPlace, parents: readonly WrittenParent[]): number {
  const kind = regionByCode(code)?.kind;
  // Urban villages are called desa now and then, and the reverse: doubt, for a person to decide.
  let doubt = place.kind !== undefined && kind !== place.kind && kind !== 'customary-village' ? 10 : 0;
  for (const parent of parents) doubt += parentDoubt(code, parent);
  return doubt;
}

function parentDoubt(code: string, parent: WrittenParent): number {
  let least = 25;
  for (const above of parentCodes(code)) {
    if (parent.level !== undefined && levelOf(above) !== parent.level) continue;
    const region = regionByCode(above);
    if (region === undefined) continue;
    const fits = kindFits(above, parent);
    for (const key of keysOf(above, region.name)) {
      const errors = key === parent.key ? 0 : editDistance(key, parent.key, allowedErrors(parent.key.length));
      if (errors === 0) least = Math.min(least, fits ? 0 : 12);
      else if (errors <= allowedErrors(parent.key.length)) least = Math.min(least, fits ? 8 : 15);
    }
  }
  return least;
}

function offer(candidates: Map<string, number>, code: string, score: number): void {
  candidates.set(code, Math.max(candidates.get(code) ?? 0, score));
}

const best = (candidates: Map<string, number>): PlaceCandidate[] =>
  [...candidates]
    .filter(([, score]) => score > 0)
    .sort(([codeA, scoreA], [codeB, scoreB]) => scoreB - scoreA || (codeA < codeB ? -1 : 1))
    .slice(0, MOST_CANDIDATES)
    .map(([code, score]) => {
      const region = regionByCode(code);
      return { code, name: region?.name ?? code, fullName: region?.fullName ?? code, score };
    });
