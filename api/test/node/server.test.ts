import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { request } from "node:http";
import type { Socket } from "node:net";
import { connect } from "node:net";
import type { Hint } from "@docket/core/contract/live";
import { sessionEnded } from "@docket/core/contract/live";
import type { Me } from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type { SiteView, WidgetSession } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import { limits } from "@docket/core/limits";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keepBuild } from "../../src/builds/builds.ts";
import { mostConnections } from "../../src/node/connections.ts";
import type { Letter } from "../../src/email/mailer.ts";
import { Listener, bearerOf } from "./listener.ts";
import type { RemoteCaller } from "./people.ts";
import { firstAdmin, password, RemoteCaller as Caller, signIn } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

let folder = "";
let server: ServerProcess;
let admin: RemoteCaller;
let siteId = "";

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-server-"));
  server = await ServerProcess.start(folder);
  admin = await firstAdmin(server);
  const site = await admin.post<SiteView>("/sites", { name: "Shop", origins: ["https://shop.test"] });
  siteId = site.body.id;
});
afterAll(async () => {
  await server.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

const visitor = async (): Promise<{ readonly caller: RemoteCaller; readonly token: string }> => {
  const session = await new Caller(server.url).post<WidgetSession>("/widget/sessions", { site: siteId });
  const { token } = session.body;
  return { token, caller: new Caller(server.url, { authorization: `Bearer ${token}` }) };
};

/** Somebody who was invited by letter and joined. */
const colleague = async (email: string): Promise<RemoteCaller> => {
  await admin.post("/invitations", { email, role: "agent" });
  const letter = async (): Promise<string> => {
    const { items } = (await (await fetch(`${server.url}/dev/mailbox.json`)).json()) as { items: Letter[] };
    return items.find(({ to }) => to === email)?.text ?? letter();
  };
  const token = /\/join#(\S+)/.exec(await letter())?.[1];
  await new Caller(server.url).post("/invitations/accept", { token, name: "Colleague", password });
  return signIn(server.url, email);
};

let opened = 0;

const openAs = async (caller: RemoteCaller): Promise<TicketView> => {
  const requester = { name: "Vera", email: `vera${++opened}@clients.test` };
  const input = { title: "Help", description: "Please", category: "question", requester };
  return (await caller.post<TicketView>("/tickets", input)).body;
};

test("hints reach the staff and the ticket's own visitor, and nobody else", async () => {
  const [mine, other] = [await visitor(), await visitor()];
  const listeners = {
    staff: new Listener(server.url, bearerOf(admin)),
    mine: new Listener(server.url, mine.token),
    other: new Listener(server.url, other.token),
  };
  for (const listener of Object.values(listeners)) await listener.next((hint) => hint.type === "hello");
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

test("a socket needs a session, the right page for a cookie, and does not listen to its caller", async () => {
  expect(await new Listener(server.url, "").closed).toBe(401);
  expect(await new Listener(server.url, "dv_nonsense").closed).toBe(401);
  const { token } = await visitor();
  expect(await new Listener(server.url, token, { origin: "https://elsewhere.test" }).closed).toBe(403);
  const talker = new Listener(server.url, token, { origin: "https://shop.test" });
  await talker.next((hint) => hint.type === "hello");
  talker.send("x");
  expect(await talker.closed).toBe(1003);
  expect((await admin.get<Problem>("/live")).body.code).toBe("request.upgrade_required");
});

test("a page opens a socket with the token of staff as the reference says: URL-encoded", async () => {
  const document = (await (await fetch(`${server.url}/api/v1/openapi.json`)).json()) as {
    readonly paths: Readonly<Record<string, { readonly get: { readonly description: string } }>>;
  };
  expect(document.paths["/api/v1/live"]?.get.description).toContain("`encodeURIComponent`");
  const url = `${server.url.replace("http", "ws")}/api/v1/live`;
  const token = admin.headers["authorization"]?.replace("Bearer ", "") ?? "";
  const open = (word: string) => new WebSocket(url, ["docket.v1", `docket.bearer.${word}`]);
  expect(() => open(token)).toThrow("Sec-WebSocket-Protocol");
  const socket = open(encodeURIComponent(token));
  const [event] = (await once(socket, "message")) as [MessageEvent<string>];
  expect(JSON.parse(event.data)).toEqual({ type: "hello" });
  socket.close();
});

test("who is let out hears nothing more, on a socket that was open already", async () => {
  const leaver = await colleague("leaver@desk.test");
  const listener = new Listener(server.url, bearerOf(leaver));
  await listener.next((hint) => hint.type === "hello");
  const { id } = (await leaver.get<Me>("/me")).body;
  expect((await admin.call("PATCH", `/api/v1/people/${id}`, { active: false })).status).toBe(200);
  expect(await listener.closed).toBe(sessionEnded);
  expect(await new Listener(server.url, bearerOf(leaver)).closed).toBe(401);
});

test("a socket ends with its session, and those of the same person's other sessions stay", async () => {
  const here = await colleague("here@desk.test");
  const there = await signIn(server.url, "here@desk.test");
  const widget = await visitor();
  const [mine, theirs, asking] = [bearerOf(here), bearerOf(there), widget.token].map(
    (token) => new Listener(server.url, token),
  ) as [Listener, Listener, Listener];
  for (const listener of [mine, theirs, asking]) await listener.next((hint) => hint.type === "hello");
  expect((await here.call("POST", "/api/auth/sign-out", {})).status).toBe(200);
  expect(await mine.closed).toBe(sessionEnded);
  expect(await new Listener(server.url, bearerOf(here)).closed).toBe(401);
  expect((await widget.caller.call("DELETE", "/api/v1/widget/session")).status).toBe(204);
  expect(await asking.closed).toBe(sessionEnded);
  expect(await new Listener(server.url, widget.token).closed).toBe(401);

  const { id } = await openAs(admin);
  await theirs.next((hint) => hint.type === "ticket.changed" && hint.id === id);
  expect([mine, asking].map(({ hints }) => hints)).toEqual([[{ type: "hello" }], [{ type: "hello" }]]);
  theirs.close();
});

test("a socket of a site ends when the site is switched off or loses a page, and those of other sites stay", async () => {
  const shop = (await admin.post<SiteView>("/sites", { name: "Other", origins: ["https://other.test"] })).body;
  const open = async (site: string): Promise<Listener> => {
    const { token } = (await new Caller(server.url).post<WidgetSession>("/widget/sessions", { site })).body;
    const listener = new Listener(server.url, token);
    await listener.next((hint) => hint.type === "hello");
    return listener;
  };
  const elsewhere = await visitor();
  const kept = new Listener(server.url, elsewhere.token);
  await kept.next((hint) => hint.type === "hello");
  for (const change of [{ origins: [] }, { active: false }]) {
    const shut = await open(shop.id);
    expect((await admin.call("PATCH", `/api/v1/sites/${shop.id}`, { name: "New name" })).status).toBe(200);
    expect((await admin.call("PATCH", `/api/v1/sites/${shop.id}`, change)).status).toBe(200);
    expect(await shut.closed).toBe(sessionEnded);
  }
  const { id } = await openAs(elsewhere.caller);
  await kept.next((hint) => hint.type === "ticket.changed" && hint.id === id);
  kept.close();
});

test("one session has fifty sockets and no more", async () => {
  const { token } = await visitor();
  const listeners = Array.from({ length: 51 }, () => new Listener(server.url, token));
  expect(await Promise.race(listeners.map(({ closed }) => closed))).toBe(1013);
  const other = new Listener(server.url, (await visitor()).token);
  await other.next((hint) => hint.type === "hello");
  for (const listener of [...listeners, other]) listener.close();
});

/** Sends a body over a raw connection of its own; `length` null sends it in chunks, so that nobody knows it beforehand. */
const sendRaw = (path: string, type: string, parts: readonly Buffer[], length: number | null): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const size = length === null ? { "transfer-encoding": "chunked" } : { "content-length": length };
    const headers = { ...admin.headers, "content-type": type, ...size };
    const outgoing = request(`${server.url}/api/v1${path}`, { agent: false, method: "POST", headers });
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
  const tooLarge = [413, "request.too_large"];
  const file = Array.from({ length: limits.fileBytes / megabyte.length + 1 }, () => megabyte);
  const before = await admin.get<{ total: number }>("/tickets/counts");
  for (const length of [null, megabyte.length]) {
    expect(await sendRaw("/tickets", "application/json", [megabyte], length)).toEqual(tooLarge);
  }
  for (const length of [null, megabyte.length * file.length]) {
    const answer = await sendRaw("/attachments?name=big.txt", "application/octet-stream", file, length);
    expect(answer).toEqual([413, "attachment.too_large"]);
  }
  expect((await admin.get<{ total: number }>("/tickets/counts")).body).toEqual(before.body);
  expect(await readdir(join(folder, "files")).catch(() => [])).toEqual([]);
});

test("200 parallel claims over the network: one winner; 50 parallel replies: all kept in order", async () => {
  const ticket = await openAs((await visitor()).caller);
  const answers = await Promise.all(
    Array.from({ length: 200 }, () => admin.post<TicketView>(`/tickets/${ticket.id}/claim`)),
  );
  expect(new Set(answers.map((answer) => `${answer.status} ${answer.body.version}`))).toEqual(new Set(["200 2"]));
  const replies = await Promise.all(
    Array.from({ length: 50 }, (_, i) => admin.post(`/tickets/${ticket.id}/replies`, { body: `Reply ${i}` })),
  );
  expect(replies.map((reply) => reply.status)).toEqual(Array.from({ length: 50 }, () => 201));
});

test("health, readiness, the API document and the pages answer", async () => {
  const paths = ["/healthz", "/readyz", "/api/v1/openapi.json", "/docs", "/dev/mailbox"];
  const answers = await Promise.all(paths.map((path) => fetch(`${server.url}${path}`)));
  expect(answers.map((answer) => answer.status)).toEqual(paths.map(() => 200));
});

test("a proxy in front whose word is not asked for is noticed", async () => {
  await fetch(`${server.url}/healthz`, { headers: { "x-forwarded-for": "198.51.100.7" } });
  await server.says("CLIENT_IP_HEADER");
  expect(server.output).not.toContain("198.51.100.7");
});

test("SIGTERM lets requests that run end, and loses no acknowledged write", async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-stop-"));
  const short = await ServerProcess.start(own);
  const boss = await firstAdmin(short);
  const input = { title: "Help", description: "Please", category: "question" };
  const answers = Array.from({ length: 30 }, () => boss.post<TicketView>("/tickets", input));
  const all = Promise.allSettled(answers);
  await Promise.any(answers);
  const code = await short.end("SIGTERM");
  const settled = await all;
  const kept = settled.flatMap((answer) =>
    answer.status === "fulfilled" && answer.value.status === 201 ? [answer.value.body.id] : [],
  );
  expect(code).toBe(0);
  const again = await ServerProcess.start(own);
  const reader = new Caller(again.url, boss.headers);
  const found = await Promise.all(kept.map((id) => reader.get(`/tickets/${id}`)));
  expect(found.map((answer) => answer.status)).toEqual(kept.map(() => 200));
  await again.end("SIGTERM");
  await rm(own, { recursive: true, force: true });
});

test("SIGTERM does not wait for requests of which only a half comes", async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-half-"));
  const short = await ServerProcess.start(own);
  const port = Number(new URL(short.url).port);
  const halves = [
    "POST /api/v1/tickets HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\n",
    "POST /api/auth/sign-out HTTP/1.1\r\nHost: desk\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{",
    "",
  ];
  const open = await Promise.all(
    halves.map(async (half) => {
      const socket = connect(port, "127.0.0.1").on("error", () => undefined);
      await new Promise<void>((resolve) => {
        socket.write(half, () => resolve());
      });
      return socket;
    }),
  );
  await fetch(`${short.url}/healthz`);
  expect(await short.end("SIGTERM")).toBe(0);
  expect(short.output).not.toContain("stopped while something still ran");
  for (const socket of open) socket.destroy();
  await rm(own, { recursive: true, force: true });
});

