import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Action, TicketAction } from "../src/permissions/actions.ts";
import { messageDeeds, ticketActions } from "../src/permissions/actions.ts";
import { allowedActions, allowedDeeds, nextStatuses } from "../src/permissions/allowed-actions.ts";
import { can } from "../src/permissions/can.ts";
import { requiredActions } from "../src/permissions/required-actions.ts";
import { isForClient } from "../src/tickets/audience.ts";
import type { TicketCommand } from "../src/tickets/commands.ts";
import { effects } from "../src/tickets/effects.ts";
import type { TicketEvent, TicketEventType } from "../src/tickets/events.ts";
import { replay } from "../src/tickets/evolve.ts";
import type { Ticket } from "../src/tickets/ticket.ts";
import { statuses } from "../src/tickets/ticket.ts";
import { isLegal } from "../src/tickets/transitions.ts";
import { never, numRuns } from "./never.ts";
import { agent, otherAgent, reopenWindow } from "./sample.ts";
import type { Change, Deed, Walk } from "./walk.ts";
import { actors, attempt, messageOf, permits, plans, retell, walk } from "./walk.ts";

const changes = (walk: Walk): readonly Change[] => walk.changes;
const deeds = (walk: Walk): readonly Deed[] => walk.deeds;
/** The ticket as others could read it: after whole commands. */
const tickets = (walk: Walk): readonly Ticket[] => [walk.created.after, ...walk.deeds.map((deed) => deed.after)];

/** Whether a field that had a value has another one now. */
const rewrites = ({ before, after }: Change, ...fields: readonly (keyof Ticket)[]): boolean =>
  before !== null && fields.some((field) => before[field] !== null && before[field] !== after[field]);

const statusOf = ({ event }: Change) => ("status" in event.data ? event.data.status : null);

test("the walks go everywhere", () => {
  const walks = fc.sample(plans, { numRuns: 300, seed: 7 }).map(walk);
  const all = walks.flatMap((each) => each.deeds);
  const eventTypes: Record<TicketEventType, true> = {
    "ticket.created": true,
    "ticket.updated": true,
    "ticket.tagged": true,
    "ticket.assigned": true,
    "ticket.unassigned": true,
    "ticket.status_changed": true,
    "ticket.resolved": true,
    "ticket.closed": true,
    "ticket.reopened": true,
    "ticket.cancelled": true,
    "ticket.replied": true,
    "ticket.noted": true,
    "ticket.message_edited": true,
    "ticket.message_deleted": true,
    "ticket.deleted": true,
  };
  expect(new Set(walks.flatMap((each) => each.events.map((event) => event.type)))).toEqual(
    new Set(Object.keys(eventTypes)),
  );
  expect(new Set(all.map((deed) => deed.before.status))).toEqual(new Set(statuses));
  const doers = new Set(all.filter((deed) => deed.changes.length > 0).map((deed) => deed.actor.kind));
  expect(doers).toEqual(new Set(["visitor", "client", "staff", "key", "system"]));
  expect(new Set(all.map((deed) => deed.refusal))).toEqual(
    new Set([
      null,
      "ticket.invalid_transition",
      "ticket.already_claimed",
      "ticket.invalid_assignee",
      "ticket.reopen_window_passed",
    ]),
  );
  expect(all.some((deed) => !deed.permitted)).toBe(true);
});

