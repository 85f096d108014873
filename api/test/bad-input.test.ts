import type { MessageWritten } from "@docket/core/contract/message";
import { limits } from "@docket/core/limits";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fields, refusal } from "./answers.ts";
import type { Answer, Caller, HeaderList } from "./desk.ts";
import { dump, watchWrites } from "./dump.ts";
import type { BodySchema } from "./body-schemas.ts";
import { bodySchemas } from "./body-schemas.ts";
import type { Target } from "./security-routes.ts";
import { securityRoutes } from "./security-routes.ts";
import type { World } from "./security-world.ts";
import { callersOf, createWorld, ownerFor } from "./security-world.ts";

let world: World;
let written: Awaited<ReturnType<typeof watchWrites>>;
beforeAll(async () => {
  world = await createWorld();
  written = await watchWrites(world.desk);
});
afterAll(() => world.desk.stop());

/** The request is refused in this way, naming these fields, and leaves nothing behind. */
const expectRefused = async (request: () => Promise<Answer>, code: string, named?: readonly string[]) => {
  await written();
  const answer = await request();
  expect(refusal(answer)).toBe(code);
  if (named) expect(fields(answer)).toEqual(named);
  expect(await written()).toEqual([]);
};

const invalid = "422 request.invalid";

/** Sends a body as it is, over the headers of this caller. */
const sendText = async (caller: Caller, method: string, path: string, text: string, headers: HeaderList = {}) => {
  const length = String(new TextEncoder().encode(text).length);
  const all = { "content-type": "application/json", "content-length": length, ...headers };
  const response = await caller.raw(path, { method, headers: all, body: text });
  return { status: response.status, headers: response.headers, body: (await response.json()) as unknown };
};

const kindOf = (value: unknown): string => (value === null ? "null" : Array.isArray(value) ? "array" : typeof value);

const takes = ({ type, enum: words, anyOf }: BodySchema, value: unknown): boolean => {
  if (anyOf) return anyOf.some((one) => takes(one, value));
  return words ? words.some((word) => word === value) : kindOf(value) === type;
};

/** Values that a field does not take: of every JSON type but its own, or in no list of words. */
const wrongFor = (schema: BodySchema): readonly unknown[] =>
  [null, true, 42, "nonsense", [], {}].filter((value) => !takes(schema, value));

/** Texts beside which a file may stand alone, or nothing at all. */
const mayBeNothing = /^(?:PATCH \S+|PUT \/tickets\/\{id\}\/draft) body$/;

/** In microseconds. What takes the square of such a length takes far more. */
const mostWork = 3_000_000;

