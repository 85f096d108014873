import type { Role } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { day } from "@docket/core/time";
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { setPassword } from "../auth/password-account.ts";
import type { Db } from "../db/client.ts";
import { outbox } from "../db/schema/events.ts";
import { messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { sites, visitors } from "../db/schema/sites.ts";

type Statement = BatchItem<"sqlite">;

/** Whether nobody has ever used this database. */
export const isEmpty = async (db: Db): Promise<boolean> => {
  const [rows] = await db.read(db.orm.select({ id: people.id }).from(people).limit(1));
  return rows.length === 0;
};

export interface NewPerson {
  readonly id: Id<"person">;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly createdAt: Ms;
  /** The hash of their password; null for those who sign in by a code. */
  readonly passwordHash: string | null;
}

const insertPerson = (db: Db, { passwordHash, createdAt, ...person }: NewPerson): Statement[] => {
  const at = new Date(createdAt);
  return [
    db.orm.insert(people).values({ ...person, emailVerified: true, createdAt: at, updatedAt: at }),
    ...(passwordHash === null ? [] : setPassword(db, { personId: person.id, hash: passwordHash, now: createdAt })),
  ];
};

export type NewVisitor = Required<Omit<typeof visitors.$inferInsert, "expiresAt" | "ipAddress" | "userAgent">>;

/** The people with a proven address, the widget's install and its sessions, in one batch. */
export const insertAll = async (
  db: Db,
  cast: readonly NewPerson[],
  site: typeof sites.$inferInsert,
  sessions: readonly NewVisitor[],
): Promise<void> => {
  await db.write(
    ...cast.flatMap((person) => insertPerson(db, person)),
    db.orm.insert(sites).values(site),
    db.orm.insert(visitors).values(sessions.map((one) => ({ ...one, expiresAt: one.createdAt + 90 * day }))),
  );
};

/** Nothing of the past is owed any more: its letters count as sent. */
export const settlePast = async (db: Db): Promise<void> => {
  await db.write(
    db.orm.delete(outbox),
    db.orm.update(messages).set({ delivery: "sent" }).where(eq(messages.delivery, "queued")),
  );
};
