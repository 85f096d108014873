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
export const parkedListQuery = z.strictObject(pageQuery);
