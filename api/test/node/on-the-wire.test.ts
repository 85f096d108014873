import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Me } from "@docket/core/contract/person";
import { problem } from "@docket/core/contract/problem";
import type { RemoteCaller } from "./people.ts";
import { firstAdmin, password } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

let folder = "";
let server: ServerProcess;
let admin: RemoteCaller;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-wire-"));
  server = await ServerProcess.start(folder);
  admin = await firstAdmin(server);
});
afterAll(async () => {
  await server.end("SIGTERM");
  await rm(folder, { recursive: true, force: true });
});

interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** As it came, still packed. */
  readonly bytes: Buffer;
}

/** Asks as a browser does, and shows what really came. */
const get = (path: string, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((resolve, reject) => {
    request(`${server.url}${path}`, { headers: { "accept-encoding": "gzip", ...headers } }, (message) => {
      const chunks: Buffer[] = [];
      message.on("data", (chunk: Buffer) => chunks.push(chunk));
      message.on("end", () => {
        resolve({ status: message.statusCode, headers: message.headers, bytes: Buffer.concat(chunks) });
      });
    })
      .on("error", reject)
      .end();
  });

const unpack = ({ bytes, headers }: Answer): Buffer =>
  headers["content-encoding"] === "gzip" ? gunzipSync(bytes) : bytes;

const sameUntilTheNextBuild = ["/", "/widget.js", "/docs", "/docs/style.css", "/api/v1/openapi.json"];

test.each(sameUntilTheNextBuild)("%s is sent small, and not again to whoever has it", async (path) => {
  const first = await get(path);
  expect(first.status).toBe(200);
  expect(first.bytes.length).toBeLessThan(Math.max(1024, unpack(first).length / 2));
  expect(first.headers["cache-control"]).toMatch(/no-cache|max-age=300/);
  const tag = first.headers.etag ?? "";
  expect(tag).toMatch(/^(?:W\/)?"\w+"$/);

  const again = await get(path, { "if-none-match": tag });
  expect(again.status).toBe(304);
  expect(again.bytes).toHaveLength(0);
  expect(again.headers["cache-control"]).toBe(first.headers["cache-control"]);
  // What a browser has of the page keeps its policy: an answer without a page must not put that of data over it.
  const policy = again.headers["content-security-policy"];
  if (policy !== undefined) expect(policy).toBe(first.headers["content-security-policy"]);
  const other = await get(path, { "if-none-match": '"another-build"' });
  expect(unpack(other)).toEqual(unpack(first));
});

test("no file is promised to be told by a date, which would be sent again all the same", async () => {
  const asset = /"(\/assets\/[^"]+\.js)"/.exec(unpack(await get("/")).toString())?.[1] ?? "";
  for (const path of [asset, ...sameUntilTheNextBuild]) {
    const { status, headers } = await get(path);
    expect([path, status, headers["last-modified"]]).toEqual([path, 200, undefined]);
  }
});

test("a file that somebody uploaded is sent as it is: it would be packed again for each download", async () => {
  const body = "a".repeat(100_000);
  const headers = { ...admin.headers, "content-type": "text/plain" };
  const uploaded = await fetch(`${server.url}/api/v1/attachments?name=a.txt`, { method: "POST", headers, body });
  const { id } = (await uploaded.json()) as { id: string };
  const file = await get(`/api/v1/attachments/${id}`, admin.headers);
  expect(file.headers["content-encoding"]).toBeUndefined();
  expect([file.status, file.bytes.toString()]).toEqual([200, body]);
});

test("what the API answers is packed for whoever takes it so, and is never kept", async () => {
  const ask = (encoding: string) => get("/api/v1/categories", { ...admin.headers, "accept-encoding": encoding });
  const packed = await ask("gzip, deflate, br");
  expect(packed.status).toBe(200);
  expect(packed.headers["content-encoding"]).toBe("gzip");
  expect(packed.headers["vary"]).toMatch(/accept-encoding/i);
  expect(packed.headers["cache-control"]).toBe("no-store");
  const plain = await ask("identity");
  expect(plain.headers["content-encoding"]).toBeUndefined();
  expect(gunzipSync(packed.bytes).toString()).toBe(plain.bytes.toString());
});

test("what somebody has not read is not sent again while it is the same, packed or not", async () => {
  const { headers } = admin;
  for (const encoding of ["gzip", "identity"]) {
    const ask = (more = {}) => get("/api/v1/me/unread", { ...headers, "accept-encoding": encoding, ...more });
    const first = await ask();
    expect(first.status).toBe(200);
    const again = await ask({ "if-none-match": first.headers.etag ?? "" });
    expect([again.status, again.bytes.length]).toEqual([304, 0]);
    expect((await ask({ "if-none-match": 'W/"9999"' })).status).toBe(200);
  }
});

test("a program signs in with the fetch of Node, which says no page, and gets problems as everywhere", async () => {
  const post = (path: string, body: object, headers = {}) =>
    fetch(`${server.url}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  const { email } = (await admin.get<Me>("/me")).body as Me & { readonly email: string };
  const refused = await post("/sign-in/email", { email, password: "not the password" });
  expect([refused.status, refused.headers.get("content-type")]).toEqual([401, "application/problem+json"]);
  expect(problem.parse(await refused.json()).code).toBe("auth.wrong_credentials");
  // With a cookie it might be a browser, which has to say whose page asks.
  const unsaid = await post("/sign-in/email", { email, password }, { cookie: "any=1" });
  expect(problem.parse(await unsaid.json()).code).toBe("request.cross_origin");
  const unknown = await post("/change-password", { currentPassword: password, newPassword: "another good one" });
  expect(problem.parse(await unknown.json()).code).toBe("auth.required");

  const signedIn = await post("/sign-in/email", { email, password });
  expect(signedIn.status).toBe(200);
  const headers = { authorization: `Bearer ${signedIn.headers.get("set-auth-token")}` };
  const failures = await fetch(`${server.url}/api/v1/me/failed-sign-ins`, { headers });
  // The wrong password alone.
  expect(await failures.json()).toMatchObject({ items: [{ times: 1 }] });
});

test("a connection stays open for longer than a proxy keeps one that nobody uses", async () => {
  const { headers } = await get("/healthz");
  const seconds = Number(/timeout=(\d+)/.exec(String(headers["keep-alive"]))?.[1]);
  expect(seconds).toBeGreaterThan(120);
});
