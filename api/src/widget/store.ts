import type { Id } from "@docket/core/ids";
import { eq, sql } from "drizzle-orm";
import type { Call, Identity } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import type { Db } from "../db/client.ts";
import { people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";
import { writeOnce } from "../http/write-once.ts";
import { needActive, proveAddress } from "../people/store.ts";

export const insertSession = async (db: Db, session: typeof visitors.$inferInsert): Promise<void> => {
  await db.write(db.orm.insert(visitors).values(session));
};

export const deleteSession = async (db: Db, id: Id<"visitor">): Promise<void> => {
  await db.write(db.orm.delete(visitors).where(eq(visitors.id, id)));
};

/**
 * Binds a widget session to the person of an address that was just proven, who may be new. Null when
 * that person may not sign in; then nothing was written.
 */
export const bindSession = async (
  call: Call,
  id: Id<"visitor">,
  { email, client }: { readonly email: string; readonly client: string | null },
): Promise<Identity | null> => {
  const { db, ids, clock, clientIp } = call.services;
  const now = clock.now();
  const personId = sql`(SELECT ${people.id} FROM ${people} WHERE ${people.email} = ${email})`;
  const statements = [
    needActive(db, email),
    ...proveAddress(db, email, ids.next("person", now), now),
    db.orm.update(visitors).set({ personId, ipAddress: clientIp(), userAgent: client }).where(eq(visitors.id, id)),
    db.orm
      .select({ id: people.id, name: people.name, email: people.email })
      .from(people)
      .where(eq(people.email, email)),
  ];
  try {
    const answers = await writeOnce(call, {}, statements);
    const [identity] = answers[statements.length - 1] as Identity[];
    return identity ?? null;
  } catch (error) {
    if (lostStatement(error) === 0) return null;
    throw error;
  }
};
