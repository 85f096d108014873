import { and, like } from "drizzle-orm";
import type { Call } from "../context.ts";
import { outbox } from "../db/schema/events.ts";
import { notFound } from "../http/problem.ts";
import { handlerOf } from "./handlers.ts";
import { hintStaff, parkedRow } from "./parked-query.ts";

/** Gives up a parked email, or one that is held back. Throws `resource.not_found` when there is none of this id. */
export const discardEmail = async ({ services, log }: Call, id: string): Promise<void> => {
  const { db, wake } = services;
  const { type, payload, ticketId } = outbox;
  // Whatever else is owed keeps the desk in order, so that nobody may leave it undone.
  const parked = and(parkedRow(id), like(type, "email.%"));
  const [[row]] = await db.read(db.orm.select({ type, payload, ticketId }).from(outbox).where(parked));
  if (!row) throw notFound("parked email");
  await db.write(
    db.orm.delete(outbox).where(parked),
    ...handlerOf(row).record(services, "discarded"),
    ...hintStaff(services, row.ticketId),
  );
  log.info("owed email discarded", { effect: id });
  wake();
};
