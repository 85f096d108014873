import { describe, expect, test } from "vitest";
import {
  agent,
  client,
  factsFor,
  freshTicket,
  keyOf,
  manager,
  opened,
  opening,
  otherClient,
  system,
  ticketIn,
  visitor,
} from "../../test/sample.ts";
import type { TicketCommand } from "./commands.ts";
import type { Facts } from "./decide.ts";
import { decide, decideOpen } from "./decide.ts";
import type { UpdateKind } from "./effects.ts";
import { effects } from "./effects.ts";
import { replay } from "./evolve.ts";
import type { Ticket } from "./ticket.ts";

const said = { id: "msg_1", kind: "reply", author: agent, body: "Good", deletedAt: null } as const;

const effectsOf = (ticket: Ticket, command: TicketCommand, actor: Facts["actor"]) => {
  const assignee = { id: agent.id, role: "agent", active: true } as const;
  const decision = decide(ticket, command, factsFor(actor, { assignee, message: said }));
  if (!decision.ok) throw new Error(decision.error.detail);
  return effects(replay(ticket, decision.value), decision.value);
};

const lettersOf = (...given: Parameters<typeof effectsOf>) =>
  effectsOf(...given).filter((effect) => effect.type === "email.send_update");

const kindsOf = (...given: Parameters<typeof effectsOf>): readonly UpdateKind[] =>
  lettersOf(...given).map((letter) => letter.kind);

const reply = { type: "reply", messageId: "msg_1" } as const;
const assign = { type: "assign", assigneeId: agent.id } as const;

describe("the letter to the client", () => {
  test.each<[Ticket, TicketCommand, UpdateKind]>([
    [ticketIn("new"), reply, "replied"],
    [ticketIn("waiting"), reply, "replied"],
    [ticketIn("new"), { type: "claim" }, "assigned"],
    [ticketIn("in_progress"), assign, "assigned"],
    [ticketIn("new"), { type: "change_status", status: "waiting" }, "status_changed"],
    [ticketIn("new"), { type: "resolve" }, "resolved"],
    [ticketIn("resolved"), { type: "close" }, "closed"],
    [ticketIn("new"), { type: "cancel" }, "cancelled"],
    [ticketIn("closed"), { type: "reopen" }, "reopened"],
    [ticketIn("new"), { type: "update", priority: "high" }, "updated"],
    [ticketIn("new"), { type: "update", title: "Out of paper", tags: ["vip"] }, "updated"],
  ])("is one for what staff did: %#", (ticket, command, kind) => {
    expect(kindsOf(ticket, command, manager)).toEqual([kind]);
    expect(kindsOf(ticket, command, keyOf(manager))).toEqual([kind]);
  });

  test.each<[Ticket, TicketCommand]>([
    [ticketIn("new"), { type: "note", messageId: "msg_1" }],
    [ticketIn("new"), { type: "update", tags: ["vip"] }],
    [ticketIn("assigned"), { type: "unassign" }],
    [ticketIn("new"), { type: "delete" }],
  ])("is not written about the desk's own business: %#", (ticket, command) => {
    expect(kindsOf(ticket, command, manager)).toEqual([]);
  });

  test.each<TicketCommand>([
    { type: "edit_message", messageId: "msg_1", body: "Better" },
    { type: "delete_message", messageId: "msg_1" },
  ])("is not written a second time for a reply that changes: $type", (command) => {
    expect(effectsOf(ticketIn("in_progress"), command, agent)).toEqual([
      { type: "realtime.hint", ticketId: freshTicket.id, audience: "client" },
      { type: "chat.route", ticketId: freshTicket.id },
    ]);
  });

  test("speaks of the answer when the answer also assigned and moved the ticket", () => {
    expect(lettersOf(ticketIn("new"), reply, agent)).toEqual([
      {
        type: "email.send_update",
        ticketId: freshTicket.id,
        kind: "replied",
        seq: 8,
        publicSeq: 2,
        messageId: "msg_1",
      },
    ]);
  });

  test("counts what the client knows of, whatever else there was and came with it", () => {
    const ticket = ticketIn("new", { publicVersion: 3 });
    expect(lettersOf(ticket, reply, agent)).toMatchObject([{ seq: 8, publicSeq: 4 }]);
    const change = { type: "update", tags: ["vip"], title: "Out of paper" } as const;
    expect(lettersOf(ticket, change, agent)).toMatchObject([{ publicSeq: 4 }]);
  });

  test("names no message when it is not about one", () => {
    expect(lettersOf(ticketIn("new"), { type: "resolve" }, agent)).toMatchObject([{ seq: 8, messageId: null }]);
  });

  test.each([client, visitor, otherClient])("does not tell a $kind what they wrote themselves", (actor) => {
    expect(kindsOf(ticketIn("waiting"), reply, actor)).toEqual([]);
    expect(kindsOf(ticketIn("resolved"), reply, actor)).toEqual([]);
    expect(kindsOf(ticketIn("new"), { type: "update", title: "Out of paper" }, actor)).toEqual([]);
  });

  test("does not tell staff about their own request what they did themselves", () => {
    const own = ticketIn("new", { requesterId: agent.id });
    expect(kindsOf(own, reply, agent)).toEqual([]);
    expect(kindsOf(own, reply, manager)).toEqual(["replied"]);
  });

  test.each([client, visitor])("is a receipt when a $kind opens, withdraws or brings back a ticket", (actor) => {
    const events = decideOpen(opening, { actor, now: opened });
    const created = {
      type: "email.send_update",
      ticketId: "tkt_1",
      kind: "created",
      seq: 1,
      publicSeq: 1,
      messageId: null,
    };
    expect(effects(replay(null, events), events)).toContainEqual(created);
    expect(kindsOf(ticketIn("new"), { type: "cancel" }, actor)).toEqual(["cancelled"]);
    expect(kindsOf(ticketIn("resolved"), { type: "reopen" }, actor)).toEqual(["reopened"]);
  });

  test("is also written about what Docket did", () => {
    expect(kindsOf(ticketIn("resolved"), { type: "close" }, system)).toEqual(["closed"]);
  });
});

