import { mkdtemp, readdir, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hint } from "@docket/core/contract/live";
import { liveProtocol, sessionEnded } from "@docket/core/contract/live";
import type { MessageWritten } from "@docket/core/contract/message";
import type { Me } from "@docket/core/contract/person";
import type { SessionList } from "@docket/core/contract/session";
import type { Problem } from "@docket/core/contract/problem";
import type { SiteView, WidgetSession } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Listener, bearerOf } from "../node/listener.ts";
import type { Reply } from "../node/people.ts";
import { RemoteCaller, signIn } from "../node/people.ts";
import { ServerProcess } from "../node/server-process.ts";
import { Cast, times } from "./cast.ts";
import { DeskOnWorkerd } from "./desk-on-workerd.ts";

let desk: DeskOnWorkerd;
let cast: Cast;
let admin: RemoteCaller;

beforeAll(async () => {
  desk = await DeskOnWorkerd.start();
  cast = await Cast.meet(desk.url, desk.backing);
  admin = cast.admin;
});
afterAll(() => desk.stop());

/** A ticket, or a problem in its place. */
type Outcome = Omit<TicketView, "status"> & Omit<Problem, "status">;

test("a client asks, an agent claims, answers and resolves, and the letters go out", async () => {
  const agent = await cast.colleague("agnes@desk.test");
  const { caller } = await cast.visitor();
  const ticket = await cast.open(caller, "cleo@clients.test");
  expect((await agent.post(`/tickets/${ticket.id}/claim`)).status).toBe(200);
  const replied = await agent.post<MessageWritten>(`/tickets/${ticket.id}/replies`, { body: "Look under the mat." });
  expect(replied.status).toBe(201);
  expect((await agent.post<TicketView>(`/tickets/${ticket.id}/resolve`)).body.status).toBe("resolved");
  expect((await caller.get<TicketView>(`/tickets/${ticket.id}`)).body.status).toBe("resolved");
  await expect
    .poll(() => cast.lettersTo("cleo@clients.test").some(({ text }) => text.includes("Look under the mat.")))
    .toBe(true);
  expect((await cast.messages(ticket)).map(({ body }) => body)).toEqual(["Look under the mat."]);
});

test("a file comes back byte for byte", async () => {
  const { caller, token } = await cast.visitor();
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
  expect((await new RemoteCaller(desk.url).get(`/attachments/${id}`)).status).toBe(401);
});

test("of 40 racing claims by four agents one agent wins, and there is one event", async () => {
  const agents = await Promise.all(times(4, (i) => cast.colleague(`racer${i}@desk.test`)));
  const ticket = await cast.open((await cast.visitor()).caller);
  const answers = await Promise.all(
    times(40, (i) => (agents[i % 4] as RemoteCaller).post<Outcome>(`/tickets/${ticket.id}/claim`)),
  );
  const won = answers.filter(({ status }) => status === 200);
  const lost = answers.filter(({ status }) => status !== 200);
  expect(new Set(won.map(({ body }) => `${body.assignee?.id} ${body.version}`)).size).toBe(1);
  expect(new Set(lost.map(({ status, body }) => `${status} ${body.code}`))).toEqual(
    new Set(["409 ticket.already_claimed"]),
  );
  expect([won.length, lost.length]).toEqual([10, 30]);
  expect((await cast.history(ticket)).map(({ type }) => type)).toEqual(["ticket.created", "ticket.assigned"]);
});

/** Says something on a ticket; whoever says it again with the same key has said it once. */
const reply = (ticket: TicketView, body: string, key: string): Promise<Reply<MessageWritten & Outcome>> =>
  admin.call("POST", `/api/v1/tickets/${ticket.id}/replies`, { body }, { "idempotency-key": key });

