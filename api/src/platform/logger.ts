export type LogFields = Readonly<Record<string, unknown>>;

/** Writes one JSON object a line. Never give it bodies, tokens or addresses of people. */
export interface Logger {
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  with(fields: LogFields): Logger;
}

const levels = { info: 1, warn: 2, error: 3 } as const;
export type LogLevel = keyof typeof levels;

const plain = (value: unknown): unknown =>
  value instanceof Error ? { name: value.name, message: value.message, stack: value.stack } : value;

/** A logger that hands each line to `write`. */
export const createLogger = (
  write: (line: string) => void,
  now: () => number,
  least: LogLevel = "info",
  base: LogFields = {},
): Logger => {
  const log = (level: LogLevel, message: string, fields: LogFields = {}): void => {
    if (levels[level] < levels[least]) return;
    const entry = { at: new Date(now()).toISOString(), level, message, ...base, ...fields };
    write(JSON.stringify(entry, (_, value: unknown) => plain(value)));
  };
  return {
    info: (message, fields) => log("info", message, fields),
    warn: (message, fields) => log("warn", message, fields),
    error: (message, fields) => log("error", message, fields),
    with: (fields) => createLogger(write, now, least, { ...base, ...fields }),
  };
};
