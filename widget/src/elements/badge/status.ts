import { msg } from "@lit/localize";
import type { Priority, Status } from "@docket/core/tickets/ticket";
import { html } from "lit";
import type { Tone } from "./badge.ts";
import "./badge.ts";

/** The words that staff read for the status. */
export const statusText = (status: Status): string =>
  ({
    new: msg("New"),
    assigned: msg("Assigned"),
    in_progress: msg("In progress"),
    waiting: msg("Waiting"),
    resolved: msg("Resolved"),
    closed: msg("Closed"),
    cancelled: msg("Cancelled"),
  })[status];

const statusTones: Readonly<Record<Status, Tone>> = {
  new: "violet",
  assigned: "blue",
  in_progress: "blue",
  waiting: "amber",
  resolved: "green",
  closed: "grey",
  cancelled: "grey",
};

export const priorityText = (priority: Priority): string =>
  ({ low: msg("Low"), normal: msg("Normal"), high: msg("High"), urgent: msg("Urgent") })[priority];

const priorityTones: Readonly<Record<Priority, Tone>> = { low: "grey", normal: "grey", high: "amber", urgent: "red" };

export const statusBadge = (status: Status) =>
  html`<docket-badge part="status" tone=${statusTones[status]}>${statusText(status)}</docket-badge>`;

export const priorityBadge = (priority: Priority) =>
  html`<docket-badge part="priority" tone=${priorityTones[priority]}>${priorityText(priority)}</docket-badge>`;
