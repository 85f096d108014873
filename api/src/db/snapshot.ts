import { pathToFileURL } from "node:url";
import type { Id } from "@docket/core/ids";
import type { Client } from "@libsql/client";
import { createClient } from "@libsql/client";
import { eq, inArray, isNotNull, sql } from "drizzle-orm";
import { createDb } from "./client.ts";
import { attachmentLinks, attachments } from "./schema/messages.ts";

/** What is in a copy of a database. */
export interface Snapshot {
  /** When the newest migration that it went through was made. */
  readonly migration: number;
  /** The files that it names, and whether each belongs to a ticket. */
  readonly files: readonly { readonly id: Id<"attachment">; readonly linked: boolean }[];
}

const use = async <T>(path: string, work: (client: Client) => Promise<T>): Promise<T> => {
  const client = createClient({ url: pathToFileURL(path).href, timeout: 5000 });
  try {
    return await work(client);
  } finally {
    client.close();
  }
};

const check = async (client: Client): Promise<void> => {
  const { rows } = await client.execute("PRAGMA integrity_check(1)");
  const verdict = rows[0]?.["integrity_check"];
  if (verdict !== "ok") throw new Error(`a check of the copy found ${JSON.stringify(verdict)}`);
};

const describe = async (client: Client): Promise<Snapshot> => {
  const db = createDb(client);
  const [[newest], files] = await db.read(
    db.orm.select({ migration: sql<number>`max(created_at)` }).from(sql`__drizzle_migrations`),
    db.orm
      .select({ id: attachments.id, linked: sql`${isNotNull(attachmentLinks.attachmentId)}`.mapWith(Boolean) })
      .from(attachments)
      .leftJoin(attachmentLinks, eq(attachmentLinks.attachmentId, attachments.id)),
  );
  return { migration: newest?.migration ?? 0, files };
};

/** Copies a database file as it is at one moment, while others go on writing, and checks the copy. */
export const takeSnapshot = async (database: string, copy: string): Promise<Snapshot> => {
  await use(database, (client) => client.execute({ sql: "VACUUM INTO ?", args: [copy] }));
  return use(copy, async (client) => {
    await check(client);
    return describe(client);
  });
};

/** Takes files that belong to no ticket out of a copy. */
export const forgetFiles = (copy: string, ids: readonly Id<"attachment">[]): Promise<void> =>
  use(copy, async (client) => {
    const db = createDb(client);
    await db.write(db.orm.delete(attachments).where(inArray(attachments.id, [...ids])));
  });
