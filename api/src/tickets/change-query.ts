import { isStaffRole } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { TicketCommand } from "@docket/core/tickets/commands";
import type { Facts } from "@docket/core/tickets/decide";
import type { Ticket } from "@docket/core/tickets/ticket";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray } from "drizzle-orm";
import type { AttachmentRow } from "../attachments/bind.ts";
import { bindable, uploadersOf } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { apiKeys } from "../db/schema/keys.ts";
import { attachmentLinks, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { categories } from "../db/schema/sites.ts";
import { notFound } from "../http/problem.ts";
import type { Query } from "../db/client.ts";
import type { Change } from "./change-ticket.ts";
import type { NamedMessage } from "./message-row.ts";
import { readableMessages, selectFiles, selectMessages, selectOpeningFiles } from "./select-messages.ts";
import { selectTicket } from "./select-ticket.ts";
import { toTicket } from "./ticket-row.ts";
import type { TicketBeside } from "./view.ts";

/** What a decision depends on, and what its answer shows. */
export interface Loaded {
  readonly ticket: Ticket;
  readonly people: TicketBeside;
  /** Whether somebody has the ticket who does not work here any more. */
  readonly holderLeft: boolean;
  readonly assignee: Facts["assignee"];
  readonly assigneeName: string | null;
  readonly categoryKnown: boolean;
  /** The message that the command is to change. */
  readonly message: NamedMessage | null;
  /** The name of the key that writes a new message; null without one. */
  readonly keyName: string | null;
  /** Its files; of a description that is to be empty, those that came with it. */
  readonly files: readonly AttachmentRow[];
  /** Those that a new message, or one that is changed, gets: as far as this caller may bind them. */
  readonly newFiles: readonly AttachmentRow[];
}

const messageIn = (command: TicketCommand): Id<"message"> | null =>
  command.type === "edit_message" || command.type === "delete_message" ? command.messageId : null;

/** The files that a message is to get. */
export const newFileIds = ({
  command,
  message,
}: Pick<Change, "command"> & { readonly message?: Change["message"] | undefined }): readonly Id<"attachment">[] =>
  (command.type === "edit_message" ? command.files?.added : message?.attachmentIds) ?? [];

/** What else is looked up in the same round trip. */
interface Beside<Q extends Query> {
  /** The message that the command is to change, where its id is not known yet. */
  readonly message?: SQL;
  readonly query?: Q;
}

/**
 * Everything that a decision needs, in one round trip, and what else is asked for; throws for what does not exist. Of
 * the command, the fields count that say what has to be looked up.
 */
export const loadForChange = async <Q extends Query = Query>(
  call: Call,
  { ref, command, message }: Pick<Change, "ref" | "command" | "message">,
  beside: Beside<Q> = {},
): Promise<Loaded & { readonly beside: Q["_"]["result"] }> => {
  const { db } = call.services;
  const messageId = messageIn(command);
  const fileIds = newFileIds({ command, message });
  const about = beside.message ?? (messageId === null ? null : eq(messages.id, messageId));
  const assigneeId = command.type === "assign" ? command.assigneeId : null;
  const category = command.type === "update" ? command.category : undefined;
  const [rows, staff, known, said, saidFiles, newFiles, keys, found] = await db.read(
    selectTicket(db, call.actor, ref),
    assigneeId === null
      ? null
      : db.orm
          .select({ id: people.id, role: people.role, active: people.active, name: people.name })
          .from(people)
          .where(eq(people.id, assigneeId)),
    category === undefined
      ? null
      : db.orm.select({ id: categories.id }).from(categories).where(eq(categories.id, category)),
    about && selectMessages(db, and(readableMessages(call.actor, ref), about)),
    about
      ? selectFiles(
          db,
          inArray(attachmentLinks.messageId, db.orm.select({ id: messages.id }).from(messages).where(about)),
        )
      : command.type === "update" && command.description === ""
        ? selectOpeningFiles(db, ref)
        : null,
    fileIds.length > 0 ? bindable(db, uploadersOf(call), fileIds) : null,
    message && call.actor.kind === "key"
      ? db.orm
          .select({ name: apiKeys.name })
          .from(apiKeys)
          .where(eq(apiKeys.id, call.actor.id as Id<"apiKey">))
      : null,
    beside.query ?? null,
  );
  const row = rows[0];
  if (!row) throw notFound("ticket");
  if (about !== null && said.length === 0) throw notFound("message");
  return {
    ticket: toTicket(row.ticket),
    people: { requester: row.requester, assignee: row.assignee, unread: row.unread },
    holderLeft: row.assignee !== null && !(row.assignee.active && isStaffRole(row.assignee.role)),
    assignee: staff[0] ?? null,
    assigneeName: staff[0]?.name ?? null,
    categoryKnown: category === undefined || known.length > 0,
    message: said[0] ?? null,
    keyName: keys[0]?.name ?? null,
    files: saidFiles,
    newFiles,
    beside: found,
  };
};
