import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HistoryPage } from "@docket/core/contract/history";
import type { Hint } from "@docket/core/contract/live";
import { liveProtocol } from "@docket/core/contract/live";
import type { MessagePage, MessageWritten } from "@docket/core/contract/message";
import type { Me } from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type { SiteView, WidgetSession } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Listener, bearerOf } from "../node/listener.ts";
import type { RemoteCaller } from "../node/people.ts";
import { RemoteCaller as Caller, firstAdmin, password, signIn } from "../node/people.ts";
import { ServerProcess } from "../node/server-process.ts";
import { DeskOnWorkerd } from "./desk-on-workerd.ts";

let desk: DeskOnWorkerd;
let admin: RemoteCaller;
let siteId = "";

beforeAll(async () => {
  desk = await DeskOnWorkerd.start();
  admin = await firstAdmin(desk);
  siteId = (await admin.post<SiteView>("/sites", { name: "Shop", origins: ["https://shop.test"] })).body.id;
});
afterAll(() => desk.stop());

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

const visitor = async (): Promise<{ readonly caller: RemoteCaller; readonly token: string }> => {
  const session = await new Caller(desk.url).post<WidgetSession>("/widget/sessions", { site: siteId });
  const { token } = session.body;
  return { token, caller: new Caller(desk.url, { authorization: `Bearer ${token}` }) };
};

const openAs = async (caller: RemoteCaller, email = "vera@clients.test"): Promise<TicketView> => {
  const input = { title: "Help", description: "Please", category: "question", requester: { name: "Vera", email } };
  return (await caller.post<TicketView>("/tickets", input)).body;
};

const lettersTo = (address: string) => desk.postmark.letters().filter(({ to }) => to === address);

/** Somebody who was invited by letter and joined. */
const colleague = async (email: string): Promise<RemoteCaller> => {
  await admin.post("/invitations", { email, role: "agent" });
  await expect.poll(() => lettersTo(email).length).toBe(1);
  const token = /\/join#(\S+)/.exec(lettersTo(email)[0]?.text ?? "")?.[1];
  await new Caller(desk.url).post("/invitations/accept", { token, name: email.split("@")[0], password });
  return signIn(desk.url, email);
};

/** A ticket, or a problem in its place. */
type Outcome = Omit<TicketView, "status"> & Omit<Problem, "status">;

const messagesOf = async (ticket: TicketView): Promise<readonly string[]> =>
  (await admin.get<MessagePage>(`/tickets/${ticket.id}/messages?limit=100`)).body.items.map(({ body }) => body);

const historyOf = async (ticket: TicketView): Promise<readonly string[]> =>
  (await admin.get<HistoryPage>(`/tickets/${ticket.id}/history?limit=100`)).body.items.map(({ type }) => type);

test("a client asks, an agent claims, answers and resolves, and the letters go out", async () => {
  const agent = await colleague("agnes@desk.test");
  const { caller } = await visitor();
  const ticket = await openAs(caller, "cleo@clients.test");
  expect((await agent.post(`/tickets/${ticket.id}/claim`)).status).toBe(200);
  const replied = await agent.post<MessageWritten>(`/tickets/${ticket.id}/replies`, { body: "Look under the mat." });
  expect(replied.status).toBe(201);
  expect((await agent.post<TicketView>(`/tickets/${ticket.id}/resolve`)).body.status).toBe("resolved");
  expect((await caller.get<TicketView>(`/tickets/${ticket.id}`)).body.status).toBe("resolved");
  await expect
    .poll(() => lettersTo("cleo@clients.test").some(({ text }) => text.includes("Look under the mat.")))
    .toBe(true);
  expect(await messagesOf(ticket)).toEqual(["Look under the mat."]);
});

