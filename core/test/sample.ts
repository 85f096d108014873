import type {
  ClientActor,
  KeyActor,
  KeyScope,
  StaffActor,
  StaffRole,
  SystemActor,
  VisitorActor,
} from "../src/actor.ts";
import { day, hour } from "../src/time.ts";
import type { OpenTicket } from "../src/tickets/commands.ts";
import type { Facts } from "../src/tickets/decide.ts";
import { decideOpen } from "../src/tickets/decide.ts";
import { replay } from "../src/tickets/evolve.ts";
import type { Status, Ticket } from "../src/tickets/ticket.ts";

export const opened = Date.UTC(2026, 2, 1, 9);
export const now = opened + 2 * hour;
export const reopenWindow = 14 * day;

export const client: ClientActor = { kind: "client", id: "per_cleo", visitorId: null, siteId: null };
export const otherClient: ClientActor = { kind: "client", id: "per_otto", visitorId: null, siteId: null };
export const visitor: VisitorActor = { kind: "visitor", id: "vis_vera", siteId: "site_shop" };
export const staff = (role: StaffRole, name: string = role): StaffActor => ({ kind: "staff", id: `per_${name}`, role });
export const agent = staff("agent");
export const otherAgent = staff("agent", "bob");
export const manager = staff("manager");
export const admin = staff("admin");
export const system: SystemActor = { kind: "system", name: "automation" };

export const allScopes: readonly KeyScope[] = ["tickets:read", "tickets:write"];
export const keyOf = (onBehalfOf: StaffActor | null, scopes = allScopes): KeyActor => ({
  kind: "key",
  id: "key_bot",
  scopes,
  onBehalfOf,
  platform: null,
});

export const opening: OpenTicket = {
  type: "open",
  ticketId: "tkt_1",
  title: "The printer is on fire",
  description: "Smoke, mostly.",
  category: "hardware",
  priority: "normal",
  tags: [],
  requesterId: client.id,
  visitorId: null,
  siteId: null,
  origin: null,
  source: "widget",
  emailProven: true,
  followUpOf: null,
};

export const freshTicket: Ticket = replay(null, decideOpen(opening, { actor: client, now: opened }));

/** A ticket in this status, with the times that go with it. Nobody has it unless its status says so. */
export const ticketIn = (status: Status, changes: Partial<Ticket> = {}): Ticket => ({
  ...freshTicket,
  number: 1042,
  status,
  assigneeId: status === "assigned" ? agent.id : null,
  resolvedAt: status === "resolved" || status === "closed" ? opened + 1 : null,
  closedAt: status === "closed" ? opened + 2 : null,
  version: 7,
  ...changes,
});

/** What a decision of this actor depends on, two hours after the ticket was opened. */
export const factsFor = (actor: Facts["actor"], changes: Partial<Facts> = {}): Facts => ({
  actor,
  now,
  reopenWindow,
  ...changes,
});
