import type { Id } from "@docket/core/ids";
import type { Ms } from "@docket/core/time";
import { eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import type { Db } from "../db/client.ts";
import { accounts } from "../db/schema/auth.ts";

interface NewPassword {
  readonly personId: Id<"person">;
  readonly hash: string;
  readonly now: Ms;
}

/** Makes this the only password of a person; part of a write batch. */
export const setPassword = (db: Db, { personId, hash, now }: NewPassword): BatchItem<"sqlite">[] => [
  db.orm.delete(accounts).where(eq(accounts.userId, personId)),
  db.orm.insert(accounts).values({
    id: crypto.randomUUID(),
    userId: personId,
    accountId: personId,
    providerId: "credential",
    password: hash,
    createdAt: new Date(now),
    updatedAt: new Date(now),
  }),
];
