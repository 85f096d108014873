import { mkdtemp, rm } from "node:fs/promises";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { withdrawSecrets } from "../../src/deployment/withdraw-secrets.ts";

/** What the real wrangler is told to be Cloudflare: it knows the secrets of one Worker. */
let server: Server;
let folder = "";
const secrets = new Set(["DATABASE_URL", "POSTMARK_TOKEN", "SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "MY_OWN"]);

interface Change {
  readonly secrets: Readonly<Record<string, object | null>>;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-secrets-"));
  server = createServer((request, response) => {
    void (async () => {
      const body = await text(request);
      const { pathname } = new URL(request.url ?? "/", "http://cloudflare.test");
      const script = "/client/v4/accounts/an-account/workers/scripts/docket";
      let result: unknown = null;
      if (request.method === "GET" && pathname === `${script}/secrets`) {
        result = [...secrets].map((name) => ({ name, type: "secret_text" }));
      } else if (request.method === "PATCH" && pathname === `${script}/secrets-bulk`) {
        for (const [name, value] of Object.entries((JSON.parse(body) as Change).secrets)) {
          if (value === null) secrets.delete(name);
        }
      } else {
        response.writeHead(404, { "content-type": "application/json" });
        response.end(
          JSON.stringify({ success: false, errors: [{ code: 7003, message: `${request.method} ${pathname}` }] }),
        );
        return;
      }
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify({ success: true, errors: [], messages: [], result }));
    })();
  }).listen(0, "127.0.0.1");
  await new Promise((resolve) => {
    server.once("listening", resolve);
  });
  const { port } = server.address() as AddressInfo;
  vi.stubEnv("CLOUDFLARE_API_BASE_URL", `http://127.0.0.1:${port}/client/v4`);
  vi.stubEnv("CLOUDFLARE_API_TOKEN", "a-token");
  vi.stubEnv("CLOUDFLARE_ACCOUNT_ID", "an-account");
  vi.stubEnv("WRANGLER_SEND_METRICS", "false");
  vi.stubEnv("CI", "true");
});
afterAll(async () => {
  vi.unstubAllEnvs();
  server.close();
  await rm(folder, { recursive: true, force: true });
});

test("a setting that is gone is taken off the Worker, and nothing that is not ours", async () => {
  const given = ["DATABASE_URL", "POSTMARK_TOKEN"];
  expect(await withdrawSecrets(given, ["--minify"], folder)).toEqual(["SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"]);
  expect([...secrets]).toEqual(["DATABASE_URL", "POSTMARK_TOKEN", "MY_OWN"]);
  expect(await withdrawSecrets(given, [], folder)).toEqual([]);
});
