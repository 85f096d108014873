import { z } from "zod";
import { botTroubles } from "../chat/bot-trouble.ts";
import type { CardView } from "../chat/card.ts";
import { cardOffers } from "../chat/card.ts";
import { chatPlatforms } from "../chat/platform.ts";
import { limits } from "../limits.ts";
import { unreachedReasons } from "../tickets/reach.ts";
import { priorities, statuses } from "../tickets/ticket.ts";
import { attachmentView } from "./attachment.ts";
import { body, chatId, idOf, pageOf, pageQuery, saysSomething, time } from "./common.ts";
import { messageKinds } from "../tickets/message.ts";
import { messageView } from "./message.ts";
import { ticketView } from "./ticket.ts";
import { fault } from "./fault.ts";

/** The thread of a card. */
export const chatThread = {
  platform: z.enum(chatPlatforms),
  workspaceId: chatId,
  channelId: chatId,
  threadId: chatId,
};

export const threadQuery = z.strictObject(chatThread);
export type ThreadQuery = z.input<typeof threadQuery>;

/** A message of a chat of which a ticket may have been made. */
export const madeQuery = z.strictObject({
  platform: chatThread.platform,
  workspaceId: chatId,
  channelId: chatId,
  messageId: chatId,
});
export type MadeQuery = z.input<typeof madeQuery>;

/** The ticket that was made of it, and where it is in the dashboard. */
export const madeTicket = z
  .strictObject({ id: idOf("ticket"), number: z.int(), title: z.string(), url: z.string() })
  .meta({ id: "MadeTicket" });
export type MadeTicket = z.infer<typeof madeTicket>;

/** A message in the channel or the thread of a card, which Docket may have sent. */
export const shownQuery = z.strictObject({
  ...chatThread,
  messageId: chatId.describe("The chat's id of it, or of a file that stands in a message of its own."),
});
export type ShownQuery = z.input<typeof shownQuery>;

/** What a message that Docket sent to a thread shows. */
export const shownMessage = z
  .strictObject({
    ticket: madeTicket,
    said: z
      .strictObject({
        body: z.string(),
        email: z.string().nullable().describe("The address of the client who wrote it; null where somebody else did."),
        attachments: z.array(attachmentView).describe("Those that came with what a client wrote."),
      })
      .nullable()
      .describe("What somebody said, as it is now. Null for the card, and for what the desk itself tells."),
  })
  .meta({ id: "ShownMessage" });
export type ShownMessage = z.infer<typeof shownMessage>;

/** Of which ticket the card is asked for. */
export const cardQuery = z.strictObject({ ticketId: idOf("ticket") });
export type CardQuery = z.input<typeof cardQuery>;

/** Everything that the card of a ticket shows. Times are in milliseconds. */
export const chatCard: z.ZodType<CardView> = z
  .strictObject({
    ticketId: idOf("ticket"),
    number: z.int(),
    title: z.string(),
    excerpt: z.string(),
    url: z.string(),
    requester: z.string(),
    emailProven: z.boolean(),
    unreached: z.enum(unreachedReasons).nullable(),
    category: z.string(),
    priority: z.enum(priorities),
    status: z.enum(statuses),
    tags: z.array(z.string()),
    assignee: z.string().nullable(),
    createdAt: z.int(),
    lastMessage: z
      .strictObject({ author: z.string(), kind: z.enum(messageKinds), excerpt: z.string(), at: z.int() })
      .nullable(),
    offers: z.array(z.enum(cardOffers)),
    nextStatuses: z.array(z.enum(statuses)),
    deleted: z.boolean(),
  })
  .meta({ id: "Card" });

/** Cards of a platform, a workspace or a channel, or the card of one thread. */
export const followQuery = z.strictObject({ ...z.strictObject(chatThread).partial().shape, ...pageQuery });

const tooManyFiles = fault("too_many", { max: limits.files });

/** Something that was written in the thread of a card. The channel's mode says whether it is a note or a reply. */
export const relayInput = z
  .strictObject({
    ...chatThread,
    messageId: chatId.describe("The chat's id of it: the same message is taken once."),
    body: body.describe("May be empty when there are files."),
    attachmentIds: z.array(idOf("attachment")).max(limits.files, tooManyFiles).default([]),
    fileIds: z
      .array(chatId)
      .optional()
      .describe("The chat's ids of these files, in the same order: by them it is followed which are taken out there."),
  })
  .refine(...saysSomething("body"))
  .meta({ id: "RelayedMessage" });