/** What a server says to these bytes, until it closes the connection. */
const say = (text: string): Promise<string> =>
  new Promise((resolve) => {
    const answer: Buffer[] = [];
    connect(Number(new URL(server.url).port), "127.0.0.1")
      .on("data", (data: Buffer) => answer.push(data))
      .on("close", () => resolve(Buffer.concat(answer).toString()))
      .on("error", () => undefined)
      .write(text);
  });

const socketHeaders = [
  "Host: desk",
  "Connection: Upgrade, close",
  "Upgrade: websocket",
  "Sec-WebSocket-Version: 13",
  "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
].join("\r\n");

test.each([
  ["a socket elsewhere", `GET /api/v1/tickets HTTP/1.1\r\n${socketHeaders}\r\n\r\n`, 400],
  ["a write that asks for a socket", `PATCH /api/v1/tickets/1 HTTP/1.1\r\n${socketHeaders}\r\n\r\n`, 400],
  ["a socket of nobody", `GET /api/v1/live HTTP/1.1\r\n${socketHeaders}\r\n\r\n`, 401],
  ["headers without end", `GET / HTTP/1.1\r\nHost: desk\r\nX-Long: ${"x".repeat(20_000)}\r\n\r\n`, 431],
  ["something that is no request", "GET /\u0001 HTTP/1.1\r\nHost: desk\r\n\r\n", 400],
  ["a request to no host", "GET / HTTP/1.1\r\n\r\n", 400],
  ["a request to two hosts", "GET / HTTP/1.1\r\nHost: desk\r\nhost: desk.test\r\n\r\n", 400],
  ["a socket of two hosts", `GET /api/v1/live HTTP/1.1\r\nHost: desk.test\r\n${socketHeaders}\r\n\r\n`, 400],
  ["a host that is none", "GET /healthz HTTP/1.1\r\nHost: desk@desk.test\r\n\r\n", 400],
  ["an address that is none", "GET http://[desk/ HTTP/1.1\r\nHost: desk\r\n\r\n", 400],
  ["a path with a backslash", "GET /\\desk.test HTTP/1.1\r\nHost: desk\r\n\r\n", 400],
  ["an expectation", "POST /api/v1/tickets HTTP/1.1\r\nHost: desk\r\nExpect: x\r\nContent-Length: 2\r\n\r\n{}", 417],
])("%s is answered with a problem document", async (_, text, status) => {
  const [head = "", body = ""] = (await say(text)).split("\r\n\r\n");
  expect(head).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
  expect(head).toMatch(/^content-type: application\/problem\+json$/im);
  expect(head).toMatch(/^x-content-type-options: nosniff$/im);
  expect(head).toMatch(/^content-security-policy: default-src 'none'/im);
  expect(JSON.parse(body)).toMatchObject({ status, requestId: expect.any(String) as string });
});