test("40 parallel replies are all kept once and in order, those too that lost too often and were sent again", async () => {
  const ticket = await cast.open((await cast.visitor()).caller);
  const keys = times(40, () => crypto.randomUUID());
  const answers = await Promise.all(keys.map((key) => reply(ticket, key, key)));
  const won = answers.filter(({ status }) => status === 201);
  const lost = answers.filter(({ status }) => status !== 201);
  expect(won.length).toBeGreaterThan(0);
  expect(lost.map(({ status, body }) => `${status} ${body.code}`)).toEqual(lost.map(() => "409 ticket.conflict"));
  const kept = (await cast.messages(ticket)).map(({ body }) => body);
  expect(kept.toSorted()).toEqual(won.map(({ body }) => body.message.body).toSorted());

  const again = new Map<string, string>();
  for (const key of keys) {
    const { status, body } = await reply(ticket, key, key);
    expect(status).toBe(201);
    again.set(key, body.message.id);
  }
  for (const { body } of won) expect(again.get(body.message.body)).toBe(body.message.id);
  const messages = await cast.messages(ticket);
  const replied = (await cast.history(ticket)).filter(({ type }) => type === "ticket.replied");
  expect(messages.map(({ body }) => body).toSorted()).toEqual(keys.toSorted());
  expect(messages.slice(0, kept.length).map(({ body }) => body)).toEqual(kept);
  expect(messages.map(({ id, seq }) => [id, seq])).toEqual(replied.map(({ messageId, seq }) => [messageId, seq]));
  expect(messages.map(({ seq }) => seq)).toEqual(
    [...new Set(messages.map(({ seq }) => seq))].toSorted((a, b) => a - b),
  );
});

test("hints reach the staff and the ticket's own visitor, and nobody else", async () => {
  const [mine, other] = [await cast.visitor(), await cast.visitor()];
  const listeners = {
    staff: new Listener(desk.url, bearerOf(admin)),
    mine: new Listener(desk.url, mine.token),
    other: new Listener(desk.url, other.token),
  };
  for (const listener of Object.values(listeners)) await listener.next((hint) => hint.type === "hello");
  expect(listeners.mine.protocol).toBe(liveProtocol);
  const ticket = await cast.open(mine.caller);
  await admin.post(`/tickets/${ticket.id}/claim`);
  const claimed = (hint: Hint) => hint.type === "ticket.changed" && hint.id === ticket.id && hint.version === 2;
  await listeners.staff.next(claimed);
  await listeners.mine.next(claimed);
  // Proof that the other one would have heard by now: its own ticket came later.
  const theirs = await cast.open(other.caller);
  await listeners.other.next((hint) => hint.type === "ticket.changed" && hint.id === theirs.id);
  expect(listeners.other.hints.filter((hint) => hint.type === "ticket.changed" && hint.id === ticket.id)).toEqual([]);
  for (const listener of Object.values(listeners)) listener.close();
});

test("a socket needs a session, the right page, and does not listen to its caller", async () => {
  expect(await new Listener(desk.url, "").closed).toBe(401);
  expect(await new Listener(desk.url, "dv_nonsense").closed).toBe(401);
  const { token } = await cast.visitor();
  expect(await new Listener(desk.url, token, { origin: "https://elsewhere.test" }).closed).toBe(403);
  const talker = new Listener(desk.url, token, { origin: "https://shop.test" });
  await talker.next((hint) => hint.type === "hello");
  talker.send("x");
  expect(await talker.closed).toBe(1003);
});