describe("the hint to open screens", () => {
  test("says which version there is now, once for all events of a command", () => {
    const hints = effectsOf(ticketIn("new"), reply, agent).filter((effect) => effect.type === "realtime.hint");
    expect(hints).toEqual([{ type: "realtime.hint", ticketId: freshTicket.id, audience: "client" }]);
  });

  test("is not sent when nothing happened", () => {
    expect(effectsOf(ticketIn("assigned"), { type: "claim" }, agent)).toEqual([]);
  });

  test("is for the staff alone where nothing concerns the client", () => {
    const note = { type: "note", messageId: "msg_1" } as const;
    const hint = { type: "realtime.hint", ticketId: freshTicket.id };
    expect(effectsOf(ticketIn("new"), note, agent)).toContainEqual({ ...hint, audience: "staff" });
    expect(effectsOf(ticketIn("new"), { type: "update", tags: ["vip"] }, agent)).toContainEqual({
      ...hint,
      audience: "staff",
    });
    expect(effectsOf(ticketIn("new"), { type: "update", title: "Out", tags: ["vip"] }, agent)).toContainEqual({
      ...hint,
      audience: "client",
    });
  });
});

describe("the cards in chats", () => {
  const route = { type: "chat.route", ticketId: freshTicket.id };

  test.each<[string, Ticket, TicketCommand]>([
    ["a reply with all that follows from it", ticketIn("new"), reply],
    ["a note", ticketIn("new"), { type: "note", messageId: "msg_1" }],
    ["tags", ticketIn("new"), { type: "update", tags: ["vip"] }],
    ["the end", ticketIn("closed"), { type: "delete" }],
  ])("are looked at once after %s", (_, ticket, command) => {
    const sent = effectsOf(ticket, command, agent);
    expect(sent.filter(({ type }) => type === "chat.route")).toEqual([route]);
  });

  test("are left alone when nothing happened", () => {
    expect(effectsOf(ticketIn("assigned"), { type: "claim" }, agent)).toEqual([]);
  });
});
