import { z } from "zod";
import { chatPlatforms } from "../chat/platform.ts";
import { messageDeeds } from "../permissions/actions.ts";
import { messageKinds } from "../tickets/message.ts";
import { sources } from "../tickets/ticket.ts";
import { attachmentView } from "./attachment.ts";
import { body, idOf, pageOf, time } from "./common.ts";
import { ticketView } from "./ticket.ts";

export const deliveries = ["none", "queued", "sent", "failed"] as const;

/** Who wrote or did something. `id` is null where it would say more than the reader may know. */
export const author = z
  .strictObject({ kind: z.enum(["client", "staff", "system"]), id: z.string().nullable(), name: z.string() })
  .meta({ id: "Author" });
export type Author = z.infer<typeof author>;

/** Through what somebody acted who did not in person: a chat, a program. */
export const via = z
  .strictObject({
    chat: z.enum(chatPlatforms).nullable(),
    key: z.string().nullable().describe("The name of the API key."),
  })
  .meta({ id: "Via" });
export type Via = z.infer<typeof via>;

export const messageView = z
  .strictObject({
    id: idOf("message"),
    ticketId: idOf("ticket"),
    seq: z.int().min(1).describe("The event of the ticket that this message came with; messages are in this order."),
    kind: z.enum(messageKinds),
    source: z.enum(sources),
    author,
    via: via
      .nullable()
      .describe("The chat or the API key through which it was written, for staff; null where it was in person."),
    body: z.string().describe("Empty where it is files alone."),
    attachments: z.array(attachmentView),
    delivery: z
      .enum(deliveries)
      .describe(
        "How far the email to the client got; `none` where there is none, as `unreached` of the requester may say why.",
      ),
    createdAt: time,
    editedAt: time.nullable(),
    deletedAt: time.nullable().describe("When it was deleted: then its words and files are gone."),
    can: z.array(z.enum(messageDeeds)).describe("What you may do with it now."),
  })
  .meta({ id: "Message" });
export type MessageView = z.infer<typeof messageView>;

export const messagePage = pageOf(messageView).meta({ id: "MessagePage" });
export type MessagePage = z.infer<typeof messagePage>;

export const editMessageInput = z
  .strictObject({ body: body.describe("May be empty when the message has files.") })
  .meta({ id: "EditMessage" });
export type EditMessageInput = z.input<typeof editMessageInput>;

/** What a reply or a note answers with: the message, and the ticket as it is now. */
export const messageWritten = z
  .strictObject({ message: messageView, ticket: ticketView })
  .meta({ id: "MessageWritten" });
export type MessageWritten = z.infer<typeof messageWritten>;