test("what asks for a socket elsewhere, or not with GET, is refused and does nothing", async () => {
  const ticket = await cast.open((await cast.visitor()).caller);
  const ask = (method: string, path: string, body = ""): Promise<{ status?: number | undefined; text: string }> =>
    new Promise((resolve, reject) => {
      const headers: Record<string, string> = {
        ...admin.headers,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...(body === "" ? {} : { "content-type": "application/json", "content-length": String(body.length) }),
      };
      const outgoing = request(`${desk.url}${path}`, { agent: false, method, headers });
      outgoing.on("upgrade", (_, opened) => {
        opened.destroy();
        resolve({ status: 101, text: "" });
      });
      outgoing.on("response", (response) => {
        let text = "";
        response.on("data", (data: Buffer) => (text += data.toString()));
        response.on("end", () => resolve({ status: response.statusCode, text }));
      });
      outgoing.on("error", reject);
      outgoing.end(body);
    });
  const path = `/api/v1/tickets/${ticket.id}`;
  for (const elsewhere of [path, "/healthz", "/api/v1/nowhere", "/"]) {
    const { status, text } = await ask("GET", elsewhere);
    expect([elsewhere, status, text]).toEqual([elsewhere, 400, expect.stringContaining("request.malformed")]);
  }
  // Of these workerd itself says no, in words of its own.
  for (const [method, where, body] of [
    ["PATCH", path, '{"title":"Changed"}'],
    ["POST", `${path}/claim`, ""],
    ["POST", "/api/v1/live", ""],
  ] as const) {
    expect([method, where, (await ask(method, where, body)).status]).toEqual([method, where, 400]);
  }
  expect((await admin.get<TicketView>(`/tickets/${ticket.id}`)).body).toMatchObject({
    title: ticket.title,
    version: 1,
  });
});

test("one session has fifty sockets and no more", async () => {
  const { token } = await cast.visitor();
  const listeners = times(51, () => new Listener(desk.url, token));
  expect(await Promise.race(listeners.map(({ closed }) => closed))).toBe(1013);
  for (const listener of listeners) listener.close();
});

test("a socket ends with its session, also when only the database knows; those of other sessions stay", async () => {
  const here = await cast.colleague("here@desk.test");
  const [there, third] = [
    await signIn(desk.url, "here@desk.test", desk.backing.origin),
    await signIn(desk.url, "here@desk.test", desk.backing.origin),
  ];
  const [mine, theirs, kept] = [here, there, third].map((caller) => new Listener(desk.url, bearerOf(caller))) as [
    Listener,
    Listener,
    Listener,
  ];
  for (const listener of [mine, theirs, kept]) await listener.next((hint) => hint.type === "hello");
  expect((await here.call("POST", "/api/auth/sign-out", {})).status).toBe(200);
  expect(await mine.closed).toBe(sessionEnded);
  expect(await new Listener(desk.url, bearerOf(here)).closed).toBe(401);

  const { items } = (await there.get<SessionList>("/me/sessions")).body;
  const args = [items.find(({ current }) => current)?.id ?? ""];
  await desk.backing.database.execute({ sql: "UPDATE sessions SET expires_at = 0 WHERE id = ?", args });
  await desk.worker.sweep();
  expect(await theirs.closed).toBe(sessionEnded);
  const { id } = await cast.open(admin);
  await kept.next((hint) => hint.type === "ticket.changed" && hint.id === id);
  kept.close();
});

test("who is let out hears nothing more, on a socket that was open already", async () => {
  const leaver = await cast.colleague("leaver@desk.test");
  const listener = new Listener(desk.url, bearerOf(leaver));
  await listener.next((hint) => hint.type === "hello");
  const { id } = (await leaver.get<Me>("/me")).body;
  expect((await admin.call("PATCH", `/api/v1/people/${id}`, { active: false })).status).toBe(200);
  expect(await listener.closed).toBe(sessionEnded);
  expect(await new Listener(desk.url, bearerOf(leaver)).closed).toBe(401);
});

test("a socket of a site ends when the site is switched off", async () => {
  const site = (await admin.post<SiteView>("/sites", { name: "Other", origins: ["https://other.test"] })).body.id;
  const nobody = new RemoteCaller(desk.url, { origin: desk.backing.origin });
  const { token } = (await nobody.post<WidgetSession>("/widget/sessions", { site })).body;
  const listener = new Listener(desk.url, token);
  await listener.next((hint) => hint.type === "hello");
  expect((await admin.call("PATCH", `/api/v1/sites/${site}`, { active: false })).status).toBe(200);
  expect(await listener.closed).toBe(sessionEnded);
});

