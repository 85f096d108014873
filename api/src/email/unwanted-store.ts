import type { Column, SQL } from "drizzle-orm";
import { and, eq, inArray, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { unwanted } from "../db/schema/events.ts";
import { people } from "../db/schema/people.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import { mailboxOf, withoutTag } from "./mailbox-of.ts";

type Used = Pick<Services, "db" | "clock">;

/**
 * What the mailbox of an address is known by. `before`: the same of before dots were ignored, under which a wish of that
 * time stands.
 */
export interface MailboxKeys {
  readonly now: string;
  readonly before: string;
}

export const mailboxKeys = async (email: string): Promise<MailboxKeys> => ({
  now: await sha256(mailboxOf(email)),
  before: await sha256(withoutTag(email)),
});

const isOf = ({ now, before }: MailboxKeys) => inArray(unwanted.mailbox, [now, before]);

/** The key under which a mailbox has the wish that nothing about tickets that others open with its address comes there. */
export const selectWish = (db: Db, keys: MailboxKeys) =>
  db.orm.select({ mailbox: unwanted.mailbox }).from(unwanted).where(isOf(keys)).limit(1);

/** Whether nothing about tickets that others open with an address of this mailbox may be sent there. */
export const isUnwanted = async (db: Db, keys: MailboxKeys): Promise<boolean> => {
  const [rows] = await db.read(selectWish(db, keys));
  return rows.length > 0;
};

/** The same of a person, as far as the key of their mailbox is kept with them. */
export const isDisowned = (mailbox: Column): SQL<boolean> =>
  sql`EXISTS (SELECT 1 FROM ${unwanted} WHERE ${unwanted.mailbox} = ${mailbox})`.mapWith(Boolean);

/** Keeps with a person the key under which their mailbox has that wish, so that whoever reads their tickets finds it. */
export const keepMailbox = (db: Db, email: string, keys: MailboxKeys) => {
  const mailbox = sql`coalesce(${selectWish(db, keys)}, ${keys.now})`;
  return db.orm
    .update(people)
    .set({ mailbox })
    .where(and(eq(people.email, email), sql`${people.mailbox} IS NOT ${mailbox}`));
};

/** Ends emails about tickets that others open with this address, or lets them come again. */
export const setUnwanted = async ({ db, clock }: Used, email: string, wish: "stop" | "again"): Promise<void> => {
  const keys = await mailboxKeys(email);
  await db.write(
    wish === "stop"
      ? db.orm.insert(unwanted).values({ mailbox: keys.now, since: clock.now() }).onConflictDoNothing()
      : db.orm.delete(unwanted).where(isOf(keys)),
    keepMailbox(db, email, keys),
  );
};