test("what becomes unreadable while it is answered gets no second answer", async () => {
  const head = "POST /api/v1/attachments?name=a HTTP/1.1\r\nHost: desk\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n";
  const answer = await new Promise<string>((resolve) => {
    let text = "";
    const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
    socket.on("data", (data: Buffer) => {
      text += data.toString();
      socket.write("this is no chunk\r\n");
    });
    socket.on("close", () => resolve(text)).on("error", () => undefined);
    socket.write(head);
  });
  expect(answer.match(/HTTP\/1\.1 \d+/g)).toEqual(["HTTP/1.1 401"]);
});

test(
  "one address has two thousand connections, and room again when they are closed",
  { timeout: 240_000 },
  async () => {
    const own = await mkdtemp(join(tmpdir(), "docket-many-"));
    const crowded = await ServerProcess.start(own);
    const port = Number(new URL(crowded.url).port);
    const sockets: Socket[] = [];
    // Who has asked for something may stay for longer than the test takes, and who has not, only for some seconds.
    const fill = async (count: number): Promise<void> => {
      const more = Array.from({ length: count }, () => connect(port, "127.0.0.1").on("error", () => undefined));
      for (const socket of more) socket.write("GET /healthz HTTP/1.1\r\nhost: desk\r\n\r\n");
      await Promise.all(more.map(async (socket) => once(socket, "data")));
      sockets.push(...more);
    };
    for (let i = 0; i < mostConnections.open.each; i += 100) await fill(100);
    expect(sockets.filter(({ closed }) => closed)).toEqual([]);
    expect(crowded.output).not.toContain("too many connections");
    const ended = Promise.any(sockets.map(async (socket) => once(socket, "close")));
    await fill(1);
    await Promise.all([ended, crowded.says("CLIENT_IP_HEADER")]);
    expect(sockets[0]?.closed).toBe(true);
    for (const socket of sockets) socket.destroy();
    const answers = async (): Promise<boolean> => (await fetch(`${crowded.url}/healthz`).catch(() => null)) !== null;
    while (!(await answers())) await new Promise(setImmediate);
    expect(await crowded.end("SIGTERM")).toBe(0);
    await rm(own, { recursive: true, force: true });
  },
);