test("the cron trigger sends what could not be sent at once", async () => {
  const ticket = await cast.open(admin, "late@clients.test");
  const { database } = desk.backing;
  const owed = async () => (await database.execute("SELECT attempts, lease_until FROM outbox")).rows;
  await expect.poll(owed).toEqual([]);
  expect(cast.lettersTo("late@clients.test")).toHaveLength(1);
  // The request itself would come back for an email that waits for seconds only.
  const lane = `email.send_update:${ticket.id}`;
  await database.execute({
    sql: "INSERT INTO quiet_lanes (lane, quiet_until, misses) VALUES (?, ?, 0)",
    args: [lane, Date.now() + 3_600_000],
  });
  await admin.post(`/tickets/${ticket.id}/replies`, { body: "Better late than never." });
  await expect.poll(async () => (await owed()).map((row) => Object.values(row))).toEqual([[0, 0]]);
  expect(cast.lettersTo("late@clients.test")).toHaveLength(1);
  await database.execute("DELETE FROM quiet_lanes");
  await desk.worker.sweep();
  expect(cast.lettersTo("late@clients.test").map(({ text }) => text.includes("Better late than never."))).toEqual([
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
    // Cloudflare's files say these always; the server on Node only when it is reached by https.
    const { "strict-transport-security": _, "cross-origin-opener-policy": __, ...headers } = here.headers;
    expect([path, { ...here, headers }]).toEqual([path, there]);
  }
  // What is not there now may be there after the next deployment: nobody may keep that it was not.
  const missing = [
    "/assets/nothing.js",
    "/assets/",
    "/widget/nothing.js",
    "/widget/a/b.js",
    "/nothing.js",
    "/manifest.json",
  ];
  const hidden = ["/index.html", "/widget/.vite/manifest.json", "/.vite/manifest.json", "/_headers", "/api/v1/nothing"];
  for (const path of [...missing, ...hidden]) {
    for (const { url } of [node, desk]) {
      const { status, headers } = await headersOf(`${url}${path}`);
      expect([url, path, status, headers["cache-control"]]).toEqual([url, path, 404, "no-store"]);
    }
  }
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
  const writers = await Promise.all(
    times(8, async (i) => ({ ticket: await cast.open(admin, `writer${i}@clients.test`), said: [] as string[] })),
  );
  /** Says one thing after the other on a ticket of its own, until the desk says no; that one ends the list. */
  const talk = async ({ ticket, said }: (typeof writers)[number]) => {
    for (;;) {
      const words = crypto.randomUUID();
      said.push(words);
      const answer = await reply(ticket, words, words);
      if (answer.status !== 201) return [answer.status, answer.body.code];
    }
  };
  const talking = writers.map(talk);
  await expect.poll(() => Math.min(...writers.map(({ said }) => said.length))).toBeGreaterThan(3);
  const restart = await desk.backing.crashDatabase();
  expect(await Promise.all(talking)).toEqual(writers.map(() => [503, "server.unavailable"]));

  const response = await fetch(`${desk.url}/api/v1/tickets`, { headers: admin.headers });
  expect([response.status, response.headers.get("retry-after")]).toEqual([503, "2"]);
  expect(((await response.json()) as Problem).code).toBe("server.unavailable");
  expect((await fetch(`${desk.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${desk.url}/healthz`)).status).toBe(200);

  await restart();
  for (const { ticket, said } of writers) {
    const last = said.at(-1) ?? "";
    const before = (await cast.messages(ticket)).map(({ body }) => body);
    // Whether the one without an answer was written, nobody was told.
    expect([said, said.slice(0, -1)]).toContainEqual(before);
    expect((await reply(ticket, last, last)).status).toBe(201);
    expect((await cast.messages(ticket)).map(({ body }) => body)).toEqual(said);
    const history = await cast.history(ticket);
    expect(history.filter(({ type }) => type === "ticket.replied")).toHaveLength(said.length);
    expect((await admin.get<TicketView>(`/tickets/${ticket.id}`)).body.version).toBe(history.at(-1)?.seq);
  }
});
