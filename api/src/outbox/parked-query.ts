import type { Id } from "@docket/core/ids";
import { and, eq, isNotNull } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { outbox } from "../db/schema/events.ts";
import type { Services } from "../services.ts";
import { owe } from "./owe.ts";

/** Names the row of this id if it is parked. */
export const parkedRow = (id: string) => and(eq(outbox.id, id as Id<"outbox">), isNotNull(outbox.parkedAt));

/** Screens show how far an email got. */
export const hintStaff = (services: Services, ticketId: Id<"ticket"> | null): readonly BatchItem<"sqlite">[] =>
  ticketId === null ? [] : [owe(services, [{ type: "realtime.hint", ticketId, audience: "staff" }])];
