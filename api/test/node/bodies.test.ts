import { once } from "node:events";
import { mkdtemp, readdir, rm, stat, utimes } from "node:fs/promises";
import { Agent, request } from "node:http";
import type { ClientRequest, IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AttachmentView } from "@docket/core/contract/attachment";
import type { Problem } from "@docket/core/contract/problem";
import { limits } from "@docket/core/limits";
import { hour, second } from "@docket/core/time";
import { afterAll, beforeAll, expect, test } from "vitest";
import { pace } from "../../src/http/body.ts";
import { mostConnections } from "../../src/node/connections.ts";
import { crowdAt } from "./crowd.ts";
import { RemoteCaller, firstAdmin } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

let folder = "";
let server: ServerProcess;
let admin: RemoteCaller;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-bodies-"));
  server = await ServerProcess.start(folder, {
    SLACK_BOT_TOKEN: "xoxb-nothing",
    SLACK_SIGNING_SECRET: "a secret that signs",
    SLACK_API_URL: "http://127.0.0.1:9/",
    LOG_LEVEL: "info",
  });
  admin = await firstAdmin(server);
});
afterAll(async () => {
  await server.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

interface Sent {
  readonly status: number | undefined;
  readonly connection: string | undefined;
  readonly problem: Problem;
}

const answerOf = async (outgoing: ClientRequest): Promise<Sent> => {
  const [message] = (await once(outgoing, "response")) as [IncomingMessage];
  const chunks: Buffer[] = [];
  message.on("data", (chunk: Buffer) => chunks.push(chunk));
  const text = () => Buffer.concat(chunks).toString();
  // The answer is whole before the connection ends.
  while (Buffer.concat(chunks).length < Number(message.headers["content-length"])) await once(message, "data");
  return {
    status: message.statusCode,
    connection: message.headers.connection,
    problem: JSON.parse(text()) as Problem,
  };
};

const begin = (path: string, headers: Record<string, string | number>, agent: Agent | false = false): ClientRequest =>
  request(`${server.url}${path}`, { agent, method: "POST", headers }).on("error", () => undefined);

const chunked = { "transfer-encoding": "chunked" };
const kilobytes = (count: number) => Buffer.alloc(count * 1024, "a");

test.each([
  ["a file", "/api/v1/attachments?name=x", "application/octet-stream"],
  ["a ticket", "/api/v1/tickets", "application/json"],
])("who is not known is told so while the body of %s is still on its way", async (_, path, type) => {
  const outgoing = begin(path, { ...chunked, "content-type": type });
  outgoing.write(kilobytes(100));
  const { status, connection, problem } = await answerOf(outgoing);
  expect([status, problem.code, connection]).toEqual([401, "auth.required", "close"]);
  outgoing.destroy();
});

test("a body that nobody read ends its connection, and the next request has one of its own", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  for (let i = 0; i < 4; i++) {
    const unread = begin("/api/v1/attachments?name=x", { "content-length": 300 * 1024 }, agent);
    unread.end(kilobytes(300));
    const refused = await answerOf(unread);
    expect([refused.status, refused.connection]).toEqual([401, "close"]);
    const next = begin("/api/v1/tickets", { "content-type": "application/json" }, agent);
    next.end("{}");
    expect((await answerOf(next)).status).toBe(401);
  }
  agent.destroy();
});

test("who only says how much will come stops nobody, at this address or elsewhere", async () => {
  const site = (await admin.post<{ id: string }>("/sites", { name: "Shop", origins: ["https://shop.test"] })).body.id;
  const origin = "https://shop.test";
  const stranger = new RemoteCaller(server.url, { origin });
  const { token } = (await stranger.post<{ token: string }>("/widget/sessions", { site })).body;
  const headers = { origin, authorization: `Bearer ${token}`, "content-type": "application/json" };
  const said = Array.from({ length: 240 }, () => {
    const outgoing = begin("/api/v1/widget/session/code", { ...headers, "content-length": 256 * 1024 });
    outgoing.flushHeaders();
    return outgoing;
  });
  await Promise.all(said.map((outgoing) => once(outgoing, "socket")));
  const requester = { name: "Vera", email: "vera@clients.test" };
  const ticket = { title: "Hello", description: "It broke.", category: "problem", requester };
  for (let i = 0; i < 3; i++) expect((await admin.post("/tickets", ticket)).status).toBe(201);
  const guess = { email: "nobody@desk.test", password: "whatever it is" };
  expect((await new RemoteCaller(server.url).call("POST", "/api/auth/sign-in/email", guess)).status).toBe(401);
  for (const outgoing of said) outgoing.destroy();
});

test("a small body that nobody read keeps its connection", async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ports = new Set<number | undefined>();
  for (let i = 0; i < 4; i++) {
    const unread = begin("/api/v1/tickets", { "content-type": "application/json", "content-length": 20_000 }, agent);
    unread.once("socket", (socket) => socket.once("connect", () => ports.add(socket.localPort)));
    unread.end(Buffer.alloc(20_000, "a"));
    expect(await answerOf(unread)).toMatchObject({ status: 401, connection: "keep-alive" });
  }
  expect(ports.size).toBe(1);
  agent.destroy();
});