test("a file comes back byte for byte", async () => {
  const { caller, token } = await visitor();
  const bytes = new Uint8Array(3 * 1024 * 1024).map((_, i) => (i * 7919) % 251);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/octet-stream" };
  const up = await fetch(`${desk.url}/api/v1/attachments?name=film.bin`, { method: "POST", headers, body: bytes });
  expect(up.status).toBe(201);
  const { id } = (await up.json()) as { id: string };
  const requester = { name: "Vera", email: "vera@clients.test" };
  const input = { title: "Film", description: "See", category: "question", requester, attachmentIds: [id] };
  expect((await caller.post("/tickets", input)).status).toBe(201);
  const down = await fetch(`${desk.url}/api/v1/attachments/${id}`, { headers });
  expect(down.status).toBe(200);
  expect(Buffer.compare(await down.bytes(), bytes)).toBe(0);
  expect((await new Caller(desk.url).get(`/attachments/${id}`)).status).toBe(401);
});

test("of 40 racing claims by four agents one agent wins, and there is one event", async () => {
  const agents = await Promise.all(times(4, (i) => colleague(`racer${i}@desk.test`)));
  const ticket = await openAs((await visitor()).caller);
  const answers = await Promise.all(
    times(40, (i) => (agents[i % 4] as RemoteCaller).post<Outcome>(`/tickets/${ticket.id}/claim`)),
  );
  const won = answers.filter(({ status }) => status === 200);
  const lost = answers.filter(({ status }) => status !== 200);
  expect(new Set(won.map(({ body }) => `${body.assignee?.id} ${body.version}`)).size).toBe(1);
  expect(new Set(lost.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
    new Set(["409 ticket.already_claimed"]),
  );
  expect(lost.length).toBeGreaterThanOrEqual(30);
  expect(await historyOf(ticket)).toEqual(["ticket.created", "ticket.assigned"]);
});

test("two Workers on one database are one desk: one winner, and each letter once", async () => {
  const twin = await desk.startTwin();
  const [first, second] = await Promise.all(["one@desk.test", "two@desk.test"].map(colleague));
  const callers = [first as RemoteCaller, new Caller(twin.url, second?.headers)];
  for (const caller of callers) expect((await caller.get<Me>("/me")).status).toBe(200);
  const tickets = await Promise.all(times(4, (i) => openAs(admin, `twin${i}@clients.test`)));
  for (const ticket of tickets) {
    const answers = await Promise.all(callers.map((caller) => caller.post<Outcome>(`/tickets/${ticket.id}/claim`)));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    await Promise.all(callers.map((caller) => caller.post(`/tickets/${ticket.id}/replies`, { body: "Here I am." })));
  }
  await Promise.all([desk.sweep(), twin.sweep()]);
  await expect.poll(async () => (await desk.database.execute("SELECT id FROM outbox")).rows).toEqual([]);
  const sent = desk.postmark.letters().map(({ messageId }) => messageId);
  expect(sent).toHaveLength(new Set(sent).size);
  for (const i of tickets.keys()) {
    expect(lettersTo(`twin${i}@clients.test`).filter(({ text }) => text.includes("Here I am."))).toHaveLength(2);
  }
  await twin.stop();
});

test("of 40 parallel replies each one that was acknowledged is kept, with its event; the others are clean conflicts", async () => {
  const ticket = await openAs((await visitor()).caller);
  const answers = await Promise.all(
    times(40, (i) => admin.post<MessageWritten & Outcome>(`/tickets/${ticket.id}/replies`, { body: `Reply ${i}` })),
  );
  const kept = answers.filter(({ status }) => status === 201).map(({ body }) => body.message.body);
  for (const { status, body } of answers) if (status !== 201) expect(body.code).toBe("ticket.conflict");
  expect((await messagesOf(ticket)).toSorted()).toEqual(kept.toSorted());
  expect((await historyOf(ticket)).filter((type) => type === "ticket.replied")).toHaveLength(kept.length);
  expect(kept.length).toBeGreaterThan(0);
});

test("hints reach the staff and the ticket's own visitor, and nobody else", async () => {
  const [mine, other] = [await visitor(), await visitor()];
  const listeners = {
    staff: new Listener(desk.url, bearerOf(admin)),
    mine: new Listener(desk.url, mine.token),
    other: new Listener(desk.url, other.token),
  };
  for (const listener of Object.values(listeners)) await listener.next((hint) => hint.type === "hello");
  expect(listeners.mine.protocol).toBe(liveProtocol);
  const ticket = await openAs(mine.caller);
  await admin.post(`/tickets/${ticket.id}/claim`);
  const claimed = (hint: Hint) => hint.type === "ticket.changed" && hint.id === ticket.id && hint.version === 2;
  await listeners.staff.next(claimed);
  await listeners.mine.next(claimed);
  // Proof that the other one would have heard by now: its own ticket came later.
  const theirs = await openAs(other.caller);
  await listeners.other.next((hint) => hint.type === "ticket.changed" && hint.id === theirs.id);
  expect(listeners.other.hints.filter((hint) => hint.type === "ticket.changed" && hint.id === ticket.id)).toEqual([]);
  for (const listener of Object.values(listeners)) listener.close();
});

test("a socket needs a session, the right page, and does not listen to its caller", async () => {
  expect(await new Listener(desk.url, "").closed).toBe(401);
  expect(await new Listener(desk.url, "dv_nonsense").closed).toBe(401);
  const { token } = await visitor();
  expect(await new Listener(desk.url, token, { origin: "https://elsewhere.test" }).closed).toBe(403);
  const talker = new Listener(desk.url, token, { origin: "https://shop.test" });
  await talker.next((hint) => hint.type === "hello");
  talker.send("x");
  expect(await talker.closed).toBe(1003);
});

test("one session has fifty sockets and no more", async () => {
  const { token } = await visitor();
  const listeners = times(51, () => new Listener(desk.url, token));
  expect(await Promise.race(listeners.map(({ closed }) => closed))).toBe(1013);
  for (const listener of listeners) listener.close();
});

test("who is let out hears nothing more, on a socket that was open already", async () => {
  const leaver = await colleague("leaver@desk.test");
  const listener = new Listener(desk.url, bearerOf(leaver));
  await listener.next((hint) => hint.type === "hello");
  const { id } = (await leaver.get<Me>("/me")).body;
  expect((await admin.call("PATCH", `/api/v1/people/${id}`, { active: false })).status).toBe(200);
  expect(await listener.closed).toBe(1001);
  expect(await new Listener(desk.url, bearerOf(leaver)).closed).toBe(401);
});

test("the cron trigger sends what could not be sent at once", async () => {
  const ticket = await openAs(admin, "late@clients.test");
  await expect.poll(() => lettersTo("late@clients.test").length).toBe(1);
  const owed = async () => (await desk.database.execute("SELECT attempts, lease_until FROM outbox")).rows;
  await expect.poll(owed).toEqual([]);
  desk.postmark.refuse(503, 100, "Down for maintenance.");
  await admin.post(`/tickets/${ticket.id}/replies`, { body: "Better late than never." });
  await expect.poll(async () => (await owed()).map((row) => Object.values(row))).toEqual([[1, 0]]);
  expect(lettersTo("late@clients.test")).toHaveLength(1);
  await desk.database.execute("UPDATE outbox SET run_after = 0");
  await desk.sweep();
  expect(lettersTo("late@clients.test").map(({ text }) => text.includes("Better late than never."))).toEqual([
    false,
    true,
  ]);
  expect(await owed()).toEqual([]);
});

const built = new URL("../../../widget/dist/", import.meta.url);

/** What two runtimes may say in different words: the transport's headers, and what names one answer. */
const own =
  /^(?:cf-.*|connection|content-encoding|content-length|date|etag|keep-alive|last-modified|transfer-encoding|vary|x-request-id)$/;

const headersOf = async (url: string) => {
  const response = await fetch(url);
  await response.arrayBuffer();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => !own.test(name)));
  return { status: response.status, headers };
};

