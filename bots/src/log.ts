type Fields = Readonly<Record<string, unknown>>;

/** What a bot says about its own work; never what people write. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** From the least to the most urgent. */
export const levels = ["info", "warn", "error"] as const;
export type Level = (typeof levels)[number];

/** A log of JSON lines, one object each, of what is at least this urgent. */
export const createLog = (write: (line: string) => void, now: () => number, least: Level = "info"): Log => {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}): void => {
      if (levels.indexOf(level) < levels.indexOf(least)) return;
      write(JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields }));
    };
  return { info: at("info"), warn: at("warn"), error: at("error") };
};
