import type { ActorRef } from "@docket/core/actor";
import { and, desc, eq, notInArray, sql } from "drizzle-orm";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { lostStatement } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { identityLinks, linkCodes } from "../db/schema/keys.ts";
import { writeOnce } from "../http/write-once.ts";
import type { Owed } from "../outbox/owe.ts";
import { owe } from "../outbox/owe.ts";
import type { Statement } from "../people/store.ts";
import { eventRows } from "../people/store.ts";
import type { Services } from "../services.ts";
import type { IdentityLinkRow } from "./identity-link-row.ts";
import { isOpenCode } from "./select-identity-link.ts";

/** Codes for one account of a chat that can be used at the same time. */
const mostCodes = 3;

/** Writes a code; of the earlier ones of the same account only the latest stay. */
export const insertLinkCode = async (
  call: Call,
  code: typeof linkCodes.$inferInsert,
  result: unknown,
): Promise<void> => {
  const { db } = call.services;
  const ofAccount = eq(linkCodes.chatUser, code.chatUser);
  const latest = db.orm
    .select({ hash: linkCodes.hash })
    .from(linkCodes)
    .where(ofAccount)
    .orderBy(desc(linkCodes.expiresAt), desc(sql`rowid`))
    .limit(mostCodes);
  await writeOnce(call, result, [
    db.orm.insert(linkCodes).values(code),
    db.orm.delete(linkCodes).where(and(ofAccount, notInArray(linkCodes.hash, latest))),
  ]);
};

/** Breaks its batch when the code cannot be used: no code can be written without its columns. */
const needOpenCode = (db: Db, hash: string, now: number): Statement =>
  db.orm.insert(linkCodes).select(sql`
    SELECT NULL, NULL, NULL, NULL, NULL, NULL
    WHERE NOT EXISTS (SELECT 1 FROM ${linkCodes} WHERE ${isOpenCode(hash, now)})`);

/** Ends the link of an account to whomever it was linked. Its events are made where it is found. */
const endLink = (db: Db, chatUser: string, actor: ActorRef, now: number): Statement[] => [
  db.orm.run(sql`
    INSERT INTO ${events} (id, stream_id, seq, type, at, actor, data)
    SELECT 'evt_' || substr(${identityLinks.id}, 5), ${identityLinks.id}, 2, 'identity_link.deleted', ${now},
      ${JSON.stringify(actor)}, '{}'
    FROM ${identityLinks} WHERE ${identityLinks.chatUser} = ${chatUser}`),
  db.orm.delete(identityLinks).where(eq(identityLinks.chatUser, chatUser)),
];

/** Writes a link with what is owed because of it, and uses its code up; false when somebody was faster with the code. */
export const commitLink = async (
  call: Call,
  actor: ActorRef,
  link: IdentityLinkRow,
  codeHash: string,
  owed: Owed,
): Promise<boolean> => {
  const { services } = call;
  const { db } = services;
  const { id, chatUser, platform, personId, createdAt } = link;
  const created = { type: "identity_link.created", data: { platform, personId } };
  try {
    await writeOnce(call, { id }, [
      needOpenCode(db, codeHash, createdAt),
      db.orm.update(linkCodes).set({ usedAt: createdAt }).where(eq(linkCodes.hash, codeHash)),
      ...endLink(db, chatUser, actor, createdAt),
      db.orm.insert(events).values(eventRows(services, { id, version: 0 }, actor, [created])),
      db.orm.insert(identityLinks).values(link),
      owe(services, [owed]),
    ]);
    services.wake();
    return true;
  } catch (error) {
    if (lostStatement(error) === 0) return false;
    throw error;
  }
};

/** Deletes a link: that is its second event, so it happens once. False when it is gone already. */
export const commitUnlinking = async (
  services: Services,
  actor: ActorRef,
  { id }: Pick<IdentityLinkRow, "id">,
): Promise<boolean> => {
  const { db } = services;
  const deleted = { type: "identity_link.deleted", data: {} };
  try {
    await db.write(
      db.orm.insert(events).values(eventRows(services, { id, version: 1 }, actor, [deleted])),
      db.orm.delete(identityLinks).where(eq(identityLinks.id, id)),
    );
    return true;
  } catch (error) {
    if (lostStatement(error) === 0) return false;
    throw error;
  }
};