/** How many bytes there are of each file that is kept, or on its way. */
const keptSizes = async (): Promise<number[]> => {
  const files = join(folder, "files");
  const sizes = (await readdir(files)).map(
    async (name) => (await stat(join(files, name)).catch(() => null))?.size ?? 0,
  );
  return Promise.all(sizes);
};

test("many large files at once flow to where they are kept, and nothing is left of those that break off", async () => {
  const size = limits.fileBytes;
  const beginFile = (key: string) => {
    const headers = { ...admin.headers, "content-type": "application/octet-stream", "content-length": size };
    return begin("/api/v1/attachments?name=film.bin", { ...headers, "idempotency-key": `large-${key}` });
  };
  // Ten times as many bytes as one address may have held.
  const begun = Array.from({ length: 24 }, (_, i) => beginFile(`file-${i}`));
  const first = kilobytes(4096);
  for (const outgoing of begun) outgoing.write(first);
  // None was sent to its end, and the bytes of each are on the disk.
  await expect
    .poll(async () => (await keptSizes()).filter((bytes) => bytes === first.length).length, { timeout: 20_000 })
    .toBe(24);
  const rest = Buffer.alloc(size - first.length, "b");
  const answers = await Promise.all(
    begun.slice(0, 4).map(async (outgoing) => {
      outgoing.end(rest);
      const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
      answer.resume();
      return answer.statusCode;
    }),
  );
  expect(answers).toEqual([201, 201, 201, 201]);
  for (const outgoing of begun.slice(4)) outgoing.destroy();
  await expect.poll(keptSizes, { timeout: 20_000 }).toEqual([size, size, size, size]);
  expect(server.output).not.toContain('"level":"error"');

  const send = async (body: Buffer<ArrayBuffer>): Promise<[number, Partial<AttachmentView & Problem>]> => {
    const headers = { ...admin.headers, "content-type": "application/octet-stream", "idempotency-key": "large-file-0" };
    const url = `${server.url}/api/v1/attachments?name=film.bin`;
    const answer = await fetch(url, { method: "POST", headers, body });
    return [answer.status, (await answer.json()) as Partial<AttachmentView & Problem>];
  };
  expect(await send(Buffer.concat([first, rest]))).toEqual([201, expect.objectContaining({ size })]);
  expect(await send(rest)).toEqual([422, expect.objectContaining({ code: "idempotency.key_reused" })]);
  expect(await keptSizes()).toEqual([size, size, size, size]);
});

test("a file without its length is on the disk and takes nobody's room in memory", async () => {
  const headers = { ...admin.headers, ...chunked, "content-type": "application/octet-stream" };
  const before = await keptSizes();
  const begun = Array.from({ length: 4 }, () => begin("/api/v1/attachments?name=film.bin", headers));
  const first = kilobytes(9000);
  for (const outgoing of begun) outgoing.write(first);
  await expect
    .poll(async () => (await keptSizes()).filter((bytes) => bytes === first.length).length, { timeout: 20_000 })
    .toBe(4);
  const requester = { name: "Vera", email: "vera@clients.test" };
  const ticket = { title: "Hello", description: "It broke.", category: "problem", requester };
  expect((await admin.post("/tickets", ticket)).status).toBe(201);
  for (const outgoing of begun) outgoing.destroy();
  await expect.poll(keptSizes, { timeout: 20_000 }).toHaveLength(before.length);
});

test("who sends too much reads why, each time", async () => {
  const body = Buffer.alloc(limits.fileBytes + 1024 * 1024, "a");
  const answers = [];
  for (let i = 0; i < 10; i++) {
    const headers = { ...admin.headers, "content-type": "application/octet-stream" };
    const response = await fetch(`${server.url}/api/v1/attachments?name=x`, { method: "POST", headers, body });
    answers.push(`${response.status} ${((await response.json()) as Problem).code}`);
  }
  expect(new Set(answers)).toEqual(new Set(["413 attachment.too_large"]));
});

/** What makes a request look as if Slack had signed it just now. */
const slackHeaders = (seconds = Math.floor(Date.now() / 1000)) => ({
  "x-slack-request-timestamp": String(seconds),
  "x-slack-signature": `v0=${"0".repeat(64)}`,
});

