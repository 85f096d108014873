import type { TicketCommand, UpdateTicket } from "../tickets/commands.ts";
import type { Status, Ticket } from "../tickets/ticket.ts";
import { isReopening } from "../tickets/transitions.ts";
import type { MessageAction, TicketAction } from "./actions.ts";

const plain = {
  claim: "ticket.claim",
  assign: "ticket.assign",
  unassign: "ticket.unassign",
  resolve: "ticket.resolve",
  close: "ticket.close",
  reopen: "ticket.reopen",
  cancel: "ticket.cancel",
  reply: "ticket.reply",
  note: "ticket.note",
  edit_message: "message.edit",
  delete_message: "message.delete",
  delete: "ticket.delete",
} as const;

/** The action that a step into this status is in itself, beside setting a status. */
const steps: Readonly<Partial<Record<Status, TicketAction>>> = {
  resolved: "ticket.resolve",
  closed: "ticket.close",
  cancelled: "ticket.cancel",
};

const updateNeeds = ({ title, description, category, priority, tags }: UpdateTicket): readonly TicketAction[] => {
  const edits = title !== undefined || description !== undefined || category !== undefined;
  const triages = priority !== undefined || tags !== undefined;
  if (!triages) return ["ticket.update"];
  return edits ? ["ticket.triage", "ticket.update"] : ["ticket.triage"];
};

/** Everything an actor must be allowed to do so that this command may go ahead: never nothing. */
export const requiredActions = (
  ticket: Pick<Ticket, "status">,
  command: TicketCommand,
): readonly (TicketAction | MessageAction)[] => {
  if (command.type === "update") return updateNeeds(command);
  if (command.type === "change_status") {
    const step = isReopening(ticket.status, command.status) ? "ticket.reopen" : steps[command.status];
    return step === undefined ? ["ticket.set_status"] : ["ticket.set_status", step];
  }
  return [plain[command.type]];
};