test("SIGTERM closes a socket whose other side does not answer", async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-silent-"));
  const short = await ServerProcess.start(own);
  const silent = new Listener(short.url, bearerOf(await firstAdmin(short)));
  await silent.next((hint) => hint.type === "hello");
  silent.fallSilent();
  expect(await short.end("SIGTERM")).toBe(0);
  expect(short.output).not.toContain("stopped while something still ran");
  silent.close();
  await rm(own, { recursive: true, force: true });
});

const local = { DOCKET_URL: "http://localhost:8787", DOCKET_SECRET: "a secret for tests that is long enough" };

test.each([
  ["DOCKET_URL", {}],
  ["DOCKET_URL", { DOCKET_URL: "desk.example.com" }],
  ["DOCKET_SECRET", { DOCKET_URL: "https://desk.example.com", DOCKET_SECRET: "short" }],
  [
    "PORT",
    { DOCKET_URL: "https://desk.example.com", DOCKET_SECRET: "a secret for tests that is long enough", PORT: "http" },
  ],
  [
    "POSTMARK_TOKEN",
    { DOCKET_URL: "https://desk.example.com", DOCKET_SECRET: "a secret for tests that is long enough" },
  ],
  ["HOST", { ...local, HOST: "0.0.0.0" }],
  [
    "MAIL_FROM",
    {
      DOCKET_URL: "https://desk.example.com",
      DOCKET_SECRET: "a secret for tests that is long enough",
      POSTMARK_TOKEN: "token",
    },
  ],
  [
    "MAIL_FROM",
    {
      DOCKET_URL: "https://desk.example.com",
      DOCKET_SECRET: "a secret for tests that is long enough",
      MAIL_FROM: "Support",
    },
  ],
  ["DATABASE_URL", { ...local, DATABASE_URL: "file:/nowhere/desk.db" }],
  ["DATABASE_URL", { ...local, DATABASE_URL: "http://127.0.0.1:port" }],
  [
    "REOPEN_DAYS",
    {
      DOCKET_URL: "https://desk.example.com",
      DOCKET_SECRET: "a secret for tests that is long enough",
      REOPEN_DAYS: "-1",
    },
  ],
])("a wrong %s stops the server with one line that names it", async (name, settings) => {
  const own = await mkdtemp(join(tmpdir(), "docket-settings-"));
  const process = ServerProcess.launch({ DATA_DIR: own, ...settings });
  expect(await process.exited).toBe(1);
  expect(process.output.trim().split("\n")).toHaveLength(1);
  expect(process.output).toContain(name);
  await rm(own, { recursive: true, force: true });
});