test.each([
  ["that nobody signed", {}],
  ["whose time is no number", { ...slackHeaders(), "x-slack-request-timestamp": "now" }],
  ["that was signed long ago", slackHeaders(1_000_000_000)],
])("a request to Slack's address %s is refused while its body is still on its way", async (_, headers) => {
  const outgoing = begin("/hooks/slack", { ...headers, ...chunked });
  outgoing.write("{");
  const [answer] = (await once(outgoing, "response")) as [IncomingMessage];
  expect([answer.statusCode, answer.headers.connection]).toEqual([401, "close"]);
  outgoing.destroy();
});

test("what is too large for Slack to have sent it is refused as such", async () => {
  const body = kilobytes(2 * 1024);
  const known = await fetch(`${server.url}/hooks/slack`, { method: "POST", body });
  expect([known.status, ((await known.json()) as Problem).code]).toEqual([413, "request.too_large"]);
  const outgoing = begin("/hooks/slack", { ...slackHeaders(), ...chunked });
  outgoing.write(body);
  expect(await answerOf(outgoing)).toMatchObject({ status: 413, problem: { code: "request.too_large" } });
  outgoing.destroy();
  expect(server.output).not.toContain('"level":"error"');
});

test("whoever sends what never ends in the name of a chat keeps nobody else out", async () => {
  const path = "/hooks/slack";
  const headers = { ...slackHeaders(), ...chunked };
  const beginAt = (localAddress: string): ClientRequest => {
    const outgoing = request(`${server.url}${path}`, { agent: false, method: "POST", headers, localAddress });
    outgoing.on("error", () => undefined).write(kilobytes(900));
    return outgoing;
  };
  const begun = ["127.0.0.2", "127.0.0.3", "127.0.0.4"].map((address) =>
    Array.from({ length: 5 }, () => beginAt(address)),
  );
  const first = await Promise.all(begun.map((ofOne) => Promise.race(ofOne.map(answerOf))));
  expect(first.map(({ status }) => status)).toEqual([429, 429, 429]);
  const signedByNobody = await fetch(`${server.url}${path}`, {
    method: "POST",
    headers: slackHeaders(),
    body: kilobytes(30),
  });
  expect(signedByNobody.status).toBe(401);
  for (const outgoing of begun.flat()) outgoing.destroy();
});

test("a body that names a field twice is refused: nobody could say which one counts", async () => {
  const send = (body: string) =>
    fetch(`${server.url}/api/v1/tickets`, {
      method: "POST",
      headers: { ...admin.headers, "content-type": "application/json" },
      body,
    });
  const rest = `"description":"{\\"a\\": 1, \\"a\\": 2}","category":"question"`;
  for (const twice of [`"title":"one","title":"two",${rest}`, `"title":"one",${rest},"tit\\u006ce":"two"`]) {
    const answer = await send(`{${twice}}`);
    expect([answer.status, ((await answer.json()) as Problem).code]).toEqual([400, "request.malformed"]);
  }
  expect((await send(`{"title":"one",${rest}}`)).status).toBe(201);
});

test.each([
  ["/api/v1/attachments", "?name=a.txt", { "content-type": "text/plain", "content-length": 1000 }],
  ["/api/v1/tickets", "", { "content-type": "application/json", ...chunked }],
  ["/api/auth/sign-in/email", "", { "content-type": "application/json", "content-length": 1000 }],
])("who hangs up while sending a body to %s is no fault of the desk", async (path, query, headers) => {
  const outgoing = begin(`${path}${query}`, { ...admin.headers, ...headers });
  await new Promise((resolve) => {
    outgoing.write("{", resolve);
  });
  const before = server.output.length;
  outgoing.destroy();
  await expect.poll(() => server.output.slice(before)).toContain(`"path":"${path}","status":499`);
  expect(server.output).not.toMatch(/"level":"(?:error|warn)"/);
});

test("what a server that was killed had of a file goes when another one starts, an hour later", async () => {
  const own = await mkdtemp(join(tmpdir(), "docket-killed-"));
  const files = join(own, "files");
  const killed = await ServerProcess.start(own);
  const { headers } = await firstAdmin(killed);
  const uploads = Array.from({ length: 2 }, () => {
    const outgoing = request(`${killed.url}/api/v1/attachments?name=a.txt`, {
      agent: false,
      method: "POST",
      headers: { ...headers, "content-type": "text/plain", "content-length": 1000 },
    });
    outgoing.on("error", () => undefined).write("Hello");
    return outgoing;
  });
  await expect.poll(() => readdir(files)).toHaveLength(2);
  await killed.end("SIGKILL");
  for (const outgoing of uploads) outgoing.destroy();
  const [old = "", fresh = ""] = await readdir(files);
  const longAgo = new Date(Date.now() - hour - second);
  await utimes(join(files, old), longAgo, longAgo);
  const next = await ServerProcess.start(own);
  // Another server of the same folder may be writing it.
  await expect.poll(() => readdir(files)).toEqual([fresh]);
  expect(await next.end("SIGTERM")).toBe(0);
  await rm(own, { recursive: true, force: true });
});

