import type { Problem } from "@docket/core/contract/problem";
import { second } from "@docket/core/time";
import { afterAll, beforeAll, expect, test } from "vitest";
import { refusal } from "../../test/answers.ts";
import { cookieOf } from "../../test/cookies.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk, deskUrl, shopOrigin } from "../../test/desk.ts";

let desk: Desk;
let visitor: Caller;
beforeAll(async () => {
  desk = await Desk.start();
  visitor = await desk.visitor();
});
afterAll(() => desk.stop());

const preflight = (origin: string) =>
  desk.anonymous.raw("/tickets", {
    method: "OPTIONS",
    headers: { origin, "access-control-request-method": "POST", "access-control-request-headers": "authorization" },
  });

test("a page of a site may send what a widget sends", async () => {
  const { status, headers } = await preflight(shopOrigin);
  expect(status).toBe(204);
  expect(headers.get("access-control-allow-origin")).toBe(shopOrigin);
  expect(headers.get("access-control-allow-methods")).toBe("GET, POST, PUT, PATCH, DELETE");
  for (const name of ["authorization", "content-type", "idempotency-key", "if-match"]) {
    expect(headers.get("access-control-allow-headers")).toContain(name);
  }
  expect(headers.get("access-control-allow-credentials")).toBeNull();
});

test("a page of a site reads errors as well as answers", async () => {
  const answers = [
    await visitor.get("/tickets"),
    await visitor.get("/tickets/9999"),
    await visitor.post("/tickets", {}),
    await visitor.get("/people"),
    await visitor.get("/nothing"),
    await desk.anonymous.get("/me", { origin: shopOrigin }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 404, 422, 403, 404, 401]);
  for (const { headers } of answers) {
    expect(headers.get("access-control-allow-origin")).toBe(shopOrigin);
    expect(headers.get("vary")).toContain("Origin");
    expect(headers.get("access-control-expose-headers")).toContain("x-request-id");
    expect(headers.get("access-control-expose-headers")).toContain("docket-emails");
  }
});

test("a widget session of one site is not used on the pages of another", async () => {
  const other = "https://other.test";
  await desk.site([other]);
  desk.clock.advance(5 * second);
  expect(refusal(await visitor.get("/tickets", { origin: other }))).toBe("403 request.cross_origin");
  expect((await visitor.get("/tickets", { origin: deskUrl })).status).toBe(200);
  expect((await visitor.get("/tickets", { origin: shopOrigin })).status).toBe(200);
});

test("a site that was added counts a few seconds later", async () => {
  const late = "https://late.test";
  expect((await preflight(late)).headers.get("access-control-allow-origin")).toBeNull();
  await desk.site([late]);
  desk.clock.advance(5 * second);
  expect((await preflight(late)).headers.get("access-control-allow-origin")).toBe(late);
});

test("a bearer token counts before a cookie, and needs no page", async () => {
  const agent = await desk.person("agent");
  const client = await desk.person("client");
  const me = await agent.get<{ id: string }>("/me", { cookie: await cookieOf(desk, client) });
  expect(me.body.id).toBe(agent.id);
  expect((await agent.patch("/me", { name: "Ada" }, { origin: "https://evil.test" })).status).toBe(200);
});

test("a socket is opened with a cookie from our own pages alone", async () => {
  const cookie = await cookieOf(desk, await desk.person("admin"));
  const upgrade = { upgrade: "websocket", connection: "upgrade", cookie };
  for (const headers of [{}, { origin: "https://evil.test" }, { origin: shopOrigin }, { origin: "null" }]) {
    expect(refusal(await desk.anonymous.get("/live", { ...upgrade, ...headers }))).toBe("403 request.cross_origin");
  }
  const forged = { upgrade: "websocket", "sec-websocket-protocol": "docket.v1, docket.bearer.dv_forged" };
  expect(refusal(await desk.anonymous.get("/live", forged))).toBe("401 auth.invalid_session");
});

test("the desk's own page at a wrong address is told the right one, and nobody else is", async () => {
  const wrong = "http://other.test:8787";
  const agent = await desk.person("agent");
  const cookie = await cookieOf(desk, agent);
  const send = async (path: string, origin: string) => {
    const headers = { origin, cookie, "content-type": "application/json" };
    const answer = await desk.fetch(new Request(`${wrong}${path}`, { method: "POST", headers, body: "{}" }));
    return (await answer.json()) as Problem;
  };
  for (const path of ["/api/auth/sign-out", "/api/v1/tickets"]) {
    const told = await send(path, wrong);
    expect([told.code, told.detail]).toEqual([
      "request.cross_origin",
      `This desk lives at ${deskUrl}. Open it there, or correct DOCKET_URL in its settings.`,
    ]);
    expect((await send(path, "https://evil.test")).detail).toBe("This page may not use the desk in this way.");
  }
});
