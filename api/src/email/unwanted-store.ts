import { inArray } from "drizzle-orm";
import { unwanted } from "../db/schema/events.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import { mailboxOf, withoutTag } from "./mailbox-of.ts";

type Used = Pick<Services, "db" | "clock">;

/** Wishes of before dots were ignored stand under the address with its dots. */
const thisMailbox = async (email: string) =>
  inArray(unwanted.mailbox, await Promise.all([mailboxOf(email), withoutTag(email)].map(sha256)));

/** Whether nothing about tickets that others open with this address may be sent there. */
export const isUnwanted = async (db: Used["db"], email: string): Promise<boolean> => {
  const [rows] = await db.read(
    db.orm
      .select({ since: unwanted.since })
      .from(unwanted)
      .where(await thisMailbox(email)),
  );
  return rows.length > 0;
};

/** Ends emails about tickets that others open with this address, or lets them come again. */
export const setUnwanted = async ({ db, clock }: Used, email: string, wish: "stop" | "again"): Promise<void> => {
  const mailbox = await sha256(mailboxOf(email));
  await db.write(
    wish === "stop"
      ? db.orm.insert(unwanted).values({ mailbox, since: clock.now() }).onConflictDoNothing()
      : db.orm.delete(unwanted).where(await thisMailbox(email)),
  );
};