test("connections on which nobody asks for anything end no body that is on its way", async () => {
  const ticket = JSON.stringify({ title: "Slowly", description: "Two", category: "question" });
  const slow = begin("/api/v1/tickets", { ...admin.headers, ...chunked, "content-type": "application/json" });
  slow.write(ticket.slice(0, 9));
  const [socket] = (await once(slow, "socket")) as [Socket];
  await once(socket, "connect");
  // Its head is there before the others are.
  expect((await admin.get("/me")).status).toBe(200);
  const { hostname, port } = new URL(server.url);
  const crowd = Array.from({ length: mostConnections.heads.each + 20 }, () =>
    connect(Number(port), hostname).on("error", () => undefined),
  );
  await Promise.any(crowd.map((one) => once(one, "close")));
  slow.end(ticket.slice(9));
  expect((await answerOf(slow)).status).toBe(201);
  for (const one of crowd) one.destroy();
});

test("where one address has too many unfinished bodies the next is refused, and those on their way go on", async () => {
  const guess = JSON.stringify({ email: "nobody@desk.test", password: "whatever it is" });
  const path = "/api/auth/sign-in/email";
  const signIn = (): ClientRequest => begin(path, { ...chunked, "content-type": "application/json" });
  const slow = signIn();
  // White space keeps the pace of a body, however long the others take to come.
  const bring = (): void => void slow.write(" ".repeat(pace.bytes));
  bring();
  const bringing = setInterval(bring, pace.within / 4);
  await once(((await once(slow, "socket")) as [Socket])[0], "connect");
  expect((await admin.get("/me")).status).toBe(200);
  const { host } = new URL(server.url);
  const crowd = await crowdAt({
    url: server.url,
    begin: () =>
      `POST ${path} HTTP/1.1\r\nhost: ${host}\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n{`,
    count: mostConnections.strangers.each + 15,
    until: 429,
  });
  expect(JSON.parse(crowd.answer.split("\r\n\r\n")[1] ?? "")).toMatchObject({ code: "request.rate_limited" });

  const whole = signIn();
  whole.end(guess);
  expect((await answerOf(whole)).status).toBe(401);
  const ticket = JSON.stringify({ title: "Slowly", description: "Two", category: "question" });
  const known = begin("/api/v1/tickets", { ...admin.headers, ...chunked, "content-type": "application/json" });
  known.write(ticket.slice(0, 9));
  await once(((await once(known, "socket")) as [Socket])[0], "connect");
  expect((await admin.get("/me")).status).toBe(200);
  known.end(ticket.slice(9));
  expect((await answerOf(known)).status).toBe(201);
  clearInterval(bringing);
  slow.end(guess);
  expect((await answerOf(slow)).status).toBe(401);
  crowd.leave();
});

test("a body in a hundred thousand pieces is refused before anybody reads it", async () => {
  const { hostname, port } = new URL(server.url);
  const send = async (pieces: number): Promise<string> => {
    const socket = connect(Number(port), hostname).on("error", () => undefined);
    const headers = { ...admin.headers, ...chunked, host: hostname, "content-type": "application/json" };
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    const ticket = JSON.stringify({ title: "Drop by drop", description: "x", category: "question" });
    const body = `${"1\r\n \r\n".repeat(pieces)}${ticket.length.toString(16)}\r\n${ticket}\r\n0\r\n\r\n`;
    socket.write(`POST /api/v1/tickets HTTP/1.1\r\n${lines.join("")}\r\n${body}`);
    const [answer] = (await once(socket, "data")) as [Buffer];
    socket.destroy();
    return answer.toString().slice(0, 12);
  };
  // A hundred thousand bytes are few, and a hundred thousand pieces are not.
  expect([await send(1000), await send(100_000)]).toEqual(["HTTP/1.1 201", "HTTP/1.1 413"]);
});

test("one address has room for so many bytes at a time, and gets it back", async () => {
  const headers = { ...admin.headers, ...chunked, "content-type": "application/json" };
  const begun = Array.from({ length: 110 }, () => begin("/api/v1/tickets", headers));
  const refused = Promise.race(begun.map(answerOf));
  for (const outgoing of begun) outgoing.write(kilobytes(230));
  expect(await refused).toMatchObject({ status: 429, problem: { code: "request.rate_limited", retryAfter: 5 } });
  for (const outgoing of begun) outgoing.destroy();
  const input = { title: "One", description: "Two", category: "question" };
  let status: number;
  do ({ status } = await admin.post("/tickets", input));
  while (status === 429);
  expect(status).toBe(201);
});