test("files and pages have the headers that they have on Node", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docket-headers-"));
  const node = await ServerProcess.start(folder);
  const [asset] = await readdir(new URL("assets", built));
  const app = (await readdir(new URL("widget", built))).find((name) => name.endsWith(".js"));
  for (const path of [
    "/",
    "/sign-in",
    "/tickets/1",
    "/widget.js",
    `/assets/${asset}`,
    `/widget/${app}`,
    "/docs",
    "/nowhere",
  ]) {
    const [there, here] = [await headersOf(`${node.url}${path}`), await headersOf(`${desk.url}${path}`)];
    // Cloudflare's files say it always; the server on Node only when it is reached by https.
    const { "strict-transport-security": _, ...headers } = here.headers;
    expect([path, { ...here, headers }]).toEqual([path, there]);
  }
  expect((await fetch(`${desk.url}/manifest.json`)).status).toBe(404);
  expect((await fetch(`${desk.url}/assets/nothing.js`)).status).toBe(404);
  await node.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

/** Sends a body over a raw connection of its own; `length` null sends it in chunks, so that nobody knows it beforehand. */
const sendRaw = (path: string, type: string, parts: readonly Buffer[], length: number | null): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const size = length === null ? { "transfer-encoding": "chunked" } : { "content-length": length };
    const headers = { ...admin.headers, "content-type": type, ...size };
    const outgoing = request(`${desk.url}/api/v1${path}`, { agent: false, method: "POST", headers });
    outgoing.on("response", (response) => {
      let text = "";
      response.on("data", (data: Buffer) => (text += data.toString()));
      response.on("end", () => resolve([response.statusCode, (JSON.parse(text) as Problem).code]));
    });
    outgoing.on("error", reject);
    for (const part of parts) outgoing.write(part);
    outgoing.end();
  });

