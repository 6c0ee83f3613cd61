/** Text that people type: trimmed, bounded, and free of control characters that could break a line, a log or a table. */
import * as z from 'zod';

/** Half of a surrogate pair is no character: no UTF-8 keeps it, so it would come back as another text. */
const isWhole = (text: string): boolean => text.isWellFormed();
const halfCharacter = 'takes whole characters, not half of a surrogate pair';

/** One line of 1 to `longest` characters. */
export function line(longest: number) {
  return (
    z
      .string()
      .trim()
      .min(1)
      .max(longest)
      // oxlint-disable-next-line no-control-regex -- they are what is refused; no flags, since the document keeps only the source
      .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029]*$/, 'takes one line without control characters')
      .refine(isWhole, halfCharacter)
  );
}

/** Several lines of 1 to `longest` characters; line breaks are kept. */
export function paragraph(longest: number) {
  return (
    z
      .string()
      .trim()
      .min(1)
      .max(longest)
      // oxlint-disable-next-line no-control-regex -- they are what is refused; no flags, since the document keeps only the source
      .regex(/^(?:[^\u0000-\u001f\u007f-\u009f]|[\n\r\t])*$/, 'takes text without control characters')
      .refine(isWhole, halfCharacter)
  );
}