describe.each(Object.entries(bodySchemas))("%s", (route, schema) => {
  const [method = ""] = route.split(" ");
  const entry = securityRoutes[route];
  if (!entry) throw new Error("say in security-routes.ts how this route is called");

  const prepare = async (): Promise<readonly [Caller, Target & { readonly body: Record<string, unknown> }]> => {
    const callers = await callersOf(world, route, entry);
    const [, caller] = callers[entry.allowed.length - 1] ?? callers[0] ?? ["anonymous", world.desk.anonymous];
    const target = await entry.target(world, ownerFor(world, entry, caller));
    return [caller, { ...target, body: target.body as Record<string, unknown> }];
  };

  test.each([
    ["", "400 request.malformed"],
    ["{", "400 request.malformed"],
    ["{'title': 'x'}", "400 request.malformed"],
    ['{"title": "x",}', "400 request.malformed"],
    ["\u0000", "400 request.malformed"],
    ["[]", invalid],
    ["null", invalid],
    ['"text"', invalid],
    ["42", invalid],
    ["{}", invalid],
    [`[${'{"a":'.repeat(2000)}1${"}".repeat(2000)}]`, "400 request.malformed"],
    [`{"deep":${"[".repeat(50_000)}${"]".repeat(50_000)}}`, "400 request.malformed"],
  ])("the body %.30j is refused", async (text, code) => {
    const [caller, { path }] = await prepare();
    await expectRefused(() => sendText(caller, method, path, text), code);
  });

  test.each([
    "text/plain",
    "application/x-www-form-urlencoded",
    "multipart/form-data; boundary=x",
    "application/jsonx",
    "",
  ])("the content type %j is refused", async (type) => {
    const [caller, { path, body }] = await prepare();
    const request = () => sendText(caller, method, path, JSON.stringify(body), { "content-type": type });
    await expectRefused(request, "415 request.unsupported_media_type");
  });

  test.each(Object.keys(schema.properties))("%s of a wrong type is refused by name", async (field) => {
    const [caller, { path, body }] = await prepare();
    for (const wrong of wrongFor(schema.properties[field] ?? {})) {
      const answer = await caller.call<unknown>(method, path, { ...body, [field]: wrong });
      expect([refusal(answer), wrong]).toEqual([invalid, wrong]);
      expect(fields(answer)[0]).toMatch(new RegExp(`^${field}(?:\\.|$)`));
    }
  });

  test.each(schema.required ?? [])("%s has to be there", async (field) => {
    const [caller, { path, body }] = await prepare();
    const { [field]: _, ...rest } = body;
    await expectRefused(() => caller.call<unknown>(method, path, rest), invalid, [field]);
  });

  const strings = Object.entries(schema.properties).filter(([, { type }]) => type === "string");
  test.each(strings.map(([field]) => field))(
    "%s has something to see, and keeps no control characters",
    async (field) => {
      const [caller, { path, body }] = await prepare();
      if (!mayBeNothing.test(`${route} ${field}`)) {
        for (const text of ["\u200b\u200c", "\u001b[31m", "\u3164\u2800"]) {
          await expectRefused(() => caller.call<unknown>(method, path, { ...body, [field]: text }), invalid, [field]);
        }
      }
      const dirty = "half \ud800 of \udc00 a\u0000\u0007\u001b[1m word";
      const { status } = await caller.call<unknown>(method, path, { ...body, [field]: dirty });
      expect(status).toBeLessThan(500);
      const kept = JSON.stringify(await dump(world.desk));
      for (const dirt of ["\\u0000", "\\u0007", "\\u001b", "\\ud800", "\ufffd"]) expect(kept).not.toContain(dirt);
    },
  );

  test.each(strings.map(([field]) => field))("%s of a hundred thousand beginnings holds nobody up", async (field) => {
    const [caller, { path, body }] = await prepare();
    const text = "\u009d".repeat(100_000);
    const before = process.cpuUsage();
    const { status } = await caller.call<unknown>(method, path, { ...body, [field]: text });
    expect(status).toBeLessThan(500);
    expect(process.cpuUsage(before).user).toBeLessThan(mostWork);
  });

  test("__proto__ and its like are fields like any other", async () => {
    const [caller, { path, body }] = await prepare();
    const text = JSON.stringify(body).replace("{", '{"__proto__":{"role":"admin","isAdmin":true},');
    const { status } = await sendText(caller, method, path, text);
    const after = await caller.get<object>("/me");
    expect(after.body).not.toHaveProperty("isAdmin");
    expect(status).toBe(422);
  });
});

const opening = { title: "Hello", description: "It broke.", category: "problem" };

