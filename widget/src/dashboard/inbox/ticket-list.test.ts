import type { Ticket } from "@docket/core/tickets/ticket";
import { createClient } from "@docket/api/client";
import { beforeEach, expect, test } from "vitest";
import { FakeStaffDesk } from "../../../test/dashboard/fake-staff-desk.ts";
import { parseFilter } from "./filter.ts";
import { TicketList } from "./ticket-list.ts";

let desk: FakeStaffDesk;
let list: TicketList;
const titles = (): string[] | undefined => list.tickets?.map(({ title }) => title);
const reads = (route: "GET /tickets" | "GET /tickets/{id}"): number => desk.requests(route).length;
const open = (count: number): Ticket[] =>
  Array.from({ length: count }, (_, i) => desk.tickets.open({ title: `Question ${i + 1}` }));
const hint = ({ id }: Ticket, version = 99): void => list.heard({ type: "ticket.changed", id, version });
const show = async (search = ""): Promise<void> => {
  list.show(parseFilter(search), desk.here?.id ?? "");
  await expect.poll(() => list.tickets).toBeDefined();
};

beforeEach(() => {
  desk = new FakeStaffDesk();
  desk.enter("Ada Okafor");
  list = new TicketList(createClient({ baseUrl: "", fetch: desk.fetch }));
});

test("a hint about one ticket reads that ticket, and nothing when it is known already", async () => {
  const [first] = open(3);
  await show("?sort=createdAt");
  if (!first) throw new Error("nothing was opened");
  hint(first, 1);
  desk.tickets.act(first.id, "Ben Ito", { type: "update", title: "Another title" });
  hint(first);
  await expect.poll(titles).toEqual(["Another title", "Question 2", "Question 3"]);
  expect([reads("GET /tickets"), reads("GET /tickets/{id}")]).toEqual([1, 1]);
});

test("a hint about a person reads the tickets that name them", async () => {
  const [first] = open(2);
  await show("?sort=createdAt");
  if (!first) throw new Error("nothing was opened");
  desk.office.change(desk.office.personOf(first.requesterId), { name: "Deleted person" });
  list.heard({ type: "person.changed", id: first.requesterId });
  await expect.poll(() => list.tickets?.[0]?.requester.name).toBe("Deleted person");
  const before = desk.seen.length;
  list.heard({ type: "person.changed", id: "per_other" });
  expect(desk.seen.length).toBe(before);
});

test("a burst of hints reads the list once", async () => {
  const tickets = open(20);
  await show();
  tickets.forEach((ticket) => hint(ticket));
  await expect.poll(() => reads("GET /tickets")).toBe(2);
  expect(reads("GET /tickets/{id}")).toBe(0);
});

test("while words are searched for, only the desk knows whether something new fits", async () => {
  open(2);
  await show("?q=zip");
  hint(desk.tickets.open({ title: "Broken zip" }));
  await expect.poll(titles).toEqual(["Broken zip"]);
});

test("what is behind the last page waits for its page", async () => {
  open(60);
  await show();
  expect(titles()).toHaveLength(50);
  const [oldest] = [desk.tickets.open({ title: "Long ago", minutesAgo: 100_000 })];
  hint(oldest);
  await expect.poll(() => reads("GET /tickets/{id}")).toBe(1);
  expect(titles()).not.toContain("Long ago");
  await list.loadMore();
  expect(titles()).toHaveLength(61);
  expect(titles()?.at(-1)).toBe("Long ago");
});

test("a ticket that is gone leaves", async () => {
  const [first] = open(2);
  await show();
  if (!first) throw new Error("nothing was opened");
  desk.tickets.act(first.id, "Dora Lind", { type: "delete" });
  hint(first);
  await expect.poll(titles).toEqual(["Question 2"]);
});

test("another filter forgets the hints and the tickets of the one before", async () => {
  const [first] = open(2);
  await show();
  if (!first) throw new Error("nothing was opened");
  hint(first);
  list.show(parseFilter("?view=closed"), desk.here?.id ?? "");
  await expect.poll(titles).toEqual([]);
});