describe("whatever anybody does", () => {
  test("a status changes by legal steps only, and from what it was", () => {
    never(changes, (change) => {
      const status = statusOf(change);
      if (status === null) return change.before !== null && change.before.status !== change.after.status;
      if (status.from !== change.before?.status || status.to !== change.after.status) return true;
      return status.from !== status.to && !isLegal(status.from, status.to);
    });
  });

  test("a new ticket has no assignee, an assigned one has one", () => {
    never(tickets, ({ status, assigneeId }) =>
      status === "new" ? assigneeId !== null : status === "assigned" && assigneeId === null,
    );
  });

  test("an assignee is one active member of the staff, who was there to be given it", () => {
    const able = new Set<string | null>([null, "per_agent", "per_bob", "per_manager", "per_admin", "per_linked"]);
    never(tickets, ({ assigneeId }) => !able.has(assigneeId));
    never(changes, ({ event, before, after }) =>
      event.type === "ticket.assigned" || event.type === "ticket.unassigned"
        ? event.data.assigneeId.from !== before?.assigneeId || event.data.assigneeId.to !== after.assigneeId
        : before !== null && before.assigneeId !== after.assigneeId,
    );
  });

  test("events are counted without a gap, and their number is the version", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { events, ticket } = walk(plan);
        expect(events.map((event) => event.seq)).toEqual(events.map((_, index) => index + 1));
        expect(ticket.version).toBe(events.length);
        expect(new Set(events.map((event) => event.ticketId))).toEqual(new Set([ticket.id]));
      }),
      { numRuns },
    );
  });

  test("no event leaves everything as it was", () => {
    const speaking: readonly TicketEventType[] = [
      "ticket.created",
      "ticket.replied",
      "ticket.noted",
      "ticket.message_edited",
      "ticket.message_deleted",
    ];
    never(changes, ({ event, before, after }) => {
      if (before === null || speaking.includes(event.type)) return false;
      const { updatedAt, version } = before;
      return isDeepStrictEqual({ ...after, updatedAt, version }, before);
    });
  });

  test("no change is recorded from a value to the same value, but a status that stays", () => {
    never(changes, ({ event }) =>
      event.type === "ticket.updated" || event.type === "ticket.tagged"
        ? Object.values(event.data).some((change) => isDeepStrictEqual(change.from, change.to))
        : false,
    );
  });

  test("times that are set once are never changed", () => {
    never(changes, (change) => rewrites(change, "createdAt", "firstRespondedAt", "deletedAt"));
  });

  test("the ticket was updated when its last event happened", () => {
    never(changes, ({ event, after }) => event.at !== after.updatedAt);
  });

  test("who asked, and how, never changes", () => {
    never(changes, (change) => rewrites(change, "requesterId", "siteId", "source"));
  });

  test("only acts of the one who owns the address prove it, and take the ticket from the session that typed it", () => {
    never(changes, ({ event, before, after }) => {
      if (before === null) return false;
      const byOwner = event.actor.kind === "client" && event.actor.id === before.requesterId;
      return byOwner
        ? after.visitorId !== null || !after.emailProven
        : after.visitorId !== before.visitorId || after.emailProven !== before.emailProven;
    });
  });

  test("the first answer is that of staff", () => {
    never(changes, ({ event, before, after }) => {
      if (before === null) return after.firstRespondedAt !== null;
      const isFirst = event.type === "ticket.replied" && event.data.fromStaff && before.firstRespondedAt === null;
      return after.firstRespondedAt !== (isFirst ? event.at : before.firstRespondedAt);
    });
  });

  test("words from staff come from staff, a key or Docket, and from nobody else", () => {
    never(deeds, ({ actor, changes }) => {
      const ofClients = actor.kind === "client" || actor.kind === "visitor";
      return changes.some(({ event }) => event.type === "ticket.replied" && event.data.fromStaff === ofClients);
    });
  });

  test("a ticket knows when it was solved and closed exactly while it is", () => {
    never(
      tickets,
      ({ status, resolvedAt, closedAt }) =>
        (resolvedAt !== null) !== (status === "resolved" || status === "closed") ||
        (closedAt !== null) !== (status === "closed"),
    );
  });

  test("what was cancelled stays so, and nobody touches what was deleted", () => {
    never(deeds, ({ before, after }) => before.status === "cancelled" && after.status !== "cancelled");
    never(deeds, ({ before, permitted, changes }) => before.deletedAt !== null && (permitted || changes.length > 0));
  });

  test("a second try of the same thing by the same person changes nothing more, unless it says something", () => {
    const repeatable: readonly TicketCommand["type"][] = ["reply", "note", "delete"];
    never(deeds, ({ actor, command, changes, after, messages, now }) => {
      if (changes.length === 0 || repeatable.includes(command.type)) return false;
      const again = attempt(after, { actor, command }, now, retell(messages, command, changes));
      return !again.ok || again.value.length > 0;
    });
  });

  test("replaying the events gives the ticket, also after a journey through JSON", () => {
    fc.assert(
      fc.property(plans, (plan) => {
        const { events, ticket } = walk(plan);
        expect(replay(null, events)).toStrictEqual(ticket);
        expect(replay(null, JSON.parse(JSON.stringify(events)) as TicketEvent[])).toStrictEqual(ticket);
      }),
      { numRuns },
    );
  });

  test("a command sends one hint, looks at the cards once, and writes at most one letter", () => {
    never(deeds, ({ command, changes, before, after }) => {
      const sent = effects(
        after,
        changes.map((change) => change.event),
      );
      const letters = sent.filter((effect) => effect.type === "email.send_update");
      const hints = sent.filter((effect) => effect.type === "realtime.hint");
      const routes = sent.filter((effect) => effect.type === "chat.route");
      if (changes.length === 0) return sent.length > 0;
      const silent: readonly TicketCommand["type"][] = ["note", "edit_message", "delete_message"];
      if (silent.includes(command.type) && letters.length > 0) return true;
      const aboutIt = letters.every((letter) => letter.seq > before.version && letter.seq <= after.version);
      const once = [hints, routes].every((list) => list.length === 1 && list[0]?.ticketId === after.id);
      return letters.length > 1 || !once || !aboutIt;
    });
  });

  test("a client sees nothing move but what concerns them", () => {
    never(changes, ({ event, before, after }) => {
      if (before === null) return after.publicVersion !== 1;
      const { tags: _, version: __, updatedAt: ___, ...seen } = before;
      if (isForClient(event))
        return after.publicVersion !== before.publicVersion + 1 || after.publicUpdatedAt !== event.at;
      return !isDeepStrictEqual({ ...after, ...seen }, after);
    });
  });

  test("a letter speaks of what concerns the client, and so does a hint to them", () => {
    never(deeds, ({ changes: done, after }) => {
      const events = done.map(({ event }) => event);
      const forClient = events.filter(isForClient);
      return effects(after, events).some((effect) => {
        if (effect.type === "email.send_update") return !forClient.some(({ seq }) => seq === effect.seq);
        return effect.type === "realtime.hint" && (effect.audience === "client") !== forClient.length > 0;
      });
    });
  });

  test("the client's side never gets its own words as a letter", () => {
    never(deeds, ({ actor, changes, after }) => {
      if (actor.kind !== "client" && actor.kind !== "visitor") return false;
      const sent = effects(
        after,
        changes.map((change) => change.event),
      );
      return sent.some((effect) => effect.type === "email.send_update" && effect.messageId !== null);
    });
  });
});

