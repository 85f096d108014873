import { createClient } from "@docket/api/client";
import type { Ticket } from "@docket/core/tickets/ticket";
import { beforeEach, expect, test, vi } from "vitest";
import { FakeStaffDesk } from "../../../test/dashboard/fake-staff-desk.ts";
import { StaleEdit, TicketStore } from "./ticket-store.ts";

let desk: FakeStaffDesk;
let store: TicketStore;
let ticket: Ticket;
const bodies = (): string[] | undefined => store.messages?.map(({ body }) => body);
const shown = () => {
  if (!store.ticket) throw new Error("no ticket is shown");
  return store.ticket;
};

beforeEach(async () => {
  desk = new FakeStaffDesk();
  desk.enter("Ada Okafor");
  ticket = desk.tickets.open({ title: "Where is my parcel?" });
  store = new TicketStore(createClient({ baseUrl: "", fetch: desk.fetch }));
  store.show(String(ticket.number));
  await vi.waitFor(() => {
    if (!store.history) throw new Error("the ticket is not read yet");
  }, 30_000);
});

test("a hint that comes after one's own change still brings what somebody else said before it", async () => {
  desk.tickets.say(ticket.id, "Mia Brandt", "Any news?");
  await store.act((client, params) => client.request("POST /tickets/{id}/claim", { params }));
  store.heard({ type: "ticket.changed", id: ticket.id, version: shown().version });
  await expect.poll(bodies).toEqual(["Any news?"]);
});

test("hints about other tickets, and old ones, read nothing", () => {
  const before = desk.seen.length;
  store.heard({ type: "ticket.changed", id: "tkt_other", version: 9 });
  store.heard({ type: "ticket.changed", id: ticket.id, version: 1 });
  store.heard({ type: "hello" });
  expect(desk.seen.length).toBe(before);
});

test("of whom the ticket names, and of nobody else, it is read again what they are called", async () => {
  const { requester, version } = shown();
  const other = desk.tickets.open({ title: "Else", by: "Noah Adeyemi" });
  const before = desk.seen.length;
  store.heard({ type: "person.changed", id: other.requesterId ?? "" });
  expect(desk.seen.length).toBe(before);
  desk.office.change(desk.office.personOf(requester?.id ?? ""), { name: "Deleted person" });
  store.heard({ type: "person.changed", id: requester?.id ?? "" });
  await expect.poll(() => shown().requester?.name).toBe("Deleted person");
  expect(shown().version).toBe(version);
  const said = desk.tickets.say(ticket.id, "Ben Ito", "On its way.");
  store.heard({ type: "ticket.changed", id: ticket.id, version: version + 1 });
  await expect.poll(bodies).toEqual(["On its way."]);
  const talks = (): number => desk.requests("GET /tickets/{id}/messages").length;
  const read = talks();
  store.heard({ type: "person.changed", id: said.author.id ?? "" });
  await expect.poll(talks).toBe(read + 1);
});

test("what is expected shows at once, and goes back when it is refused", async () => {
  desk.refuseNext = { route: "POST /tickets/{id}/resolve", status: 503, code: "server.unavailable" };
  const release = desk.hold();
  const acting = store.act((client, params) => client.request("POST /tickets/{id}/resolve", { params }), {
    status: "resolved",
  });
  expect(shown().status).toBe("resolved");
  release();
  await expect(acting).rejects.toThrow("The desk refused.");
  expect(shown().status).toBe("new");
});

test("an edit on an old version goes through when its fields were left alone", async () => {
  const base = shown();
  desk.tickets.act(ticket.id, "Ben Ito", { type: "claim" });
  await store.edit({ title: "Parcel 20931" }, base);
  expect(shown()).toMatchObject({ title: "Parcel 20931", assignee: { name: "Ben Ito" } });
  expect(desk.requests("PATCH /tickets/{id}").map(({ ifMatch }) => ifMatch)).toEqual([1, 2]);
});

test("an edit of what somebody else changed overwrites nothing", async () => {
  const base = shown();
  desk.tickets.act(ticket.id, "Ben Ito", { type: "update", title: "Ben's title" });
  await expect(store.edit({ title: "My title" }, base)).rejects.toThrow(StaleEdit);
  expect(shown().title).toBe("Ben's title");
});

test("another ticket shows nothing of the one before", async () => {
  desk.tickets.say(ticket.id, "Mia Brandt", "Any news?");
  await store.reload();
  desk.tickets.open({ title: "Another one" });
  store.show("1002");
  expect([store.ticket, store.messages, store.history]).toEqual([undefined, undefined, undefined]);
  await expect.poll(bodies).toEqual([]);
});