describe("lengths", () => {
  const path = async () => `/tickets/${(await world.callers.agent.open()).id}`;
  const long = (n: number) => "x".repeat(n);
  const requester = { name: "Nora", email: "nora@shop.test" };
  type Length = readonly [string, number, (n: number) => Promise<Answer>];
  const cases: readonly Length[] = [
    ["title", limits.title, (n) => world.callers.client.post("/tickets", { ...opening, title: long(n) })],
    ["title", limits.title, (n) => world.callers.client.post("/tickets", { ...opening, title: "😀".repeat(n) })],
    ["title", limits.title, async (n) => world.callers.agent.patch(await path(), { title: ` ${long(n)} ` })],
    ["description", limits.body, (n) => world.callers.client.post("/tickets", { ...opening, description: long(n) })],
    ["description", limits.body, async (n) => world.callers.agent.patch(await path(), { description: "é".repeat(n) })],
    ["body", limits.body, async (n) => world.callers.agent.post(`${await path()}/replies`, { body: "😀".repeat(n) })],
    ["body", limits.body, async (n) => world.callers.agent.post(`${await path()}/notes`, { body: long(n) })],
    [
      "body",
      limits.body,
      async (n) => {
        const { agent } = world.callers;
        const { message } = (await agent.post<MessageWritten>(`${await path()}/notes`, { body: "Hello" })).body;
        return agent.patch(`/tickets/${message.ticketId}/messages/${message.id}`, { body: long(n) });
      },
    ],
    [
      "body",
      limits.body,
      async (n) => world.callers.agent.put(`${await path()}/draft`, { kind: "note", body: long(n), seen: 1 }),
    ],
    [
      "requester.name",
      limits.name,
      (n) => world.callers.agent.post("/tickets", { ...opening, requester: { ...requester, name: long(n) } }),
    ],
    [
      "requester.email",
      limits.email,
      (n) => {
        const email = `${long(n - 185)}@${"a".repeat(60)}.${"b".repeat(60)}.${"c".repeat(57)}.test`;
        return world.callers.agent.post("/tickets", { ...opening, requester: { ...requester, email } });
      },
    ],
    ["tags.0", limits.tag, (n) => world.callers.agent.post("/tickets", { ...opening, tags: [long(n)] })],
    [
      "tags",
      limits.tags,
      (n) => world.callers.agent.post("/tickets", { ...opening, tags: Array.from({ length: n }, (_, i) => `t${i}`) }),
    ],
    ["q", limits.query, (n) => world.callers.agent.get(`/tickets?q=${long(n)}`)],
    ["limit", limits.page, (n) => world.callers.agent.get(`/tickets?limit=${n}`)],
    ["name", limits.name, (n) => world.callers.agent.patch("/me", { name: long(n) })],
  ];
  test.each(cases)("%s has at most %i", async (field, max, request) => {
    expect((await request(max)).status).toBeLessThan(300);
    const answer = await request(max + 1);
    expect([refusal(answer), fields(answer)]).toEqual([invalid, [field]]);
  });

  test.each([
    { title: " \t\n " },
    { description: " \r\n " },
    { category: "Not a slug" },
    { tags: ["two words"] },
    { tags: [""] },
    { requester: { name: "Nora", email: "nora" } },
    { requester: { name: "Nora", email: "nora@shop.test, all@shop.test" } },
    { requester: { name: "Nora", email: "nora@shop.test\nBcc: all@shop.test" } },
    { requester: { name: "\u200b", email: "nora@shop.test" } },
    { followUpOf: "1001" },
  ])("%j is refused", async (wrong) => {
    await expectRefused(() => world.callers.agent.post("/tickets", { ...opening, ...wrong }), invalid);
  });
});

describe("files", () => {
  const upload = async (caller: Caller) =>
    (await caller.post<{ id: string }>("/attachments?name=a.txt", new TextEncoder().encode("Hello"))).body.id;

  test("are named once, and at most ten", async () => {
    const { agent } = world.callers;
    const id = await upload(agent);
    const send = (attachmentIds: readonly string[]) => agent.post("/tickets", { ...opening, attachmentIds });
    await expectRefused(() => send([id, id]), invalid, ["attachmentIds"]);
    const many = Array.from({ length: limits.files + 1 }, (_, i) => `att_${String(i).padStart(26, "0")}`);
    await expectRefused(() => send(many), invalid, ["attachmentIds"]);
    await expectRefused(() => send(["att_1"]), invalid, ["attachmentIds.0"]);
  });

  test("that are unknown, used or somebody else's are refused, each by its place", async () => {
    const { agent, client } = world.callers;
    const used = await upload(agent);
    await agent.open({ attachmentIds: [used] });
    const { id } = await client.open();
    const [fine, foreign] = [await upload(agent), await upload(client)];
    const attachmentIds = [fine, used, foreign, `att_${"0".repeat(26)}`];
    const places = ["attachmentIds.1", "attachmentIds.2", "attachmentIds.3"];
    for (const path of [`/tickets/${id}/replies`, `/tickets/${id}/notes`]) {
      const request = () => agent.post<unknown>(path, { body: "See this", attachmentIds });
      await expectRefused(request, "422 attachment.invalid", places);
    }
    const request = () => agent.post<unknown>("/tickets", { ...opening, attachmentIds });
    await expectRefused(request, "422 attachment.invalid", places);
    expect((await agent.post(`/tickets/${id}/replies`, { body: "See", attachmentIds: [fine] })).status).toBe(201);
  });
});

