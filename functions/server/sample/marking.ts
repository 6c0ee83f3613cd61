/**
 * How the sample says that it is one. Names of places, companies and programmes are real; every figure, paper, contact and
 * decision that is not cited in a `source` is invented, and no invented number can be taken for a real one.
 */

/** Stands in every text field of the sample that people read. */
export const SAMPLE = 'Data contoh (sample)';

/** Given as the reason of every verification: no office has decided anything. */
export const SAMPLE_DECISION = `${SAMPLE}: bukan keputusan dinas (not a decision of any office)`;

/** The ten digits of a village code; others count up from 1 under their regency: `3579000001`. */
export function digitsOf(regionCode: string, serial = 0): string {
  const digits = regionCode.replaceAll('.', '');
  return digits.length === 10 ? digits : digits + String(serial).padStart(10 - digits.length, '0');
}

/** Real NIBs begin with the date of their issue; none was issued in month zero. */
export const sampleNib = (digits: string): string => `000${digits}`;

/** Begins with six zeros, as no tax number does. */
export const sampleNpwp = (digits: string): string => `000000${digits}`;

/** Fifteen digits, as a P-IRT number has, of which no real one begins with five zeros. */
export const samplePirt = (digits: string): string => `00000${digits}`;

export const sampleDeed = (digits: string): string => `AHU-CONTOH-${digits}`;

/** No Indonesian number begins with a zero after the country code; `.example` is reserved by RFC 2606. */
export const sampleContact = (digits: string) => ({
  name: SAMPLE,
  phone: `+62 000 ${digits.slice(0, 5)} ${digits.slice(5)}`,
  email: `pengurus@${digits}.example`,
});
