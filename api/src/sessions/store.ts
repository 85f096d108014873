import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { SQL } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { failedSignIns, sessions } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { visitors } from "../db/schema/sites.ts";

/** From how many addresses failed sign-ins are told apart for one person; those from more are counted together. */
const addressesKept = 50;

interface Failure {
  readonly email: string;
  readonly address: string;
  readonly client: string | null;
  readonly at: Ms;
}

/**
 * Counts a failed sign-in for whoever has the address; nothing is written when nobody has it. Rows are never replaced by
 * others, so that nobody can hide an attempt behind many.
 */
export const countFailure = async (db: Db, { email, address, client, at }: Failure): Promise<void> => {
  const { personId, ipAddress } = failedSignIns;
  const theirs = sql`SELECT count(*) FROM ${failedSignIns} WHERE ${personId} = ${people.id}`;
  const isKept = sql`EXISTS (${sql`SELECT 1 FROM ${failedSignIns} WHERE ${personId} = ${people.id} AND ${ipAddress} = ${address}`})`;
  await db.write(
    db.orm
      .insert(failedSignIns)
      .select(
        sql`SELECT ${people.id}, CASE WHEN ${isKept} OR (${theirs}) < ${addressesKept} THEN ${address} ELSE '' END,
          ${client}, 1, ${at}, ${at} FROM ${people} WHERE ${people.email} = ${email}`,
      )
      .onConflictDoUpdate({
        target: [personId, ipAddress],
        set: { times: sql`${failedSignIns.times} + 1`, userAgent: client, lastAt: at },
      }),
  );
};

/** Ends those of a person's sessions, on the desk's pages and in widgets, for which this holds; part of a write batch. */
export const endingSessions = (db: Db, person: Id<"person">, onDesk?: SQL, inWidgets?: SQL) =>
  [
    db.orm
      .delete(sessions)
      .where(and(eq(sessions.userId, person), onDesk))
      .returning({ id: sessions.id }),
    db.orm
      .delete(visitors)
      .where(and(eq(visitors.personId, person), inWidgets))
      .returning({ id: visitors.id }),
  ] as const;

/** Ends sessions of one person; those of others stay, whatever is named. Returns those that there were. */
export const deleteSessions = async (db: Db, person: Id<"person">, ids: readonly string[]) => {
  const inWidgets = inArray(visitors.id, [...ids] as Id<"visitor">[]);
  return (await db.write(...endingSessions(db, person, inArray(sessions.id, [...ids]), inWidgets))).flat();
};

/** Ends all sessions of a person but the one with this token, and writes `alongside` with it. Returns those that there were. */
export const deleteOthers = async (
  db: Db,
  person: Id<"person">,
  token: string | null,
  alongside: readonly BatchItem<"sqlite">[],
) => {
  const others = token === null ? undefined : ne(sessions.token, token);
  const [onDesk, inWidgets] = await db.write(...endingSessions(db, person, others), ...alongside);
  return [...onDesk, ...inWidgets];
};