export type RelayInput = z.input<typeof relayInput>;

export const relayEditInput = z
  .strictObject({
    ...chatThread,
    messageId: chatId,
    body: body.optional().describe("Left out when the words are as they were; may be empty when there are files."),
    files: z
      .array(z.strictObject({ fileId: chatId, attachmentId: idOf("attachment").optional() }))
      .max(limits.files, tooManyFiles)
      .optional()
      .describe(
        "The files that it has now, by the chat's ids, with what one that was added became. Others are taken out.",
      ),
    editedAt: time
      .optional()
      .describe(
        "When they did it, as the chat says: nothing that is older is taken after it. " +
          "Without words and files it says that they were told of a change that it was not taken.",
      ),
  })
  .meta({ id: "RelayedEdit" });
export type RelayEditInput = z.input<typeof relayEditInput>;

export const relayDeleteQuery = z.strictObject({ ...chatThread, messageId: chatId });
export type RelayDeleteQuery = z.input<typeof relayDeleteQuery>;

/** What became of it. */
export const relayedView = z.strictObject({ message: messageView, ticket: ticketView }).meta({ id: "Relayed" });
export type RelayedView = z.infer<typeof relayedView>;

/** A card whose thread is listened to; for catching up after a bot was away. */
export const followedCard = z
  .strictObject({
    ...chatThread,
    ticketId: idOf("ticket"),
    lastMessageId: z.string().nullable().describe("The newest message that the desk took from the thread."),
    followedUntil: time.describe("What people did in the channel before this is followed; what came after may not be."),
  })
  .meta({ id: "FollowedCard" });
export type FollowedCard = z.infer<typeof followedCard>;

export const followedPage = pageOf(followedCard).meta({ id: "FollowedCardPage" });
export type FollowedPage = z.infer<typeof followedPage>;

/** A workspace, or all those of a platform in which the bot is. */
export const followedInput = z
  .strictObject({ platform: chatThread.platform, workspaceId: chatId.optional() })
  .meta({ id: "Followed" });
export type FollowedInput = z.input<typeof followedInput>;

/** A channel to which something happened in its chat; without one, the workspace itself. */
export const changedInput = z
  .strictObject({ platform: chatThread.platform, workspaceId: chatId, channelId: chatId.optional() })
  .meta({ id: "Changed" });
export type ChangedInput = z.input<typeof changedInput>;

/** Channels in which cards are shown, of a platform or of one of its workspaces. */
export const connectedQuery = z.strictObject({ ...followedInput.shape, ...pageQuery });

/** A channel in which cards are shown: in threads of others nobody talks of tickets. */
export const connectedChannel = z
  .strictObject({ platform: chatThread.platform, workspaceId: chatId, channelId: chatId })
  .meta({ id: "ConnectedChannel" });

export const connectedPage = pageOf(connectedChannel).meta({ id: "ConnectedChannelPage" });
export type ConnectedPage = z.infer<typeof connectedPage>;

/** What was taken from a thread, or one message of it. */
export const takenQuery = z.strictObject({ ...chatThread, messageId: chatId.optional(), ...pageQuery });
export type TakenQuery = z.input<typeof takenQuery>;

/** A file of a message of a thread; null for `attachmentId` once it was taken out. */
const takenFile = z.strictObject({ fileId: z.string(), attachmentId: idOf("attachment").nullable() });
export type TakenFile = z.infer<typeof takenFile>;

/** A message of a thread that the desk has. */
export const takenMessage = z
  .strictObject({
    messageId: z.string(),
    kind: z.enum(messageKinds),
    userId: z.string().nullable().describe("An account of its author in that chat; null when they have none any more."),
    files: z
      .array(takenFile)
      .nullable()
      .describe("All files that it had in the chat; null when it was taken before these were kept."),
    editedAt: time
      .nullable()
      .describe("When its author made the newest change that was taken, or of which they were told that it was not."),
  })
  .meta({ id: "TakenMessage" });
export type TakenMessage = z.infer<typeof takenMessage>;

export const takenPage = pageOf(takenMessage).meta({ id: "TakenMessagePage" });
export type TakenPage = z.infer<typeof takenPage>;

/** That a bot is there, in a workspace or in all those of a platform, and what keeps it from hearing. */
export const botInput = z
  .strictObject({
    ...followedInput.shape,
    trouble: z
      .enum(botTroubles)
      .nullable()
      .describe("Why it does not hear what people do; null while it is connected."),
  })
  .meta({ id: "BotReport" });
export type BotInput = z.input<typeof botInput>;
