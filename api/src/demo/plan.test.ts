import type { Actor } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import { can } from "@docket/core/permissions/can";
import { requiredActions } from "@docket/core/permissions/required-actions";
import type { TicketCommand } from "@docket/core/tickets/commands";
import { decide, decideOpen } from "@docket/core/tickets/decide";
import type { Facts } from "@docket/core/tickets/decide";
import { replay } from "@docket/core/tickets/evolve";
import type { Ticket } from "@docket/core/tickets/ticket";
import { statuses } from "@docket/core/tickets/ticket";
import { day, hour } from "@docket/core/time";
import { describe, expect, test } from "vitest";
import type { Case, Deed, Doer, Step } from "./case.ts";
import { planPast } from "./plan.ts";
import { createRandom } from "./random.ts";
import { storiesOf } from "./scenario.ts";
import { scenarios } from "./scenarios/all.ts";

const idOf = (email: string): Id<"person"> => `per_${email}`;

const actorOf = ({ requester, channel }: Case, doer: Doer): Facts["actor"] => {
  if (doer.kind === "desk") return { kind: "system", name: "maintenance" };
  if (doer.kind === "staff") return { kind: "staff", id: idOf(doer.member.email), role: doer.member.role };
  if (channel === "visitor") return { kind: "visitor", id: `vis_${requester.email}`, siteId: "site_1" };
  return { kind: "client", id: idOf(requester.email), visitorId: null, siteId: null };
};

const commandOf = (deed: Exclude<Deed, { type: "open" }>): TicketCommand => {
  switch (deed.type) {
    case "reply":
    case "note":
      return { type: deed.type, messageId: "msg_1" };
    case "update":
      return { type: "update", ...deed.changes };
    case "triage":
      return { type: "update", priority: deed.priority, tags: deed.tags };
    case "assign":
      return { type: "assign", assigneeId: idOf(deed.to.email) };
    default:
      return deed;
  }
};

const open = ({ at, of, doer }: Step, deed: Deed & { type: "open" }): Ticket => {
  const actor = actorOf(of, doer);
  const common = {
    category: of.story.scenario.category,
    siteId: null,
    source: "api",
    followUpOf: null,
    origin: null,
  } as const;
  const who = {
    requesterId: idOf(of.requester.email),
    visitorId: actor.kind === "visitor" ? actor.id : null,
    emailProven: of.channel !== "visitor",
  };
  const { title, description, priority = "normal", tags = [] } = deed;
  const command = { type: "open", ticketId: `tkt_${of.index}`, title, description, priority, tags } as const;
  return replay(null, decideOpen({ ...command, ...common, ...who }, { actor, now: at }));
};

const mayDo = (actor: Actor, ticket: Ticket, command: TicketCommand): boolean =>
  requiredActions(ticket, command).every((action) => can(actor, action, ticket, null));

/** The ticket after the step, or why the domain refuses it. */
const apply = (ticket: Ticket, { at, of, doer }: Step, deed: Exclude<Deed, { type: "open" }>): Ticket | string => {
  const actor = actorOf(of, doer);
  const command = commandOf(deed);
  if (!mayDo(actor, ticket, command)) return "permission.denied";
  const assignee = deed.type === "assign" ? { id: idOf(deed.to.email), role: deed.to.role, active: true } : null;
  const decision = decide(ticket, command, { actor, now: at, reopenWindow: 0, assignee });
  if (!decision.ok) return decision.error.code;
  return decision.value.length === 0 ? "nothing changed" : replay(ticket, decision.value);
};

/** The tickets that the steps come to, and the steps that the domain refuses. */
const play = (steps: readonly Step[]) => {
  const tickets = new Map<Case, Ticket>();
  const refused: string[] = [];
  for (const step of steps) {
    const { of, deed } = step;
    const before = tickets.get(of);
    const after =
      deed.type === "open" ? open(step, deed) : before ? apply(before, step, deed) : "the ticket is not open yet";
    if (typeof after === "string") refused.push(`${of.index} ${of.story.title}: ${deed.type}: ${after}`);
    else tickets.set(of, after);
  }
  return { tickets: [...tickets.values()], refused };
};

/** Moments of a fortnight, at every hour of the day. */
const moments = Array.from({ length: 24 }, (_, i) => Date.UTC(2026, 1, 20) + i * (14 * hour + 37 * 60_000));

describe.each(moments.map((now) => ({ when: new Date(now).toUTCString(), now })))("on $when", ({ now }) => {
  const steps = planPast(createRandom(11), now);
  const { tickets, refused } = play(steps);

  test("every step is one that the desk allows", () => {
    expect(refused).toEqual([]);
  });

  test("there are tickets of every status, and new ones of today that nobody has", () => {
    expect(tickets.length).toBeGreaterThan(285);
    expect(new Set(tickets.map(({ status }) => status))).toEqual(new Set(statuses));
    const latest = tickets.toSorted((a, b) => b.createdAt - a.createdAt).slice(0, 5);
    expect(latest.map(({ status, assigneeId }) => [status, assigneeId])).toEqual(latest.map(() => ["new", null]));
    expect(latest.every(({ createdAt }) => now - createdAt < 6 * hour)).toBe(true);
  });

  test("it happens in order and in the last sixty days", () => {
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
    expect(steps[0]?.at).toBeGreaterThan(now - 60 * day);
    expect(steps.at(-1)?.at).toBeLessThanOrEqual(now);
  });
});

test("more is written on working days than on Sundays, and by day than by night", () => {
  const opened = planPast(createRandom(5), moments[0] ?? 0)
    .filter(({ deed }) => deed.type === "open")
    .map(({ at }) => new Date(at));
  const on = (weekday: number) => opened.filter((at) => at.getUTCDay() === weekday).length;
  const byDay = opened.filter((at) => at.getUTCHours() >= 8 && at.getUTCHours() < 18).length;
  expect(on(2)).toBeGreaterThan(on(0));
  expect(byDay).toBeGreaterThan(opened.length / 2);
});

test("no text is left with a gap in it", () => {
  const said = JSON.stringify(planPast(createRandom(5), moments[0] ?? 0).map(({ deed }) => deed));
  expect(said).not.toMatch(/[{[](?:order|product|amount|day|city|client|agent|photo|document)[\]}]/);
});

test("there are at least thirty scenarios in two variants or more", () => {
  expect(scenarios.length).toBeGreaterThanOrEqual(30);
  expect(scenarios.every((scenario) => storiesOf(scenario).length >= 2)).toBe(true);
});
