import { rule } from "@docket/core/contract/fault";
import { secretText } from "@docket/core/contract/secret";
import { join, resolve } from "node:path";
import { z } from "zod";

/** What is set for a desk on Node alone. */
export const settings = z
  .object({
    HOST: z.string().min(1).default("127.0.0.1"),
    PORT: z.coerce.number().int().min(0).max(65535).default(8787),
    DATA_DIR: z
      .string()
      .regex(/^(?!~)/, rule("must be a whole path: only a shell knows what ~ stands for"))
      .default("data"),
    DATABASE_URL: z
      .string()
      .regex(/^(?:file|libsql|https?|wss?):/, rule("must begin with file:, libsql:, https:, http:, wss: or ws:"))
      .regex(
        /^(?!file:.*(?::memory:|mode=memory))/,
        rule("must name a file: what is in memory is gone when the desk stops"),
      )
      .optional(),
    DATABASE_TOKEN: secretText.optional(),
    SLACK_APP_TOKEN: secretText.regex(/^xapp-/, rule("must begin with xapp-")).optional(),
    CLIENT_IP_HEADER: z
      .string()
      .regex(/^[A-Za-z0-9-]+$/, rule("must be the name of a header that your proxy sets"))
      .optional(),
  })
  .refine(({ DATABASE_URL: url, DATABASE_TOKEN: token }) => url !== undefined || token === undefined, {
    path: ["DATABASE_TOKEN"],
    error: rule("must come with DATABASE_URL, which says where its database is"),
  });

export type NodeSettings = z.output<typeof settings>;

/** The names of the settings that only a desk on Node has. */
export const nodeSettings: readonly string[] = Object.keys(settings.shape);

/** The address of the database: a file of the desk's folder, if nothing else is set. */
export const databaseUrl = ({ DATABASE_URL, DATA_DIR }: Pick<NodeSettings, "DATABASE_URL" | "DATA_DIR">): string =>
  DATABASE_URL ?? `file:${join(DATA_DIR, "docket.db")}`;

/** The folder in which the files of the last builds are kept. */
export const buildsFolder = ({ DATA_DIR }: Pick<NodeSettings, "DATA_DIR">): string => resolve(DATA_DIR, "builds");

/** The folder in which the files of tickets are kept. */
export const filesFolder = ({ DATA_DIR }: Pick<NodeSettings, "DATA_DIR">): string => join(DATA_DIR, "files");