test("a second server on the same port takes nothing up that the first one is working on", async () => {
  const client = createClient({ url: `file:${join(folder, "docket.db")}`, timeout: 5000 });
  const leaseUntil = Date.now() + 3_600_000;
  const now = Date.now();
  await client.execute({
    sql: `INSERT INTO outbox (id, lane, type, payload, created_at, run_after, lease_until, attempts)
      VALUES ('out_1', 'a lane', 'a letter', '{}', ?, ?, ?, 1)`,
    args: [now, now, leaseUntil],
  });
  const { port } = new URL(server.url);
  const settings = { PORT: port, DOCKET_URL: server.url, DOCKET_SECRET: "a secret for tests that is long enough" };
  expect(await ServerProcess.launch({ DATA_DIR: folder, ...settings }).exited).toBe(1);
  const { rows } = await client.execute("DELETE FROM outbox WHERE id = 'out_1' RETURNING lease_until");
  client.close();
  expect(rows.map((row) => row["lease_until"])).toEqual([leaseUntil]);
});

test("an upgrade to something else than a WebSocket is answered, and who breaks off does not end the server", async () => {
  const upgrade = (end: (socket: Socket) => void): Promise<string> =>
    new Promise((resolve) => {
      const socket = connect(Number(new URL(server.url).port), "127.0.0.1");
      const answer: Buffer[] = [];
      socket.on("data", (data: Buffer) => answer.push(data));
      socket.on("close", () => resolve(Buffer.concat(answer).toString()));
      socket.on("error", () => undefined);
      const lines = ["GET /healthz HTTP/1.1", "Host: desk", "Connection: Upgrade, close", "Upgrade: h2c"];
      socket.write(`${lines.join("\r\n")}\r\n\r\n`, () => end(socket));
    });
  expect(await upgrade(() => undefined)).toMatch(/^HTTP\/1\.1 200 /);
  for (let i = 0; i < 20; i++) await upgrade((socket) => socket.resetAndDestroy());
  expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
});

