import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { problem } from "@docket/core/contract/problem";
import { afterAll, beforeAll, expect, test } from "vitest";
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
