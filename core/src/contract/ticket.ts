import { z } from "zod";
import { limits } from "../limits.ts";
import { ticketActions } from "../permissions/actions.ts";
import { priorities, sources, statuses } from "../tickets/ticket.ts";
import { unreachedReasons } from "../tickets/reach.ts";
import { stages } from "../tickets/transitions.ts";
import { chatPlatforms } from "../chat/platform.ts";
import { withoutCredentials } from "../text/web-address.ts";
import {
  body,
  chatId,
  email,
  idOf,
  line,
  pageOf,
  pageQuery,
  saysSomething,
  searchText,
  slug,
  tag,
  tags,
  time,
} from "./common.ts";
import { fault } from "./fault.ts";

/** Who holds a ticket, as others see them; clients see neither the address nor the id of staff. */
const assignee = z
  .strictObject({ id: idOf("person").nullable().describe("Null for clients."), name: z.string() })
  .meta({ id: "TicketAssignee" });

const requester = z
  .strictObject({
    id: idOf("person")
      .nullable()
      .describe("Null for readers who only typed the address; to them the name is the address, too."),
    name: z.string(),
    email: z.string(),
    emailProven: z.boolean().describe("Whether the address was proven when the ticket was opened."),
    unreached: z
      .enum(unreachedReasons)
      .nullable()
      .describe(
        "Why no email about it goes to them now: they were deleted, may not sign in, or whoever reads the mail there said " +
          "that it was not them who opened it. Null where email goes to them, and for clients.",
      ),
  })
  .meta({ id: "Requester" });

export const ticketSummary = z
  .strictObject({
    id: idOf("ticket"),
    number: z.int().min(1),
    title: z.string(),
    category: slug,
    priority: z.enum(priorities),
    status: z.enum(statuses),
    stage: z.enum(stages).describe("What a client reads in place of the status."),
    tags: z.array(z.string()).describe("Empty for clients."),
    source: z.enum(sources),
    requester,
    assignee: assignee.nullable(),
    createdAt: time,
    updatedAt: time,
    firstRespondedAt: time.nullable(),
    resolvedAt: time.nullable(),
    closedAt: time.nullable(),
    unread: z
      .int()
      .min(0)
      .max(limits.unread)
      .describe(
        "How many messages you have not read: to a client what staff replied, to staff what the client wrote; 100 stands for more.",
      ),
    version: z.int().min(1).describe("The number of events of this ticket that concern you; send it as If-Match."),
    can: z.array(z.enum(ticketActions)).describe("What you may do with it now."),
    nextStatuses: z.array(z.enum(statuses)).describe("The statuses you may set now."),
  })
  .meta({ id: "TicketSummary" });
export type TicketSummary = z.infer<typeof ticketSummary>;

const ticketOrigin = z.strictObject({ platform: z.enum(chatPlatforms), url: z.string() }).meta({ id: "TicketOrigin" });

export const ticketView = z
  .strictObject({
    ...ticketSummary.shape,
    description: z.string(),
    followUpOf: idOf("ticket").nullable(),
    siteId: idOf("site").nullable(),
    origin: ticketOrigin.nullable().describe("The chat message that it was made from; null for clients."),
  })
  .meta({ id: "Ticket" });
export type TicketView = z.infer<typeof ticketView>;

export const ticketPage = pageOf(ticketSummary).meta({ id: "TicketPage" });
export type TicketPage = z.infer<typeof ticketPage>;

/** Files of one's own that are in no ticket yet. */
export const attachmentIds = z
  .array(idOf("attachment"))
  .max(limits.files, fault("too_many", { max: limits.files }))
  .refine((ids) => new Set(ids).size === ids.length, fault("repeated"))
  .default([]);

export const openTicketInput = z
  .strictObject({
    title: line(limits.title),
    description: body.default("").describe("May be empty, or left out, when there are files."),
    category: slug,
    priority: z.enum(priorities).optional().describe("Staff only; `normal` when absent."),
    tags: tags.optional().describe("Staff only."),
    attachmentIds,
    requester: z
      .strictObject({ name: line(limits.name), email })
      .optional()
      .describe("Who asks: needed from a visitor, optional from staff, not allowed from a client."),
    followUpOf: idOf("ticket").optional().describe("A ticket of yours that this one continues."),
    origin: z
      .strictObject({
        platform: z.enum(chatPlatforms),
        workspaceId: chatId,
        channelId: chatId,
        messageId: chatId,
        url: z
          .url({ protocol: /^https?$/, normalize: true })
          .overwrite(withoutCredentials)
          .max(500),
      })
      .optional()
      .describe("Staff only: the chat message that it is made from. There is one ticket for each: `ticket.exists`."),
  })
  .refine(...saysSomething("description"))
  .meta({
    id: "OpenTicket",
    examples: [{ title: "Where is my order?", description: "It was due on Monday.", category: "question" }],
  });
