import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problem } from "@docket/core/contract/problem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { mostConnections } from "../../src/node/connections.ts";
import { crowdAt } from "./crowd.ts";
import type { RemoteCaller } from "./people.ts";
import { firstAdmin, password } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

/** What strangers send all at once, at a real server. */
let folder = "";
let server: ServerProcess;
let admin: RemoteCaller;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-bursts-"));
  server = await ServerProcess.start(folder, { CLIENT_IP_HEADER: "x-test-ip", LOG_LEVEL: "info" });
  admin = await firstAdmin(server);
});
afterAll(async () => {
  await server.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

const post = (path: string, address: string, body: object, headers: Record<string, string> = {}) =>
  fetch(`${server.url}/api/auth${path}`, {
    method: "POST",
    headers: { "content-type": "application/json", origin: server.url, "x-test-ip": address, ...headers },
    body: JSON.stringify(body),
  });

const signIn = (address: string, email = "ada@desk.test", headers = {}) =>
  post("/sign-in/email", address, { email, password }, headers);

test.each([
  ["sign-in", "198.51.100.1", (i: number) => signIn("198.51.100.1", `nobody-${i}@burst.test`)],
  [
    "sign-up",
    "198.51.100.2",
    (i: number) => post("/sign-up/email", "198.51.100.2", { name: "Nobody", email: `new-${i}@burst.test`, password }),
  ],
])("a burst of passwords at %s holds up nobody who is signed in, and no colleague", async (_, address, ask) => {
  const known = (await signIn("198.51.100.3")).headers.getSetCookie().find((one) => one.startsWith("docket_known"));
  const hashed: number[] = [];
  const burst = Array.from({ length: 90 }, async (_none, i) => {
    const answer = await ask(i);
    if (answer.status !== 429) hashed.push(answer.status);
    return answer;
  });
  // The burst has come when the first of it was refused.
  await Promise.any(
    burst.map(async (one) => {
      if ((await one).status !== 429) throw new Error("taken");
    }),
  );
  const me = await admin.get("/me");
  const before = hashed.length;
  expect([me.status, before < 20]).toEqual([200, true]);
  const elsewhere = await signIn("198.51.100.4");
  const inKnownBrowser = await signIn(address, "ada@desk.test", { cookie: known?.split(";")[0] ?? "" });
  expect([elsewhere.status, inKnownBrowser.status]).toEqual([200, 200]);

  const refused = (await Promise.all(burst)).filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(40);
  expect(Number(refused[0]?.headers.get("retry-after"))).toBeGreaterThan(0);
  expect(problem.parse(await refused[0]?.json())).toMatchObject({ code: "request.rate_limited" });
});

test("seven networks of one site leave places to everybody else, and to whoever is known there", async () => {
  const known = (await signIn("198.51.100.5")).headers.getSetCookie().find((one) => one.startsWith("docket_known"));
  const burst = Array.from({ length: 70 }, (_, i) =>
    signIn(`2001:db8:5:${i % 7}::1`, `nobody-${i}@site.test`).then(({ status }) => status),
  );
  await Promise.any(burst.map(async (one) => expect(await one).toBe(429)));
  const elsewhere = await signIn("198.51.100.6");
  const inKnownBrowser = await signIn("2001:db8:5:1::1", "ada@desk.test", { cookie: known?.split(";")[0] ?? "" });
  expect([elsewhere.status, inKnownBrowser.status]).toEqual([200, 200]);
  // Some of those who wait have had their turn by the time the last of the burst comes.
  expect((await Promise.all(burst)).filter((status) => status === 429).length).toBeGreaterThan(25);
});

test("whoever leaves many requests unfinished keeps nobody out, and has the next of them refused", async () => {
  const beginAt = (address: string): string =>
    `POST /api/auth/sign-in/email HTTP/1.1\r\nhost: desk\r\nx-test-ip: ${address}\r\ncontent-type: application/json\r\ncontent-length: 16384\r\n\r\n{`;
  const { each, all } = mostConnections.strangers;
  const crowd = await crowdAt({
    url: server.url,
    begin: (which) => beginAt(`2001:db8:6:${which % 2}::1`),
    count: each + 1,
    until: 429,
  });
  // More than all may have, and no network too many of its own: the last of them are there when one of the first was ended.
  const networks = Math.ceil(all / each) + 1;
  const others = await crowdAt({
    url: server.url,
    begin: (which) => beginAt(`198.51.100.${30 + (which % networks)}`),
    count: all + 50,
    until: "ended",
  });
  expect((await signIn("198.51.100.25")).status).toBe(200);
  expect((await admin.get("/me")).status).toBe(200);
  crowd.leave();
  others.leave();
});

const get = (path: string, more = "") => `GET ${path} HTTP/1.1\r\nHost: desk\r\n${more}\r\n`;
const last = "Connection: close\r\n";
const connection = () => connect(Number(new URL(server.url).port), "127.0.0.1").on("error", () => undefined);
/** How often the log says that a path was answered. */
const answered = (path: string) => server.output.split(`"path":"${path}"`).length - 1;

test("of many requests that a connection sends ahead and whose answers nobody reads, hardly any are begun", async () => {
  const ahead = connection().pause();
  ahead.write(get("/docs").repeat(299) + get("/docs", last));
  await server.says('"path":"/docs"');
  expect((await admin.get("/me")).status).toBe(200);
  const closed = once(ahead, "close");
  ahead.resume();
  await closed;
  expect(answered("/docs")).toBeLessThan(5);
});

test("some requests that are sent ahead are answered one by one, in their order", async () => {
  const paths = ["/docs/style.css", "/nothing-1", "/api/v1/me", "/nothing-2", "/page.css"];
  const ahead = connection();
  let answers = "";
  ahead.on("data", (data: Buffer) => (answers += data.toString("latin1")));
  ahead.write(paths.map((path) => get(path)).join("") + get("/last", last));
  await once(ahead, "close");
  const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d+) /g)].map(([, status]) => Number(status));
  expect(statuses).toEqual([200, 404, 401, 404, 200, 404]);
});

test("CONNECT is answered as a method that is not there", async () => {
  const asking = connection();
  let answer = "";
  asking.on("data", (data: Buffer) => (answer += data.toString()));
  asking.write("CONNECT desk.test:443 HTTP/1.1\r\nHost: desk.test:443\r\n\r\n");
  await once(asking, "close");
  const [head = "", body = ""] = answer.split("\r\n\r\n");
  expect(head).toMatch(/^HTTP\/1\.1 405 /);
  expect(head).toMatch(/^allow: GET, /im);
  expect(problem.parse(JSON.parse(body)).code).toBe("route.method_not_allowed");
});
