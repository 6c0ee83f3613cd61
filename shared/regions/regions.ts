/** Placeholder until the region data lands (next commit of the reference branch): every well-formed code is taken for a place. */
import { regionCodePattern } from './region-code.ts';

export function regionByCode(code: string): { level: string; kind: string; fullName: string } | undefined {
  if (!regionCodePattern.test(code)) return undefined;
  const level = (['province', 'regency', 'district', 'village'] as const)[code.split('.').length - 1]!;
  return { level, kind: code[9] === '1' ? 'urban-village' : 'village', fullName: code };
}

export const provinceCodes = (): string[] => ['11', '31', '32', '33', '34', '35', '36', '64'];