describe("what is offered", () => {
  const note = { messageId: "msg_1" } as const;

  /** Commands of which at least one works when the action is offered. Reading has none: it only needs leave. */
  const examples = (ticket: Ticket): Readonly<Record<TicketAction, readonly TicketCommand[] | null>> => ({
    "ticket.read": null,
    "ticket.read_history": null,
    "ticket.read_internal": null,
    "ticket.update": [{ type: "update", description: `${ticket.description}!` }],
    "ticket.triage": [{ type: "update", priority: ticket.priority === "low" ? "high" : "low" }],
    "ticket.claim": [{ type: "claim" }],
    "ticket.assign": [{ type: "assign", assigneeId: ticket.assigneeId === agent.id ? otherAgent.id : agent.id }],
    "ticket.unassign": [{ type: "unassign" }],
    "ticket.set_status": statuses.map((status) => ({ type: "change_status", status })),
    "ticket.resolve": [{ type: "resolve" }],
    "ticket.close": [{ type: "close" }],
    "ticket.reopen": [{ type: "reopen" }],
    "ticket.cancel": [{ type: "cancel" }],
    "ticket.reply": [{ type: "reply", ...note }],
    "ticket.note": [{ type: "note", ...note }],
    "ticket.delete": [{ type: "delete" }],
  });

  test("is what works, no more and no less", () => {
    fc.assert(
      fc.property(plans, actors, (plan, actor) => {
        const { ticket, deeds, messages } = walk(plan);
        const now = (deeds.at(-1)?.now ?? ticket.createdAt) + 1;
        const works = (command: TicketCommand): boolean => {
          if (!permits(actor, ticket, command, messages)) return false;
          const decision = attempt(ticket, { actor, command }, now, messages);
          return decision.ok && decision.value.length > 0;
        };
        const examplesOf = examples(ticket);
        const working = ticketActions.filter((action) => examplesOf[action]?.some(works) ?? can(actor, action, ticket));
        const moment = { now, reopenWindow };
        expect(allowedActions(actor, ticket, moment)).toEqual(working);
        expect(nextStatuses(actor, ticket, moment)).toEqual(
          statuses.filter((status) => works({ type: "change_status", status })),
        );
        for (const message of messages.values()) {
          const { id: messageId, body } = message;
          const deeds = {
            edit: { type: "edit_message", messageId, body: `${body}!` },
            delete: { type: "delete_message", messageId },
          } as const;
          expect(allowedDeeds(actor, ticket, message, moment)).toEqual(
            messageDeeds.filter((deed) => works(deeds[deed])),
          );
        }
      }),
      { numRuns: 300 },
    );
  });

  test("has everything that anybody did", () => {
    never(deeds, ({ actor, command, before, messages, changes, now }) => {
      if (changes.length === 0) return false;
      const moment = { now, reopenWindow };
      const message = messageOf(messages, command);
      const deeds = message === null ? [] : allowedDeeds(actor, before, message, moment);
      const offered: readonly Action[] = [
        ...allowedActions(actor, before, moment),
        ...deeds.map((deed) => `message.${deed}` as const),
      ];
      return !requiredActions(before, command).every((action) => offered.includes(action));
    });
  });
});
