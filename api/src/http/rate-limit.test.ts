import type { Problem } from "@docket/core/contract/problem";
import { hour, minute } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { countsOf, refusal } from "../../test/answers.ts";
import { Desk } from "../../test/desk.ts";

let desk: Desk;
beforeEach(async () => {
  const settings = { RATE_WRITES_PER_MINUTE: "5", RATE_ANONYMOUS_PER_MINUTE: "3", RATE_VISITOR_TICKETS_PER_HOUR: "2" };
  desk = await Desk.start(settings, { wake: () => {} });
});
afterEach(() => desk.stop());

const input = { title: "Hello", description: "It broke.", category: "problem" };
const limited = "429 request.rate_limited";

test("a session writes so often in a minute, and is told how long to wait", async () => {
  const client = await desk.person("client");
  for (let i = 0; i < 5; i++) await client.open();
  desk.clock.advance(20_500);
  const answer = await client.post<Problem>("/tickets", input);
  expect(refusal(answer)).toBe(limited);
  expect(answer.headers.get("retry-after")).toBe("40");
  expect(answer.body).toMatchObject({ retryAfter: 40, detail: "Please wait 40 seconds and try again." });
  expect((await countsOf(client)).total).toBe(5);
  desk.clock.advance(minute - 20_500);
  await client.open();
});

test("what is refused counts too, and what is read does not", async () => {
  const client = await desk.person("client");
  for (let i = 0; i < 5; i++) expect((await client.post("/tickets", {})).status).toBe(422);
  expect(refusal(await client.post("/tickets", input))).toBe(limited);
  for (let i = 0; i < 20; i++) expect((await client.get("/tickets")).status).toBe(200);
});

test("everybody has a counter of their own", async () => {
  const [one, other] = [await desk.person("client"), await desk.person("client")];
  for (let i = 0; i < 6; i++) await one.post("/tickets", input);
  expect(refusal(await one.post("/tickets", input))).toBe(limited);
  await other.open();
});

test("those who are not known share the counter of their address", async () => {
  const forged = { authorization: "Bearer forged.AAAA" };
  for (const headers of [{}, forged, forged]) {
    expect((await desk.anonymous.post("/tickets", input, headers)).status).toBe(401);
  }
  expect(refusal(await desk.anonymous.post("/tickets", input))).toBe(limited);
  expect(refusal(await desk.anonymous.post("/tickets", input, forged))).toBe(limited);
});

test("a new token for each request that is nobody's does not help", async () => {
  const rename = (i: number) =>
    desk.anonymous.patch("/me", { name: "Me" }, { authorization: `Bearer dv_${String(i).padStart(43, "A")}` });
  for (let i = 0; i < 3; i++) expect((await rename(i)).status).toBe(401);
  expect(refusal(await rename(3))).toBe(limited);
});

test("an address opens so many tickets in an hour by widget, over all its sessions", async () => {
  const requester = { name: "Vera", email: "vera@shop.test" };
  const first = await desk.visitor();
  await first.open({ requester });
  await (await desk.visitor()).open({ requester });
  const third = await desk.visitor();
  expect(refusal(await third.post("/tickets", { ...input, requester }))).toBe(limited);
  const [{ id } = { id: "" }] = (await first.get<{ items: { id: string }[] }>("/tickets")).body.items;
  expect((await first.post(`/tickets/${id}/replies`, { body: "Hello" })).status).toBe(201);
  await (await desk.person("client")).open();
  desk.clock.advance(hour);
  await third.open({ requester });
});

test("an address brings ten files for each ticket by widget, over all its sessions", async () => {
  const site = await desk.site();
  const upload = async () => (await desk.visitor(site)).post("/attachments?name=a.txt", new TextEncoder().encode("a"));
  for (let i = 0; i < 20; i++) expect((await upload()).status).toBe(201);
  expect(refusal(await upload())).toBe(limited);
  desk.clock.advance(hour);
  expect((await upload()).status).toBe(201);
});

test("servers whose clocks differ a little count together", async () => {
  const client = await desk.person("client");
  const answers: string[] = [];
  for (let i = 0; i < 7; i++) {
    desk.clock.advance(i % 2 === 0 ? 3000 : -3000);
    answers.push(refusal(await client.post("/tickets", input)));
  }
  expect(answers.filter((answer) => answer === limited)).toHaveLength(2);
});

test("a clock that was a day ahead locks nobody out for that day", async () => {
  const client = await desk.person("client");
  desk.clock.advance(24 * hour);
  const { id } = await client.open();
  desk.clock.advance(-24 * hour);
  for (let i = 0; i < 5; i++) await client.post(`/tickets/${id}/replies`, { body: "Hello" });
  expect(refusal(await client.post(`/tickets/${id}/replies`, { body: "Hello" }))).toBe(limited);
  desk.clock.advance(minute);
  expect((await client.post(`/tickets/${id}/replies`, { body: "Hello" })).status).toBe(201);
});
