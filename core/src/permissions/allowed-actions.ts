import type { Actor } from "../actor.ts";
import type { Id } from "../ids.ts";
import type { Ms } from "../time.ts";
import type { TicketCommand } from "../tickets/commands.ts";
import { decide } from "../tickets/decide.ts";
import type { Message } from "../tickets/message.ts";
import type { Status, Ticket } from "../tickets/ticket.ts";
import { statuses } from "../tickets/ticket.ts";
import type { MessageDeed, TicketAction } from "./actions.ts";
import { messageDeeds, ticketActions } from "./actions.ts";
import { can } from "./can.ts";
import { requiredActions } from "./required-actions.ts";

const someone = "per_someone" as Id<"person">;
const some = "msg_some" as Id<"message">;

/** A command that stands for each action; an action without one changes nothing, so it is never illegal. */
const probes: Readonly<Partial<Record<TicketAction, (ticket: Ticket) => TicketCommand>>> = {
  "ticket.update": (ticket) => ({ type: "update", title: `${ticket.title}.` }),
  "ticket.claim": () => ({ type: "claim" }),
  "ticket.assign": () => ({ type: "assign", assigneeId: someone }),
  "ticket.unassign": () => ({ type: "unassign" }),
  "ticket.resolve": () => ({ type: "resolve" }),
  "ticket.close": () => ({ type: "close" }),
  "ticket.reopen": () => ({ type: "reopen" }),
  "ticket.cancel": () => ({ type: "cancel" }),
  "ticket.reply": () => ({ type: "reply", messageId: some }),
  "ticket.note": () => ({ type: "note", messageId: some }),
  "ticket.delete": () => ({ type: "delete" }),
};

interface Moment {
  readonly now: Ms;
  readonly reopenWindow: Ms;
}

const wouldDo = (
  actor: Actor,
  ticket: Ticket,
  command: TicketCommand,
  moment: Moment,
  message: Message | null = null,
): boolean => {
  if (actor.kind === "anonymous") return false;
  const assignee = { id: someone, role: "agent", active: true } as const;
  const decision = decide(ticket, command, { ...moment, actor, assignee, message });
  return decision.ok && decision.value.length > 0;
};

/** The statuses that this actor may move this ticket to now. */
export const nextStatuses = (actor: Actor, ticket: Ticket, moment: Moment): readonly Status[] =>
  statuses.filter((status) => {
    const command: TicketCommand = { type: "change_status", status };
    return (
      requiredActions(ticket, command).every((action) => can(actor, action, ticket, null)) &&
      wouldDo(actor, ticket, command, moment)
    );
  });

/** What this actor may do with this ticket now and would change something: what screens and bots offer. */
export const allowedActions = (actor: Actor, ticket: Ticket, moment: Moment): readonly TicketAction[] =>
  ticketActions.filter((action) => {
    if (!can(actor, action, ticket)) return false;
    if (action === "ticket.set_status") return nextStatuses(actor, ticket, moment).length > 0;
    const probe = probes[action];
    return probe === undefined || wouldDo(actor, ticket, probe(ticket), moment);
  });

const deedProbes: Readonly<Record<MessageDeed, (message: Message) => TicketCommand>> = {
  edit: ({ id, body }) => ({ type: "edit_message", messageId: id, body: `${body}.` }),
  delete: ({ id }) => ({ type: "delete_message", messageId: id }),
};

/** What this actor may do with this message of this ticket now. */
export const allowedDeeds = (actor: Actor, ticket: Ticket, message: Message, moment: Moment): readonly MessageDeed[] =>
  messageDeeds.filter(
    (deed) =>
      can(actor, `message.${deed}`, ticket, message) &&
      wouldDo(actor, ticket, deedProbes[deed](message), moment, message),
  );
