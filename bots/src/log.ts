type Fields = Readonly<Record<string, unknown>>;

/** What a bot says about its own work; never what people write. */
export interface Log {
  info(message: string, fields?: Fields): void;
  warn(message: string, fields?: Fields): void;
  error(message: string, fields?: Fields): void;
}

/** A log of JSON lines, one object each. */
export const createLog = (write: (line: string) => void, now: () => number): Log => {
  const at =
    (level: keyof Log) =>
    (message: string, fields: Fields = {}): void =>
      write(JSON.stringify({ at: new Date(now()).toISOString(), level, message, ...fields }));
  return { info: at("info"), warn: at("warn"), error: at("error") };
};
