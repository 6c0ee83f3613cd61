/** How the latest quality check of a potential stands on a day. */

export const qualityStatuses = ['valid', 'lapsed', 'failed'] as const;
type QualityStatus = (typeof qualityStatuses)[number];

/** A pass counts through its last valid day. */
export function qualityOn(
  { result, validUntil }: { result: 'pass' | 'fail'; validUntil?: string | undefined },
  today: string,
): QualityStatus {
  if (result === 'fail') return 'failed';
  return validUntil !== undefined && validUntil < today ? 'lapsed' : 'valid';
}
