import type { PersonView } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Status } from "@docket/core/tickets/ticket";
import { restingStatus } from "@docket/core/tickets/transitions";
import { msg, str } from "@lit/localize";
import { statusText } from "../../elements/badge/status.ts";
import { attempt } from "../app/attempt.ts";
import type { Desk } from "../app/desk.ts";
import type { TicketStore } from "./ticket-store.ts";

type PersonRef = Pick<PersonView, "id" | "name">;

/** The person who is signed in, as a ticket names them. */
const myself = (desk: Desk): PersonRef | null => {
  const { me } = desk.session;
  return me && { id: me.id as PersonRef["id"], name: me.name ?? me.email ?? "" };
};

const held = (ticket: TicketView, assignee: PersonRef | null): Partial<TicketView> => ({
  assignee,
  ...(ticket.status === "new" || ticket.status === "assigned"
    ? { status: restingStatus(assignee && assignee.id) }
    : {}),
});

/** Takes the ticket: nobody else may have it. */
export const claim = (desk: Desk, store: TicketStore, ticket: TicketView): Promise<boolean> =>
  attempt(
    desk,
    () =>
      store.act((client, params) => client.request("POST /tickets/{id}/claim", { params }), held(ticket, myself(desk))),
    msg(str`#${ticket.number} is yours.`),
  );

/** Gives the ticket to somebody, or back to the queue. */
export const assign = (
  desk: Desk,
  store: TicketStore,
  ticket: TicketView,
  assignee: PersonRef | null,
): Promise<boolean> =>
  attempt(
    desk,
    () =>
      store.act(
        (client, params) =>
          assignee === null
            ? client.request("DELETE /tickets/{id}/assignee", { params })
            : client.request("PUT /tickets/{id}/assignee", { params, body: { assigneeId: assignee.id } }),
        held(ticket, assignee),
      ),
    assignee === null
      ? msg(str`#${ticket.number} is back in the queue.`)
      : msg(str`#${ticket.number} is with ${assignee.name}.`),
  );

export const setStatus = (desk: Desk, store: TicketStore, ticket: TicketView, status: Status): Promise<boolean> =>
  attempt(
    desk,
    () =>
      store.act((client, params) => client.request("PUT /tickets/{id}/status", { params, body: { status } }), {
        status,
      }),
    msg(str`#${ticket.number} is now “${statusText(status)}”.`),
  );

/** Brings a ticket to an end, or back. */
export const finish = (
  desk: Desk,
  store: TicketStore,
  ticket: TicketView,
  end: "resolve" | "close" | "reopen" | "cancel",
): Promise<boolean> => {
  const said = {
    resolve: msg(str`#${ticket.number} is resolved.`),
    close: msg(str`#${ticket.number} is closed.`),
    reopen: msg(str`#${ticket.number} is open again.`),
    cancel: msg(str`#${ticket.number} is cancelled.`),
  };
  const expected = {
    resolve: "resolved",
    close: "closed",
    reopen: restingStatus(ticket.assignee && ticket.assignee.id),
    cancel: "cancelled",
  } as const;
  return attempt(
    desk,
    () =>
      store.act((client, params) => client.request(`POST /tickets/{id}/${end}`, { params }), { status: expected[end] }),
    said[end],
  );
};
