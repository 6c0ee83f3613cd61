/** A telephone number as people write it, and the links that a phone makes of it. */

/** Digits with the country's number before them: `0812-3456` and `+62 812 3456` are `628123456`. Undefined for a local one without its area. */
export function international(written: string): string | undefined {
  const digits = written.replaceAll(/\D/g, '');
  if (written.trim().startsWith('+')) return digits;
  if (digits.startsWith('0')) return `62${digits.slice(1)}`;
  return digits.startsWith('62') ? digits : undefined;
}

/** `tel:` of a number, and its WhatsApp where it is a mobile one of Indonesia, which begin with 8. */
export function phoneLinks(written: string): { call: string; whatsapp: string | undefined } {
  const number = international(written);
  return {
    call: number === undefined ? `tel:${written.replaceAll(/\D/g, '')}` : `tel:+${number}`,
    whatsapp: number !== undefined && /^628\d{7,12}$/.test(number) ? `https://wa.me/${number}` : undefined,
  };
}
