import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { eq, sql } from "drizzle-orm";
import type { Call, Identity } from "../context.ts";
import { lostStatement } from "../db/client.ts";
import type { Db } from "../db/client.ts";
import { people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";
import { writeOnce } from "../http/write-once.ts";
import { carryMarks } from "../read-marks/store.ts";
import { needActive, proveAddress } from "../people/store.ts";

export const insertSession = async (db: Db, session: typeof visitors.$inferInsert): Promise<void> => {
  await db.write(db.orm.insert(visitors).values(session));
};

export const deleteSession = async (db: Db, id: Id<"visitor">): Promise<void> => {
  await db.write(db.orm.delete(visitors).where(eq(visitors.id, id)));
};

/** A widget session of somebody who proved their address. */
export interface Proven {
  readonly id: Id<"visitor">;
  readonly siteId: Id<"site"> | null;
  readonly expiresAt: Ms;
  readonly person: Identity;
}

type NextSession = Pick<typeof visitors.$inferInsert, "id" | "tokenHash" | "createdAt" | "expiresAt" | "userAgent">;

const identityColumns = {
  id: people.id,
  name: people.name,
  email: people.email,
  away: people.away,
  chatNotice: people.chatNotice,
};

/** What is left of a widget session when an address was proven in it. */
export interface KeptProof {
  readonly visitorId: Id<"visitor">;
}

/**
 * Puts another session of the person of an address that was just proven, who may be new, in the place of a widget
 * session. What was opened in that one stays behind with its id. Null when that person may not sign in; then nothing was
 * written.
 */
export const bindSession = async (
  call: Call,
  id: Id<"visitor">,
  email: string,
  next: NextSession,
): Promise<Identity | null> => {
  const { db, ids, clock, clientIp } = call.services;
  const now = clock.now();
  const personId = sql`(SELECT ${people.id} FROM ${people} WHERE ${people.email} = ${email})`;
  const statements = [
    needActive(db, email),
    ...proveAddress(db, email, ids.next("person", now), { now, session: id }),
    carryMarks(db, id, personId),
    db.orm
      .update(visitors)
      .set({ ...next, personId, ipAddress: clientIp() })
      .where(eq(visitors.id, id)),
    db.orm.select(identityColumns).from(people).where(eq(people.email, email)),
  ];
  const kept: KeptProof = { visitorId: next.id };
  try {
    const answers = await writeOnce(call, kept, statements);
    const [identity] = answers[statements.length - 1] as Identity[];
    return identity ?? null;
  } catch (error) {
    if (lostStatement(error) === 0) return null;
    throw error;
  }
};

/** The widget session with this id and its person; null when it has ended. */
export const readSession = async ({ services: { db } }: Call, id: Id<"visitor">): Promise<Proven | null> => {
  const [[row]] = await db.read(
    db.orm
      .select({ siteId: visitors.siteId, expiresAt: visitors.expiresAt, person: identityColumns })
      .from(visitors)
      .innerJoin(people, eq(people.id, visitors.personId))
      .where(eq(visitors.id, id)),
  );
  return row ? { id, ...row } : null;
};
