import { historyPage } from "@docket/core/contract/history";
import { editMessageInput, messagePage, messageWritten } from "@docket/core/contract/message";
import {
  assigneeInput,
  messageInput,
  openTicketInput,
  statusInput,
  ticketCounts,
  ticketFilterQuery,
  ticketListQuery,
  ticketPage,
  ticketView,
  updateTicketInput,
} from "@docket/core/contract/ticket";
import { pageQuery } from "@docket/core/contract/common";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import type { Context } from "hono";
import { Hono } from "hono";
import { z } from "zod";
import type { AppEnv, Call } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { assignTicket } from "./assign-ticket.ts";
import { cancelTicket } from "./cancel-ticket.ts";
import { changeStatus } from "./change-status.ts";
import { claimTicket } from "./claim-ticket.ts";
import { closeTicket } from "./close-ticket.ts";
import { countTickets } from "./count-tickets.ts";
import { deleteMessage } from "./delete-message.ts";
import { deleteTicket } from "./delete-ticket.ts";
import { editMessage } from "./edit-message.ts";
import { getWritten } from "./get-message.ts";
import { getTicket } from "./get-ticket.ts";
import { listHistory } from "./list-history.ts";
import { listMessages } from "./list-messages.ts";
import { listTickets } from "./list-tickets.ts";
import { noteOnTicket } from "./note-on-ticket.ts";
import { openTicket } from "./open-ticket.ts";
import { reopenTicket } from "./reopen-ticket.ts";
import { replyToTicket } from "./reply-to-ticket.ts";
import { resolveTicket } from "./resolve-ticket.ts";
import { takeNext } from "./take-next.ts";
import { unassignTicket } from "./unassign-ticket.ts";
import { updateTicket } from "./update-ticket.ts";

const tag = "Tickets";
const known = { tag, access: "known" } as const;
/** A change of one ticket: whoever saw an older version is refused when they say so. */
const change = { ...known, versioned: true } as const;
const page = z.strictObject(pageQuery);

interface Written {
  readonly ticketId: Id<"ticket">;
  readonly messageId: Id<"message">;
}

const callOf = (c: Context<AppEnv>): Call => c.get("call");
const refOf = (c: Context<AppEnv>): string => c.req.param("id") ?? "";

/** Reading and opening tickets. */
const readingRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/tickets",
      ...route({ tag, summary: "List and search tickets", access: "ticket.list", answer: ticketPage }),
      query(ticketListQuery),
      async (c) => c.json(await listTickets(callOf(c), c.req.valid("query"))),
    )
    .post(
      "/tickets",
      ...route({ tag, summary: "Open a ticket", access: "ticket.open", once: true, status: 201, answer: ticketView }),
      jsonBody(openTicketInput),
      async (c) => {
        const call = callOf(c);
        const view = await once(
          c,
          () => openTicket(call, c.req.valid("json")),
          ({ ticketId }: Written) => getTicket(call, ticketId),
        );
        return c.json(view, 201);
      },
    )
    .get(
      "/tickets/counts",
      ...route({ tag, summary: "Count tickets", access: "ticket.list", answer: ticketCounts }),
      query(ticketFilterQuery),
      async (c) => c.json(await countTickets(callOf(c), c.req.valid("query"))),
    )
    .get(
      "/tickets/:id",
      ...route({ ...known, summary: "Get a ticket by id or number", answer: ticketView }),
      async (c) => c.json(await getTicket(callOf(c), refOf(c))),
    )
    .get(
      "/tickets/:id/messages",
      ...route({ ...known, summary: "Read the conversation, newest first", answer: messagePage }),
      query(page),
      async (c) => c.json(await listMessages(callOf(c), refOf(c), c.req.valid("query"))),
    )
    .get(
      "/tickets/:id/history",
      ...route({ ...known, summary: "Read what happened to a ticket, oldest first", answer: historyPage }),
      query(page),
      async (c) => c.json(await listHistory(callOf(c), refOf(c), c.req.valid("query"))),
    );

