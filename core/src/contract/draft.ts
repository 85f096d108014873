import { z } from "zod";
import { messageKinds } from "../tickets/message.ts";
import { attachmentView } from "./attachment.ts";
import { body, idOf, pageOf, pageQuery, time } from "./common.ts";
import { attachmentIds } from "./ticket.ts";

/** What somebody has begun to write on a ticket. Without words and files there is no draft. */
export const draftInput = z
  .strictObject({
    kind: z.enum(messageKinds),
    body,
    attachmentIds,
    seen: z.int().min(1).describe("The version of the ticket that you had before you."),
  })
  .meta({ id: "NewDraft" });
export type DraftInput = z.input<typeof draftInput>;

export const draftView = z
  .strictObject({
    ticket: z.strictObject({
      id: idOf("ticket"),
      number: z.int().min(1),
      title: z.string(),
      version: z.int().min(1).describe("When it is above `seen`, something has happened meanwhile."),
    }),
    kind: z.enum(messageKinds),
    body: z.string(),
    attachments: z.array(attachmentView).describe("Those that are still in no ticket."),
    seen: z.int().min(1),
    version: z.int().min(1).describe("Of the draft: it only grows. Send it as If-Match."),
    updatedAt: time,
  })
  .meta({ id: "Draft" });
export type DraftView = z.infer<typeof draftView>;

export const ownDraft = z.strictObject({ draft: draftView.nullable() }).meta({ id: "OwnDraft" });
export type OwnDraft = z.infer<typeof ownDraft>;

export const draftPage = pageOf(draftView).meta({ id: "DraftPage" });
export type DraftPage = z.infer<typeof draftPage>;
export const draftListQuery = z.strictObject(pageQuery);
