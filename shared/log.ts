/** One JSON object a line, so that text from users stays data. Values that hold personal data are never passed here. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
};

type Write = (line: string) => void;

/** A log that writes JSON lines. Errors become name, message and stack. */
export function jsonLog(write: Write = (line) => process.stderr.write(line)): Log {
  const entry = (level: string, message: string, fields: Record<string, unknown> = {}) => {
    const said = { level, message, at: new Date().toISOString(), ...fields };
    write(`${JSON.stringify(said, errorsAsData).replace(unseen, asEscape)}\n`);
  };
  return {
    info: (message, fields) => entry('info', message, fields),
    error: (message, fields) => entry('error', message, fields),
  };
}

/** What JSON leaves raw and a terminal or a reader would obey: C1 controls, line and paragraph separators, turns of direction. */
const unseen = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

const asEscape = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

function errorsAsData(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
}
