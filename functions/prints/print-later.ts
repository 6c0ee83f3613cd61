/** A printer that loads itself when the first job comes: most instances of the service never print, and its library is large. */
import type { Printer } from '../../shared/events/print-job.ts';

/** `fonts` is the directory of the letters (a URL ending in `/`). */
export function printLater(fonts: URL): Printer {
  let opened: Promise<Printer> | undefined;
  const open = async (): Promise<Printer> => {
    const [{ fontsFrom }, { printerWith }] = await Promise.all([
      import('./fonts.ts'),
      import('./printer.ts'),
    ]);
    return printerWith(await fontsFrom(fonts));
  };
  return async (job) => {
    opened ??= open();
    return (await opened)(job);
  };
}
