import { z } from "zod";
import { updateKinds } from "../tickets/effects.ts";
import { idOf, pageOf, pageQuery, time } from "./common.ts";

/** What somebody is told of their own account, whoever did it. */
export const noticeKinds = ["password_changed", "became_admin", "key_created", "chat_linked"] as const;
export type NoticeKind = (typeof noticeKinds)[number];

/** What an email of the outbox is: news of a ticket for its client, or something else. */
export const emailKinds = [...updateKinds, ...noticeKinds, "invitation", "code", "alert"] as const;
export type EmailKind = (typeof emailKinds)[number];

const listed = {
  id: idOf("outbox"),
  type: z.string(),
  ticketId: idOf("ticket").nullable(),
  ticket: z
    .strictObject({ number: z.int().min(1), title: z.string() })
    .nullable()
    .describe("The ticket that it is about; null for what belongs to none, or to one that was deleted."),
  email: z
    .strictObject({
      kind: z.enum(emailKinds),
      to: z
        .string()
        .nullable()
        .describe("The address; null for what goes to all admins, or to somebody who was deleted."),
    })
    .nullable()
    .describe("Which email, and to whom; null for what is none."),
  attempts: z.int().describe("How often it failed; not counted is when nobody answered."),
  createdAt: time,
};
const listedEffect = z.strictObject(listed);
/** What both lists say of an effect. */
export type ListedEffect = z.infer<typeof listedEffect>;

/** An effect that failed too often and waits for an admin, or an email that is held back for a while. */
export const parkedEffect = z
  .strictObject({
    ...listed,
    lastError: z.string().nullable(),
    parkedAt: time,
    heldUntil: time.nullable().describe("When it is taken up by itself; null for what failed too often."),
    outdated: z
      .boolean()
      .describe("Whether it is an email that its ticket has made untrue since: it is not sent any more, only dropped."),
  })
  .meta({ id: "ParkedEffect" });
export type ParkedEffect = z.infer<typeof parkedEffect>;

export const parkedPage = pageOf(parkedEffect).meta({ id: "ParkedPage" });
export type ParkedPage = z.infer<typeof parkedPage>;

/** An effect that failed and is tried again by itself. */
export const retryingEffect = z
  .strictObject({
    ...listed,
    lastError: z.string(),
    nextTryAt: time,
  })
  .meta({ id: "RetryingEffect" });
export type RetryingEffect = z.infer<typeof retryingEffect>;

export const retryingPage = pageOf(retryingEffect)
  .extend({
    away: z
      .strictObject({ reason: z.string(), emails: z.int().min(0).describe("How many wait.") })
      .nullable()
      .describe(
        "Why no emails go out for now; null while they do, or none waits. Those that wait failed at nothing, and go out as soon as they can.",
      ),
  })
  .meta({ id: "RetryingPage" });
export type RetryingPage = z.infer<typeof retryingPage>;

export const outboxListQuery = z.strictObject(pageQuery);
