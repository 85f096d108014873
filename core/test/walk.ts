import fc from "fast-check";
import type { Actor, ClientActor, KeyActor, StaffActor, VisitorActor } from "../src/actor.ts";
import { keyScopes } from "../src/actor.ts";
import { can } from "../src/permissions/can.ts";
import { requiredActions } from "../src/permissions/required-actions.ts";
import { day, hour, minute } from "../src/time.ts";
import type { OpenTicket, TicketCommand, UpdateTicket } from "../src/tickets/commands.ts";
import type { Facts } from "../src/tickets/decide.ts";
import { decide, decideOpen } from "../src/tickets/decide.ts";
import type { TicketEvent } from "../src/tickets/events.ts";
import { evolve } from "../src/tickets/evolve.ts";
import type { Message } from "../src/tickets/message.ts";
import type { Ticket } from "../src/tickets/ticket.ts";
import { priorities, sources, statuses } from "../src/tickets/ticket.ts";
import {
  admin,
  agent,
  client,
  manager,
  opened,
  otherAgent,
  otherClient,
  reopenWindow,
  staff,
  visitor,
} from "./sample.ts";

/** Everybody whom a ticket may be given to, and some to whom it may not. */
const people: readonly NonNullable<Facts["assignee"]>[] = [
  { id: agent.id, role: "agent", active: true },
  { id: otherAgent.id, role: "agent", active: true },
  { id: manager.id, role: "manager", active: true },
  { id: admin.id, role: "admin", active: true },
  { id: "per_gone", role: "agent", active: false },
  { id: client.id, role: "client", active: true },
];
const find = (id: string) => people.find((person) => person.id === id) ?? null;

export const staffActors: fc.Arbitrary<StaffActor> = fc.constantFrom(agent, otherAgent, manager, admin);

const visitors: fc.Arbitrary<VisitorActor> = fc.constantFrom(visitor, { ...visitor, id: "vis_other" });

const clients: fc.Arbitrary<ClientActor> = fc.constantFrom(
  client,
  otherClient,
  { ...otherClient, visitorId: visitor.id },
  { ...client, visitorId: "vis_other" },
);

export const keys: fc.Arbitrary<KeyActor> = fc.record({
  kind: fc.constant("key"),
  id: fc.constantFrom("key_1", "key_2"),
  scopes: fc.oneof({ weight: 3, arbitrary: fc.constant(keyScopes) }, fc.subarray([...keyScopes])),
  platform: fc.constantFrom(null, "slack" as const, "discord" as const),
  onBehalfOf: fc.option(fc.oneof(staffActors, fc.constant(staff("agent", "linked")))),
});

const systems = fc.record({
  kind: fc.constant("system" as const),
  name: fc.constantFrom("sla", "automation", "email", "maintenance"),
});

/** Anybody who may act, staff most often. */
export const actors: fc.Arbitrary<Facts["actor"]> = fc.oneof(
  { weight: 5, arbitrary: staffActors },
  { weight: 2, arbitrary: clients },
  { weight: 1, arbitrary: visitors },
  { weight: 2, arbitrary: keys },
  { weight: 1, arbitrary: systems },
);

const text = fc.constantFrom("a", "b", "c");
const tags = fc.array(fc.constantFrom("vip", "eu", "late"), { maxLength: 4 });

const updates: fc.Arbitrary<UpdateTicket> = fc
  .record(
    { title: text, description: text, category: text, priority: fc.constantFrom(...priorities), tags },
    { requiredKeys: [] },
  )
  .map((changes) => ({ type: "update", ...changes }));

const assignees = fc.constantFrom(...people.map((person) => person.id), "per_unknown" as const);
const message = fc.constantFrom("msg_1", "msg_2");

const commands: fc.Arbitrary<TicketCommand> = fc.oneof(
  { weight: 8, arbitrary: fc.record({ type: fc.constant("reply"), messageId: message }) },
  { weight: 8, arbitrary: fc.record({ type: fc.constant("change_status"), status: fc.constantFrom(...statuses) }) },
  { weight: 4, arbitrary: fc.record({ type: fc.constant("assign"), assigneeId: assignees }) },
  { weight: 4, arbitrary: updates },
  { weight: 3, arbitrary: fc.constantFrom({ type: "claim" }, { type: "unassign" }) },
  { weight: 9, arbitrary: fc.constantFrom({ type: "resolve" }, { type: "close" }, { type: "reopen" }) },
  { weight: 2, arbitrary: fc.record({ type: fc.constant("note"), messageId: message }) },
  { weight: 6, arbitrary: fc.record({ type: fc.constant("edit_message"), messageId: message, body: text }) },
  { weight: 3, arbitrary: fc.record({ type: fc.constant("delete_message"), messageId: message }) },
  { weight: 1, arbitrary: fc.constantFrom({ type: "cancel" }, { type: "delete" }) },
);