const megabyte = Buffer.alloc(1024 * 1024, "a");

test("a body that is too large is refused over a socket, whether its length is told or not", async () => {
  const file = times(limits.fileBytes / megabyte.length + 1, () => megabyte);
  for (const length of [null, megabyte.length]) {
    const answer = await sendRaw("/tickets", "application/json", [megabyte], length);
    expect(answer).toEqual([413, "request.too_large"]);
  }
  for (const length of [null, megabyte.length * file.length]) {
    const answer = await sendRaw("/attachments?name=big.txt", "application/octet-stream", file, length);
    expect(answer).toEqual([413, "attachment.too_large"]);
  }
});

test("without its database the desk says so, writes nothing by halves, and recovers by itself", async () => {
  const ticket = await openAs((await visitor()).caller);
  const reply = (i: number) => admin.post<MessageWritten>(`/tickets/${ticket.id}/replies`, { body: `Reply ${i}` });
  const during = times(30, reply);
  await Promise.any(during);
  const restart = await desk.crashDatabase();
  const answers = await Promise.all(during);
  const statuses = new Set(answers.map(({ status }) => status));
  expect([...statuses]).toEqual(expect.arrayContaining([201, 503]));
  // A reply that lost too many races before the crash was told so.
  expect([...statuses].filter((status) => ![201, 409, 503].includes(status))).toEqual([]);

  const response = await fetch(`${desk.url}/api/v1/tickets`, { headers: admin.headers });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(((await response.json()) as Problem).code).toBe("server.unavailable");
  expect((await fetch(`${desk.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);

  await restart();
  expect((await reply(99)).status).toBe(201);
  const acknowledged = answers.filter(({ status }) => status === 201).map(({ body }) => body.message.body);
  const kept = await messagesOf(ticket);
  expect(kept).toEqual(expect.arrayContaining([...acknowledged, "Reply 99"]));
  expect((await historyOf(ticket)).filter((type) => type === "ticket.replied")).toHaveLength(kept.length);
});
