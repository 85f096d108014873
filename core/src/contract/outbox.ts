import { z } from "zod";
import { idOf, pageOf, pageQuery, time } from "./common.ts";

/** An effect that failed too often and waits for an admin, or an email that is held back for a while. */
export const parkedEffect = z
  .strictObject({
    id: idOf("outbox"),
    type: z.string(),
    ticketId: idOf("ticket").nullable(),
    attempts: z.int(),
    lastError: z.string().nullable(),
    createdAt: time,
    parkedAt: time,
    heldUntil: time.nullable().describe("When it is taken up by itself; null for what failed too often."),
  })
  .meta({ id: "ParkedEffect" });
export type ParkedEffect = z.infer<typeof parkedEffect>;

export const parkedPage = pageOf(parkedEffect).meta({ id: "ParkedPage" });
export type ParkedPage = z.infer<typeof parkedPage>;

/** An effect that failed and is tried again by itself. */
export const retryingEffect = z
  .strictObject({
    id: idOf("outbox"),
    type: z.string(),
    ticketId: idOf("ticket").nullable(),
    attempts: z.int().describe("How often it failed; not counted is when nobody answered."),
    lastError: z.string(),
    createdAt: time,
    nextTryAt: time,
  })
  .meta({ id: "RetryingEffect" });
export type RetryingEffect = z.infer<typeof retryingEffect>;

export const retryingPage = pageOf(retryingEffect).meta({ id: "RetryingPage" });
export type RetryingPage = z.infer<typeof retryingPage>;

export const outboxListQuery = z.strictObject(pageQuery);
