import type { HistoryEntry } from "@docket/core/contract/history";
import type { Via } from "@docket/core/contract/message";
import type { Priority, Status } from "@docket/core/tickets/ticket";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import { msg, str } from "@lit/localize";
import { platformText } from "../settings/platform-text.ts";
import { priorityText, statusText } from "../../elements/badge/status.ts";

type Change = HistoryEntry["changes"][number];
/** Gives the name of a category. */
type CategoryName = (id: string) => string;

const isStatus = (text: string | null): text is Status => (statuses as readonly (string | null)[]).includes(text);
const isPriority = (text: string | null): text is Priority => (priorities as readonly (string | null)[]).includes(text);

const quoted = (text: string | null): string => (text ? msg(str`“${text}”`) : msg("nothing"));

const tagsText = ({ from, to }: Change): string => {
  const split = (text: string | null): string[] => (text ?? "").split(/[,\s]+/).filter(Boolean);
  const [before, after] = [split(from), split(to)];
  const added = after.filter((tag) => !before.includes(tag)).join(", ");
  const removed = before.filter((tag) => !after.includes(tag)).join(", ");
  if (added && removed) return msg(str`added the tags ${added} and removed ${removed}`);
  return added ? msg(str`added the tags ${added}`) : msg(str`removed the tags ${removed}`);
};

const changeText = (change: Change, categoryName: CategoryName): string => {
  const { field, from, to } = change;
  switch (field) {
    case "title":
      return msg(str`renamed it from ${quoted(from)} to ${quoted(to)}`);
    case "description":
      return msg("rewrote the description");
    case "priority":
      return isPriority(to) ? msg(str`set the priority to ${priorityText(to).toLowerCase()}`) : "";
    case "status":
      return isStatus(to) ? msg(str`set the status to ${statusText(to).toLowerCase()}`) : "";
    case "category":
      return msg(str`moved it to ${categoryName(to ?? "")}`);
    case "tags":
      return tagsText(change);
    default:
      return msg(str`changed ${field} from ${quoted(from)} to ${quoted(to)}`);
  }
};

const assigneeText = ({ actor, changes }: HistoryEntry): string => {
  const to = changes.find(({ field }) => field === "assignee")?.to;
  if (!to) return msg("gave it back to the queue");
  return to === actor.name ? msg("took it") : msg(str`assigned it to ${to}`);
};

/** Through what it was done, as words that follow; nothing where it was done in person. */
export const viaText = (via: Via | null): string => {
  if (via === null) return "";
  if (via.chat !== null) return msg(str`in ${platformText(via.chat)}`);
  return via.key === null ? msg("by API") : msg(str`with the API key ${via.key}`);
};

/** One step of a ticket's history in words that follow the name of who did it. */
export const historyText = (entry: HistoryEntry, categoryName: CategoryName): string => {
  switch (entry.type) {
    case "ticket.created":
      return msg("opened the ticket");
    case "ticket.assigned":
    case "ticket.unassigned":
      return assigneeText(entry);
    case "ticket.replied":
      return msg("replied");
    case "ticket.noted":
      return msg("wrote an internal note");
    case "ticket.message_edited":
      return msg("edited a message");
    case "ticket.message_deleted":
      return msg("deleted a message");
    case "ticket.resolved":
      return msg("resolved it");
    case "ticket.closed":
      return msg("closed it");
    case "ticket.reopened":
      return msg("reopened it");
    case "ticket.cancelled":
      return msg("cancelled it");
    case "ticket.deleted":
      return msg("deleted it");
    default:
      return entry.changes.map((change) => changeText(change, categoryName)).join(", ") || entry.type;
  }
};
