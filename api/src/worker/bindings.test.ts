import { expect, test, vi } from "vitest";
import { createWorker } from "./create-worker.ts";
import { readBindings } from "./bindings.ts";

const bound = {
  BLOBS: { put: () => undefined },
  HUB: { getByName: () => undefined },
  ASSETS: { fetch: () => undefined },
};
const right = {
  ...bound,
  DATABASE_URL: "libsql://desk.example.turso.io",
  DATABASE_TOKEN: "token",
  DOCKET_URL: "https://desk.example.com",
  DOCKET_SECRET: "a secret for tests that is long enough",
  MAIL_FROM: "Docket <support@example.com>",
  POSTMARK_TOKEN: "token",
};

test("what Cloudflare hands over is taken when it is right", () => {
  const { config, database, postmarkUrl, blobs } = readBindings(right);
  expect(config.baseUrl).toBe("https://desk.example.com");
  expect(database).toEqual({ url: right.DATABASE_URL, authToken: "token" });
  expect(postmarkUrl).toBeNull();
  expect(blobs).toBe(bound.BLOBS);
});

const wrong: readonly (readonly [string, unknown])[] = [
  ["DATABASE_URL", undefined],
  ["DATABASE_URL", "file:docket.db"],
  ["DOCKET_URL", undefined],
  ["DOCKET_SECRET", "short"],
  ["POSTMARK_TOKEN", undefined],
  ["POSTMARK_URL", "api.postmarkapp.com"],
  ["MAIL_FROM", undefined],
  ["BLOBS", undefined],
  ["HUB", {}],
  ["ASSETS", "widget/dist"],
];

test.each(wrong)("%s must not be %j", (name, value) => {
  expect(() => readBindings({ ...right, [name]: value })).toThrow(name);
});

test("a desk that is not set up answers 500, and its log says what is missing", async () => {
  const lines: string[] = [];
  const log = vi.spyOn(console, "error").mockImplementation((line) => lines.push(String(line)));
  const worker = createWorker();
  const context = { waitUntil: () => undefined };
  const env = { ...right, DATABASE_URL: "" };
  const response = await worker.fetch(new Request("https://desk.example.com/healthz"), env, context);
  expect([response.status, response.headers.get("content-type")]).toEqual([500, "application/problem+json"]);
  expect(await response.text()).not.toContain("DATABASE_URL");
  await expect(async () => worker.scheduled({}, env, context)).rejects.toThrow("DATABASE_URL");
  expect(lines).toHaveLength(2);
  for (const line of lines) expect(line).toMatch(/"level":"error".*DATABASE_URL/);
  log.mockRestore();
});
