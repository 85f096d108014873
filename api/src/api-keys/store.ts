import type { ActorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { and, eq, isNull, lt, or } from "drizzle-orm";
import type { Call } from "../context.ts";
import type { Db } from "../db/client.ts";
import { lostStatement } from "../db/client.ts";
import { events } from "../db/schema/events.ts";
import { apiKeys } from "../db/schema/keys.ts";
import { writeOnce } from "../http/write-once.ts";
import type { Owed } from "../outbox/owe.ts";
import { owe } from "../outbox/owe.ts";
import { eventRows } from "../people/store.ts";
import type { Services } from "../services.ts";

/** Writes a key, and what is owed because of it. */
export const insertApiKey = async (
  call: Call,
  actor: ActorRef,
  key: typeof apiKeys.$inferInsert,
  owed: Owed,
): Promise<void> => {
  const { services } = call;
  const { db } = services;
  const created = {
    type: "api_key.created",
    data: { name: key.name, scopes: key.scopes, ...(key.expiresAt ? { expiresAt: key.expiresAt } : {}) },
  };
  await writeOnce(call, { id: key.id }, [
    db.orm.insert(events).values(eventRows(services, { id: key.id, version: 0 }, actor, [created])),
    db.orm.insert(apiKeys).values(key),
    owe(services, [owed]),
  ]);
  services.wake();
};

/** Whoever was later counts: requests end in any order. */
export const setLastUse = async (db: Db, id: string, now: Ms): Promise<void> => {
  const since = or(isNull(apiKeys.lastUsedAt), lt(apiKeys.lastUsedAt, now));
  await db.write(
    db.orm
      .update(apiKeys)
      .set({ lastUsedAt: now })
      .where(and(eq(apiKeys.id, id as Id<"apiKey">), since)),
  );
};

/** Ends a key for good: that is its second event, so it happens once. False when it was revoked before. */
export const commitRevocation = async (services: Services, actor: ActorRef, id: Id<"apiKey">): Promise<boolean> => {
  const { db, clock } = services;
  const revoked = { type: "api_key.revoked", data: {} };
  try {
    await db.write(
      db.orm.insert(events).values(eventRows(services, { id, version: 1 }, actor, [revoked])),
      db.orm.update(apiKeys).set({ revokedAt: clock.now() }).where(eq(apiKeys.id, id)),
    );
    return true;
  } catch (error) {
    if (lostStatement(error) === 0) return false;
    throw error;
  }
};