const openings: fc.Arbitrary<OpenTicket> = fc.record({
  type: fc.constant("open"),
  ticketId: fc.constant("tkt_1"),
  title: text,
  description: text,
  category: text,
  priority: fc.constantFrom(...priorities),
  tags,
  requesterId: fc.constantFrom(client.id, otherClient.id, agent.id),
  visitorId: fc.option(fc.constantFrom(visitor.id)),
  siteId: fc.constantFrom(null, "site_shop"),
  origin: fc.constantFrom(null, { platform: "slack" as const, url: "https://chat.test/1" }),
  source: fc.constantFrom(...sources),
  emailProven: fc.boolean(),
  followUpOf: fc.constantFrom(null, "tkt_0"),
});

interface Wish {
  readonly actor: Facts["actor"];
  readonly command: TicketCommand;
  /** Milliseconds since the wish before. */
  readonly wait: number;
}

interface Plan {
  readonly opening: OpenTicket;
  readonly opener: Facts["actor"];
  readonly wishes: readonly Wish[];
}

/** Somebody opens a ticket, then all sorts of people want all sorts of things. */
export const plans: fc.Arbitrary<Plan> = fc.record({
  opening: openings,
  opener: actors,
  wishes: fc.array(
    fc.record({ actor: actors, command: commands, wait: fc.constantFrom(0, 1, minute, hour, day, reopenWindow + 1) }),
    { maxLength: 25, size: "max" },
  ),
});

/** One event and what it did. */
export interface Change {
  readonly event: TicketEvent;
  readonly before: Ticket | null;
  readonly after: Ticket;
}

/** The messages of a ticket by their ids. */
export type Messages = ReadonlyMap<string, Message>;

/** A wish and what came of it; a wish that was not permitted or not possible changes nothing. */
export interface Deed extends Wish {
  readonly now: number;
  readonly before: Ticket;
  /** The messages as they were before. */
  readonly messages: Messages;
  readonly permitted: boolean;
  readonly refusal: string | null;
  readonly changes: readonly Change[];
  readonly after: Ticket;
}

export interface Walk {
  readonly created: Change;
  readonly deeds: readonly Deed[];
  readonly changes: readonly Change[];
  readonly events: readonly TicketEvent[];
  readonly ticket: Ticket;
  readonly messages: Messages;
}

const follow = (ticket: Ticket | null, events: readonly TicketEvent[]): readonly Change[] => {
  let before = ticket;
  return events.map((event) => {
    const after = evolve(before, event);
    const change = { event, before, after };
    before = after;
    return change;
  });
};

/** The message that a command is about, if the ticket has it. */
export const messageOf = (messages: Messages, command: TicketCommand): Message | null =>
  "messageId" in command ? (messages.get(command.messageId) ?? null) : null;

export const permits = (actor: Actor, ticket: Ticket, command: TicketCommand, messages: Messages): boolean =>
  requiredActions(ticket, command).every((action) => can(actor, action, ticket, messageOf(messages, command)));

/** What the API does with a wish: looks things up, asks whether the actor may, decides. */
export const attempt = (
  ticket: Ticket,
  { actor, command }: Pick<Wish, "actor" | "command">,
  now: number,
  messages: Messages,
) => {
  const assignee = command.type === "assign" ? find(command.assigneeId) : null;
  return decide(ticket, command, { actor, now, reopenWindow, assignee, message: messageOf(messages, command) });
};

/** The messages after something happened, as a store of them would have them. */
export const retell = (messages: Messages, command: TicketCommand, changes: readonly Change[]): Messages => {
  const after = new Map(messages);
  for (const { event } of changes) {
    const { data, at } = event;
    if (!("messageId" in data)) continue;
    const { messageId: id } = data;
    const said = after.get(id);
    if (event.type === "ticket.message_edited" && said && command.type === "edit_message") {
      after.set(id, { ...said, body: command.body });
    } else if (event.type === "ticket.message_deleted" && said) {
      after.set(id, { ...said, body: "", deletedAt: at });
    } else {
      const kind = event.type === "ticket.noted" ? "note" : "reply";
      after.set(id, { id, kind, author: event.actor, body: "", deletedAt: null });
    }
  }
  return after;
};

const act = (before: Ticket, messages: Messages, wish: Wish, now: number): Deed => {
  const permitted = permits(wish.actor, before, wish.command, messages);
  const decision = permitted ? attempt(before, wish, now, messages) : null;
  const changes = decision?.ok ? follow(before, decision.value) : [];
  const refusal = decision === null || decision.ok ? null : decision.error.code;
  return { ...wish, now, before, messages, permitted, refusal, changes, after: changes.at(-1)?.after ?? before };
};

export const walk = ({ opening, opener, wishes }: Plan): Walk => {
  const [created] = follow(null, decideOpen(opening, { actor: opener, now: opened }));
  if (created === undefined) throw new Error("nothing was opened");
  let ticket = created.after;
  let messages: Messages = new Map();
  let now = opened;
  const deeds = wishes.map((wish) => {
    now += wish.wait;
    const deed = act(ticket, messages, wish, now);
    ticket = deed.after;
    messages = retell(messages, deed.command, deed.changes);
    return deed;
  });
  const changes = [created, ...deeds.flatMap((deed) => deed.changes)];
  return { created, deeds, changes, events: changes.map((change) => change.event), ticket, messages };
};
