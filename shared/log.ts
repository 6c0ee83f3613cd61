/** One JSON object a line, so that text from users stays data. Values that hold personal data are never passed here. */
export type Log = {
  info(message: string, fields?: Record<string, unknown>): void;
  error(message: string, fields?: Record<string, unknown>): void;
};

type Write = (line: string) => void;

/** A log that writes JSON lines. Errors become name, message and stack. */
export function jsonLog(write: Write = (line) => process.stderr.write(line)): Log {
  const entry = (level: string, message: string, fields: Record<string, unknown> = {}) => {
    write(`${JSON.stringify({ level, message, at: new Date().toISOString(), ...fields }, errorsAsData)}\n`);
  };
  return {
    info: (message, fields) => entry('info', message, fields),
    error: (message, fields) => entry('error', message, fields),
  };
}

function errorsAsData(_key: string, value: unknown): unknown {
  return value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;
}