export type OpenTicketInput = z.input<typeof openTicketInput>;

export const updateTicketInput = z
  .strictObject({
    title: line(limits.title),
    description: body.describe("May be empty when files came with it."),
    category: slug,
    priority: z.enum(priorities),
    tags,
  })
  .partial()
  .refine((input) => Object.keys(input).length > 0, fault("no_change"))
  .meta({ id: "UpdateTicket" });
export type UpdateTicketInput = z.input<typeof updateTicketInput>;

export const assigneeInput = z.strictObject({ assigneeId: idOf("person") }).meta({ id: "Assignee" });
export type AssigneeInput = z.input<typeof assigneeInput>;

export const statusInput = z.strictObject({ status: z.enum(statuses) }).meta({ id: "StatusChange" });
export type StatusInput = z.input<typeof statusInput>;

export const messageInput = z
  .strictObject({
    body: body.default("").describe("May be empty, or left out, when there are files."),
    attachmentIds,
  })
  .refine(...saysSomething("body"))
  .meta({ id: "NewMessage" });
export type MessageInput = z.input<typeof messageInput>;

export const readInput = z
  .strictObject({ seq: z.int().min(1).describe("The `seq` of the last message or event that you have seen.") })
  .meta({ id: "Read" });
export type ReadInput = z.input<typeof readInput>;

export const unreadCount = z.strictObject({ unread: z.int().min(0).max(limits.unread) }).meta({ id: "UnreadCount" });
export type UnreadCount = z.infer<typeof unreadCount>;

/** One value, or several as a comma separated list. */
const several = <T>(item: z.ZodType<T, string>) =>
  z
    .string()
    .transform((text) => text.split(",").map((part) => part.trim()))
    .pipe(z.array(item).min(1).max(20))
    .optional();

export const ticketSorts = [
  "-createdAt",
  "createdAt",
  "-updatedAt",
  "updatedAt",
  "-priority",
  "priority",
  "turn",
] as const;

const moment = z.iso.datetime({ offset: true, error: fault("time") });

const ticketFilter = {
  status: several(z.enum([...statuses, "open"])).describe(
    "One or more, comma separated; `open` is every status that is not final.",
  ),
  priority: several(z.enum(priorities)),
  category: several(slug),
  assignee: z
    .union([z.enum(["me", "none"]), idOf("person")])
    .optional()
    .describe("A person, `me` or `none`."),
  requester: z.union([z.enum(["me"]), idOf("person")]).optional(),
  tag: tag.optional(),
  createdAfter: moment.optional().describe("At this time or later."),
  createdBefore: moment
    .optional()
    .describe("Before this time, so that what is `before` and what is `after` it are all."),
  updatedAfter: moment
    .optional()
    .describe("Changed at this time or later, as `updatedAt` says: what is new since then."),
  updatedBefore: moment.optional(),
  q: searchText
    .optional()
    .describe("Words to look for in titles, descriptions and messages, or a number such as #1042."),
};

export const ticketFilterQuery = z.strictObject(ticketFilter);
export type TicketFilter = z.infer<typeof ticketFilterQuery>;

export const ticketListQuery = z.strictObject({
  ...ticketFilter,
  sort: z
    .enum(ticketSorts)
    .default("-updatedAt")
    .describe(
      "`turn` is the order in which tickets are taken: the most urgent first, of these the one that was opened first, " +
        "and last those that wait for their client.",
    ),
  ...pageQuery,
});
export type TicketListQuery = z.input<typeof ticketListQuery>;

export const ticketCounts = z
  .strictObject({
    total: z.int().min(0),
    byStatus: z.record(z.enum(statuses), z.int().min(0)),
    byPriority: z.record(z.enum(priorities), z.int().min(0)),
    open: z.int().min(0),
    unassigned: z.int().min(0).describe("Open tickets that nobody has."),
    mine: z.int().min(0).describe("Open tickets that are assigned to you."),
    unanswered: z
      .int()
      .min(0)
      .describe("Those of them in which the client waits: nobody of the staff has answered what they last said."),
  })
  .meta({ id: "TicketCounts" });
export type TicketCounts = z.infer<typeof ticketCounts>;
