import type { Problem } from "@docket/core/contract/problem";
import { LibsqlError, createClient } from "@libsql/client";
import { expect, test } from "vitest";
import type { Answer } from "../../test/desk.ts";
import { Desk, deskUrl } from "../../test/desk.ts";
import { createDb } from "../db/client.ts";

const problemOf = async (response: Response): Promise<Answer<Problem>> => {
  expect(response.headers.get("content-type")).toBe("application/problem+json");
  return { status: response.status, headers: response.headers, body: (await response.json()) as Problem };
};

test("what nobody foresaw says nothing but the request's id, and is in the log under it", async () => {
  const secret = "disk /dev/sda1 of ada@desk.test is broken";
  const fail = () => Promise.reject(new Error(secret));
  const desk = await Desk.start({}, { blobs: { needsLength: false, put: fail, get: fail, delete: fail } });
  const client = await desk.person("client");
  const bytes = new TextEncoder().encode("Hello");
  const answer = await problemOf(await client.raw("/attachments?name=a.txt", { method: "POST", body: bytes }));
  expect(answer.status).toBe(500);
  expect(answer.body).toMatchObject({ code: "server.error", requestId: answer.headers.get("x-request-id") });
  expect(JSON.stringify(answer.body)).not.toContain("disk");
  const logged = desk.logs.map((line) => JSON.parse(line) as Record<string, unknown>);
  const error = logged.find(({ level }) => level === "error");
  expect(error).toMatchObject({ requestId: answer.body.requestId, error: { message: secret } });
  await desk.stop();
});

test("a database that does not answer is a moment's trouble", async () => {
  const locked = () => Promise.reject(new LibsqlError("database is locked", "SQLITE_BUSY"));
  const { orm } = createDb(createClient({ url: ":memory:" }));
  const desk = await Desk.start({}, { db: { orm, read: locked, write: locked } });
  const response = await desk.anonymous.raw("/widget/config?site=site_00000000000000000000000000");
  const answer = await problemOf(response);
  expect([answer.status, answer.body.code]).toEqual([503, "server.unavailable"]);
  expect(answer.headers.get("retry-after")).toBe("2");
  await desk.stop();
});

test("an address where nothing is, and a method that is not there, are problems like all others", async () => {
  const desk = await Desk.start();
  for (const [method, path] of [
    ["GET", "/api/v1/nothing"],
    ["GET", "/api/v2/tickets"],
    ["PUT", "/api/v1/tickets"],
    ["GET", "/%00"],
    ["GET", "/..%2f..%2fetc/passwd"],
  ] as const) {
    const answer = await problemOf(await desk.fetch(new Request(`${deskUrl}${path}`, { method })));
    expect([path, answer.status, answer.body.code]).toEqual([path, 404, "route.not_found"]);
  }
  await desk.stop();
});

test("whoever opens such an address in a browser reads so, and finds the way to the desk", async () => {
  const desk = await Desk.start();
  const headers = { accept: "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8" };
  const opened = (path: string) => desk.fetch(new Request(`${deskUrl}${path}`, { headers }));
  const page = await opened("/ticket/7");
  expect([page.status, page.headers.get("content-type")]).toEqual([404, "text/html; charset=UTF-8"]);
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(await page.text()).toContain('<a href="/">Go to the start page</a>');
  expect((await opened("/page.css")).headers.get("content-type")).toContain("text/css");
  await problemOf(await opened("/api/v1/ticket/7"));
  await desk.stop();
});

test("every answer forbids what a browser might do with it, and names its request", async () => {
  const desk = await Desk.start();
  for (const path of ["/api/v1/me", "/api/v1/openapi.json", "/healthz", "/nothing", "/page.css", "/docs"]) {
    const { headers } = await desk.fetch(new Request(`${deskUrl}${path}`));
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("x-frame-options")).toBe("DENY");
    expect(headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(headers.get("content-security-policy")).not.toContain("unsafe");
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f-]{36}$/);
  }
  await desk.stop();
});

test("a request's id is made here, whatever the caller says", async () => {
  const desk = await Desk.start();
  const { headers } = await desk.anonymous.get("/me", { "x-request-id": "mine" });
  expect(headers.get("x-request-id")).not.toBe("mine");
  await desk.stop();
});

test("the log knows neither words nor addresses nor tokens of people", async () => {
  const desk = await Desk.start();
  const visitor = await desk.visitor();
  await visitor.open({ title: "Confidential", requester: { name: "Vera Private", email: "vera@shop.test" } });
  await visitor.get("/tickets?q=confidential");
  await desk.settled();
  const log = desk.logs.join("\n");
  expect(log).toContain("/api/v1/tickets");
  expect(log).not.toMatch(/confidential|vera|dv_/i);
  await desk.stop();
});

test("what somebody sees is kept by no cache", async () => {
  const desk = await Desk.start();
  const client = await desk.person("client");
  for (const path of ["/me", "/tickets", "/categories", "/nothing"]) {
    expect((await client.raw(path)).headers.get("cache-control")).toBe("no-store");
  }
  await desk.stop();
});