test("a port that is taken is said in one line", async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-port-"));
  const port = new URL(server.url).port;
  const twin = ServerProcess.launch({
    DATA_DIR: own,
    PORT: port,
    DOCKET_URL: server.url,
    DOCKET_SECRET: "a secret for tests that is long enough",
  });
  expect(await twin.exited).toBe(1);
  expect(twin.output).toContain(`PORT ${port} is taken`);
  await rm(own, { recursive: true, force: true });
});

test("pages of the two builds before find their files, also from another release folder, and of older ones no longer", async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-releases-"));
  await (await ServerProcess.start(own)).end("SIGTERM");
  await rm(join(own, "builds"), { recursive: true });
  for (const label of ["old", "before", "last"]) {
    const release = join(own, label);
    await mkdir(join(release, "assets"), { recursive: true });
    await mkdir(join(release, "widget"), { recursive: true });
    await writeFile(join(release, "assets", `index-${label}.js`), label);
    await writeFile(join(release, "widget", `app-${label}.js`), label);
    await keepBuild(release, join(own, "builds"));
  }
  const desk = await ServerProcess.start(own);
  for (const label of ["before", "last"]) {
    for (const path of [`/assets/index-${label}.js`, `/widget/app-${label}.js`]) {
      const file = await fetch(`${desk.url}${path}`);
      expect([path, await file.text(), file.headers.get("cache-control")]).toEqual([
        path,
        label,
        "public, max-age=31536000, immutable",
      ]);
      expect(file.headers.get("access-control-allow-origin")).toBe(path.startsWith("/widget") ? "*" : null);
    }
  }
  const gone = await fetch(`${desk.url}/assets/index-old.js`);
  expect([gone.status, gone.headers.get("cache-control")]).toEqual([404, "no-store"]);
  await desk.end("SIGTERM");
  await rm(own, { recursive: true, force: true });
});