describe("lists", () => {
  const lists = [
    "/tickets",
    "/people",
    "/invitations",
    "/sites",
    "/outbox/parked",
    "/outbox/retrying",
    "/api-keys",
    "/integrations",
    "/channels",
    "/me/drafts",
  ];
  test.each(lists)("%s takes no page that there cannot be", async (path) => {
    for (const limit of ["0", "-1", "101", "1.5", "ten", "1e9", "99999999999999999999", "NaN", "Infinity", "0x1g"]) {
      await expectRefused(() => world.callers.admin.get(`${path}?limit=${limit}`), invalid, ["limit"]);
    }
    for (const cursor of ["x", "%F0%9F%92%A5", "W10", "e30", "bnVsbA", "A".repeat(501)]) {
      await expectRefused(() => world.callers.admin.get(`${path}?cursor=${cursor}`), invalid, ["cursor"]);
    }
    await expectRefused(() => world.callers.admin.get(`${path}?limit=1&limit=2`), invalid, ["limit"]);
    await expectRefused(() => world.callers.admin.get(`${path}?isAdmin=true`), invalid, ["isAdmin"]);
    await expectRefused(() => world.callers.admin.get(`${path}?__proto__=x`), invalid);
  });
});

test.each(["", "?platform=", "?platform=irc", "?platform=slack&platform=discord", "?platform=slack&limit=1"])(
  "/workspaces%s names no chat",
  async (query) => {
    await expectRefused(() => world.callers.admin.get(`/workspaces${query}`), invalid);
  },
);

test.each([
  "application/json; charset=utf-8",
  "application/json;charset=UTF-8",
  "Application/JSON",
  "application/ld+json",
])("%s is JSON", async (type) => {
  const { client } = world.callers;
  const answer = await sendText(client, "POST", "/tickets", JSON.stringify(opening), { "content-type": type });
  expect(answer.status).toBe(201);
});

test("of very many wrong fields the first ones are named", async () => {
  const many = Object.fromEntries(Array.from({ length: 1500 }, (_, i) => [`field${i}`, i]));
  const answer = await world.callers.client.post("/tickets", { ...opening, ...many });
  expect(refusal(answer)).toBe(invalid);
  expect(fields(answer)).toEqual(Array.from({ length: 50 }, (_, i) => `field${i}`));
});

test("a body where none is needed changes nothing", async () => {
  const { id } = await world.callers.client.open();
  const { agent } = world.callers;
  const answer = await sendText(
    agent,
    "POST",
    `/tickets/${id}/claim`,
    '{"assigneeId":"per_00000000000000000000000000"}',
  );
  expect(answer.body).toMatchObject({ assignee: { id: agent.id }, version: 2 });
});

describe("a path that names nothing there could be", () => {
  const named = Object.entries(securityRoutes).filter(([route]) => route.includes("{"));
  const odd = [
    "%00",
    "a%00",
    "%ED%A0%80",
    "%F0%9F%92%A5",
    "%E2%80%AE",
    "..%2F",
    "__proto__",
    "'",
    "%25",
    "x".repeat(3000),
  ];

  test.each(named)("%s", async (route, entry) => {
    const [method = "", template = ""] = route.split(" ");
    const callers = await callersOf(world, route, entry);
    const [, caller] = callers[entry.allowed.length - 1] ?? callers[0] ?? ["anonymous", world.desk.anonymous];
    const { path, body } = await entry.target(world, ownerFor(world, entry, caller));
    const [way = "", search] = path.split("?");
    const parts = way.split("/");
    for (const [i, part] of template.split("/").entries()) {
      if (!part.startsWith("{")) continue;
      for (const id of odd) {
        const there = parts.with(i, id).join("/") + (search === undefined ? "" : `?${search}`);
        const request = () => caller.call<unknown>(method, there, body);
        await expectRefused(request, "404 resource.not_found");
      }
    }
  });
});