/** Changing what a ticket says and who has it. */
const editingRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .patch(
      "/tickets/:id",
      ...route({
        ...change,
        summary: "Change title, description, category, priority or tags",
        answer: ticketView,
      }),
      jsonBody(updateTicketInput),
      async (c) => c.json(await updateTicket(callOf(c), refOf(c), c.req.valid("json"))),
    )
    .delete("/tickets/:id", ...route({ ...change, summary: "Delete a ticket", status: 204 }), async (c) => {
      await deleteTicket(callOf(c), refOf(c));
      return c.body(null, 204);
    })
    .put(
      "/tickets/:id/assignee",
      ...route({ ...change, summary: "Assign a ticket to a member of the staff", answer: ticketView }),
      jsonBody(assigneeInput),
      async (c) => c.json(await assignTicket(callOf(c), refOf(c), c.req.valid("json").assigneeId)),
    )
    .delete(
      "/tickets/:id/assignee",
      ...route({ ...change, summary: "Unassign a ticket", answer: ticketView }),
      async (c) => c.json(await unassignTicket(callOf(c), refOf(c))),
    )
    .put(
      "/tickets/:id/status",
      ...route({ ...change, summary: "Set the status of a ticket", answer: ticketView }),
      jsonBody(statusInput),
      async (c) => c.json(await changeStatus(callOf(c), refOf(c), c.req.valid("json").status)),
    );

/** The steps that need nothing but the ticket. */
const steps: Readonly<Record<string, readonly [string, (call: Call, ref: string) => Promise<TicketView>]>> = {
  claim: ["Claim a ticket that nobody has", claimTicket],
  resolve: ["Mark a ticket as resolved", resolveTicket],
  close: ["Close a resolved ticket", closeTicket],
  reopen: ["Reopen a resolved or closed ticket", reopenTicket],
  cancel: ["Withdraw an open ticket", cancelTicket],
};

const stepRoutes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  const next = "Claim the most urgent ticket that nobody has, of several the one that has waited longest";
  app.post("/tickets/take-next", ...route({ ...known, summary: next, once: true, answer: ticketView }), async (c) => {
    const call = callOf(c);
    return c.json(
      await once(
        c,
        () => takeNext(call),
        ({ ticketId }: Written) => getTicket(call, ticketId),
      ),
    );
  });
  for (const [name, [summary, step]] of Object.entries(steps)) {
    app.post(`/tickets/:id/${name}`, ...route({ ...change, summary, once: true, answer: ticketView }), async (c) => {
      const call = callOf(c);
      const perform = () => step(call, refOf(c));
      return c.json(await once(c, perform, ({ ticketId }: Written) => getTicket(call, ticketId)));
    });
  }
  return app;
};

const messageRoutes = (): Hono<AppEnv> => {
  const app = new Hono<AppEnv>();
  const kinds = [
    ["replies", "Reply: the client and the staff read it", replyToTicket],
    ["notes", "Write a note that only staff read", noteOnTicket],
  ] as const;
  for (const [path, summary, write] of kinds) {
    app.post(
      `/tickets/:id/${path}`,
      ...route({ ...change, summary, once: true, status: 201, answer: messageWritten }),
      jsonBody(messageInput),
      async (c) => {
        const call = callOf(c);
        const perform = () => write(call, refOf(c), c.req.valid("json"));
        return c.json(await once(c, perform, (written: Written) => getWritten(call, written)), 201);
      },
    );
  }
  return app
    .patch(
      "/tickets/:id/messages/:messageId",
      ...route({ ...change, summary: "Change the words of your own message", answer: messageWritten }),
      jsonBody(editMessageInput),
      async (c) => c.json(await editMessage(callOf(c), refOf(c), c.req.param("messageId"), c.req.valid("json"))),
    )
    .delete(
      "/tickets/:id/messages/:messageId",
      ...route({ ...change, summary: "Delete a message: its words and files are gone", answer: messageWritten }),
      async (c) => c.json(await deleteMessage(callOf(c), refOf(c), c.req.param("messageId"))),
    );
};

export const ticketRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .route("/", readingRoutes())
    .route("/", editingRoutes())
    .route("/", stepRoutes())
    .route("/", messageRoutes());
