import type { Id } from "@docket/core/ids";
import { eq } from "drizzle-orm";
import { people } from "../src/db/schema/people.ts";
import type { Caller, Desk } from "./desk.ts";

/** Somebody who may not sign in any more, and whose sessions are still there. */
export const deactivate = async ({ services: { db } }: Desk, { id }: Caller): Promise<void> => {
  await db.write(
    db.orm
      .update(people)
      .set({ active: false })
      .where(eq(people.id, id as Id<"person">)),
  );
};

/** Somebody whose address counts as not proven, and whose sessions are still there. */
export const unprove = async ({ services: { db } }: Desk, { id }: Caller): Promise<void> => {
  await db.write(
    db.orm
      .update(people)
      .set({ emailVerified: false })
      .where(eq(people.id, id as Id<"person">)),
  );
};
