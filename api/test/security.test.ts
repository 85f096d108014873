import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { fields, refusal } from "./answers.ts";
import { bodySchemas } from "./body-schemas.ts";
import type { Answer, Caller, HeaderList } from "./desk.ts";
import { deskUrl, shopOrigin } from "./desk.ts";
import { watchWrites } from "./dump.ts";
import { documentedRoutes } from "./openapi-check.ts";
import type { Entry, Target } from "./security-routes.ts";
import { everybody, securityRoutes } from "./security-routes.ts";
import { openToPrograms, programs } from "./security-programs.ts";
import type { World } from "./security-world.ts";
import { callersOf, createWorld, foreignOrigins, ownerFor } from "./security-world.ts";

let world: World;
let written: Awaited<ReturnType<typeof watchWrites>>;
beforeAll(async () => {
  world = await createWorld();
  written = await watchWrites(world.desk);
});
afterAll(() => world.desk.stop());

const documented = documentedRoutes().map(({ route, access }) => ({ route: route.replace("/api/v1", ""), access }));

test("what is written does not go unnoticed here", async () => {
  await written();
  const { id } = await world.callers.client.open();
  expect(await written()).toContainEqual(expect.stringMatching(/^INSERT tickets /));
  await world.callers.admin.patch(`/tickets/${id}`, { title: "Another" });
  expect(await written()).toContainEqual(expect.stringMatching(/^UPDATE tickets /));
});

test("every route of the OpenAPI document is in this suite, and no other", () => {
  expect(Object.keys(securityRoutes).toSorted()).toEqual(documented.map(({ route }) => route).toSorted());
});

test("the document calls a route public when nobody has to be known, and only then", () => {
  const open = Object.keys(securityRoutes).filter((route) => securityRoutes[route]?.open);
  const free = documented.filter(({ access }) => access === "public").map(({ route }) => route);
  expect(free.toSorted()).toEqual(open.toSorted());
});

type Case = readonly [route: string, entry: Entry];
const cases: readonly Case[] = Object.entries(securityRoutes);

/** Whose things a route works on. */
const ownerOf = ({ allowed }: Entry): Caller => world.callers[allowed[0] === "visitor" ? "visitor" : "client"];

const send = (route: string, caller: Caller, { path, body }: Target, headers: HeaderList = {}): Promise<Answer> =>
  caller.call<unknown>(route.split(" ")[0] ?? "", path, body, headers);

/** The same for a thing that there is not. */
const missing = ({ path, body }: Target): Target => ({ path: path.replace(/[0-9a-z]{26}/, "0".repeat(26)), body });

type Request = readonly [name: string, send: () => Promise<Answer>];

/** Every request is refused in this way, and together they leave nothing behind. */
const expectRefused = async (expected: string, requests: readonly Request[]) => {
  await written();
  for (const [name, request] of requests) expect(`${name}: ${refusal(await request())}`).toBe(`${name}: ${expected}`);
  expect(await written()).toEqual([]);
};

test("keys may call routes that there are, and not those for which nobody has to be known", () => {
  const closed = cases.filter(([, { open }]) => !open).map(([route]) => route);
  expect(closed).toEqual(expect.arrayContaining(Object.keys(openToPrograms)));
});

describe("works for everybody who may", () => {
  test.each(cases)("%s", async (route, entry) => {
    for (const [who, caller] of await callersOf(world, route, entry)) {
      const target = await entry.target(world, ownerFor(world, entry, caller));
      const { status, body } = await send(route, caller, target);
      expect(status === entry.status || status < 300, `${who}: ${status} ${JSON.stringify(body)}`).toBe(true);
    }
  });
});

describe("works for nobody in particular, whatever they show", () => {
  const open = cases.filter(([, entry]) => entry.open);
  const expectOpen = async (route: string, entry: Entry, callers: readonly (readonly [string, Caller])[]) => {
    for (const [name, caller] of callers) {
      const { status } = await send(route, caller, await entry.target(world, world.callers.client));
      expect(status < 300, `${name}: ${status}`).toBe(true);
    }
  };

  test.each(open)("%s", async (route, entry) => {
    const withoutCookie = world.unknown.filter(([name]) => !name.includes("cookie"));
    await expectOpen(route, entry, [...withoutCookie, ["nobody", world.desk.anonymous]]);
  });

  test.each(open)("%s, as a key", (route, entry) =>
    expectOpen(route, entry, [...world.unlinked, ...Object.entries(world.programs)]),
  );
});

/** What somebody is told whom the desk does not let in: why, where they had a real key or session. */
const toldTo = (name: string): string => {
  if (name.startsWith("a key that was revoked")) return "401 auth.key_revoked";
  return name.endsWith("of a site that is switched off") ? "403 site.off" : "401 auth.invalid_session";
};

describe("refuses everybody who does not say who they are", () => {
  test.each(cases.filter(([, { open }]) => !open))("%s", async (route, entry) => {
    const target = await entry.target(world, ownerOf(entry));
    await expectRefused("401 auth.required", [["nobody", () => send(route, world.desk.anonymous, target)]]);
    for (const [told, callers] of Map.groupBy(world.unknown, ([name]) => toldTo(name)))
      await expectRefused(
        told,
        callers.map(([name, caller]) => [name, () => send(route, caller, target)]),
      );
  });
});

describe("refuses bots for accounts that are linked to nobody who works here", () => {
  test.each(cases.filter(([, { open }]) => !open))("%s", async (route, entry) => {
    const target = await entry.target(world, ownerOf(entry));
    const isLinked = ([name]: (typeof world.unlinked)[number]) => name.startsWith("linked");
    const { true: linked = [], false: others = [] } = Object.groupBy(world.unlinked, (one) =>
      isLinked(one) ? "true" : "false",
    );
    for (const [expected, callers] of [
      ["403 auth.not_active", linked],
      ["403 auth.not_linked", others],
    ] as const) {
      expect(callers).not.toEqual([]);
      await expectRefused(
        expected,
        callers.map(([name, caller]) => [name, () => send(route, caller, target)]),
      );
    }
  });
});

describe("lets nobody but bots act for others", () => {
  test.each(cases)("%s", async (route, entry) => {
    const target = await entry.target(world, ownerOf(entry));
    const request = async (caller: Caller) => {
      const answer = await send(route, caller, target);
      expect(fields(answer)).toEqual(["Docket-On-Behalf-Of"]);
      return answer;
    };
    await expectRefused(
      "422 request.invalid",
      world.pretenders.map(([name, caller]) => [name, () => request(caller)]),
    );
  });
});

describe("refuses keys that it is closed to", () => {
  const pairs = cases.flatMap(([route, entry]) =>
    programs
      .filter((name) => !entry.open && !openToPrograms[route]?.includes(name))
      .map((name) => [route, name, entry] as const),
  );
  test.each(pairs)("%s, as %s", async (route, name, entry) => {
    const caller = world.programs[name];
    const target = await entry.target(world, ownerOf(entry));
    // To a key that reads no tickets none exists.
    const byTicket = documented.some((one) => one.route === route && one.access === "known");
    const refused = name === "bot" && entry.owned && byTicket ? "404 resource.not_found" : "403 permission.denied";
    await expectRefused(refused, [[name, () => send(route, caller, target)]]);
  });
});

describe.each(["client", "visitor"] as const)("hides what is of a %s as if it did not exist", (who) => {
  test.each(cases.filter(([, { owned }]) => owned))("%s", async (route, entry) => {
    const target = await entry.target(world, world.callers[who]);
    const others = [...world.strangers, world.callers[who === "client" ? "visitor" : "client"]];
    const look = async (caller: Caller) => {
      const [answer, none] = [await send(route, caller, target), await send(route, caller, missing(target))];
      expect({ ...(answer.body as object), requestId: "" }).toEqual({ ...(none.body as object), requestId: "" });
      return answer;
    };
    await expectRefused(
      "404 resource.not_found",
      others.map((caller, i) => [`stranger ${i}`, () => look(caller)]),
    );
  });
});

describe("refuses those of another role", () => {
  const pairs = cases.flatMap(([route, entry]) =>
    everybody.filter((who) => !entry.allowed.includes(who)).map((who) => [route, who, entry] as const),
  );
  test.each(pairs)("%s, as %s", async (route, who, entry) => {
    const target = await entry.target(world, world.callers[who === "visitor" ? who : "client"]);
    await expectRefused("403 permission.denied", [[who, () => send(route, world.callers[who], target)]]);
  });
});

describe("knows no thing that does not exist", () => {
  test.each(cases.filter(([route]) => route.includes("{id}")))("%s", async (route, entry) => {
    const target = await entry.target(world, world.callers.client);
    const strange = { ...target, path: target.path.replace(/[a-z]+_[0-9a-z]{26}/, "%00'--") };
    await expectRefused("404 resource.not_found", [
      ["an unknown id", () => send(route, world.callers.admin, missing(target))],
      ["no id at all", () => send(route, world.callers.admin, strange)],
    ]);
  });
});

describe("takes no cookie from a foreign page", () => {
  const unsafe = cases.filter(([route]) => !route.startsWith("GET"));
  const browser = (route: string, target: Target, headers: HeaderList) =>
    send(route, world.desk.anonymous, target, { cookie: world.cookie, ...headers });

  test.each(unsafe)("%s", async (route, entry) => {
    const target = await entry.target(world, ownerOf(entry));
    const headers: readonly HeaderList[] = [
      {},
      ...foreignOrigins.map((origin) => ({ origin })),
      ...["cross-site", "same-site", "none"].map((site) => ({ "sec-fetch-site": site })),
      { origin: deskUrl, "sec-fetch-site": "cross-site" },
      { origin: "https://evil.test", "sec-fetch-site": "same-origin" },
    ];
    await expectRefused(
      "403 request.cross_origin",
      headers.map((one) => [JSON.stringify(one), () => browser(route, target, one)]),
    );
  });

  test.each(unsafe.filter(([, { allowed }]) => allowed.includes("admin")))(
    "but from our own: %s",
    async (route, entry) => {
      for (const headers of [{ origin: deskUrl }, { origin: deskUrl, "sec-fetch-site": "same-origin" }]) {
        const target = await entry.target(world, entry.personal ? world.callers.admin : world.callers.client);
        expect((await browser(route, target, headers)).status).toBeLessThan(300);
      }
    },
  );
});

describe("takes a widget session from the pages of its site alone", () => {
  test.each(cases)("%s", async (route, entry) => {
    const target = await entry.target(world, world.callers.visitor);
    await expectRefused(
      "403 request.cross_origin",
      ["https://evil.test", "null"].map((origin) => [
        origin,
        () => send(route, world.callers.visitor, target, { origin }),
      ]),
    );
  });
});

describe("lets the pages of active sites read, without a cookie, and no others", () => {
  test.each(cases)("%s", async (route, entry) => {
    const { path } = await entry.target(world, world.callers.client);
    const readerOf = async (origin: string) => {
      const preflight = await world.desk.anonymous.raw(path, { method: "OPTIONS", headers: { origin } });
      const { headers } = await send(route, world.desk.anonymous, { path }, { origin });
      for (const answer of [preflight.headers, headers]) {
        expect(answer.get("access-control-allow-credentials")).toBeNull();
        expect(answer.get("vary")).toContain("Origin");
      }
      expect(preflight.headers.get("access-control-allow-origin")).toBe(headers.get("access-control-allow-origin"));
      return headers.get("access-control-allow-origin");
    };
    expect(await readerOf(shopOrigin)).toBe(shopOrigin);
    for (const origin of ["null", "https://evil.test", `${shopOrigin}.evil.test`, "http://shop.test"]) {
      expect(await readerOf(origin)).toBeNull();
    }
  });
});

/** What somebody might try to set beside what they may. */
const extras: Readonly<Record<string, unknown>> = {
  id: "tkt_00000000000000000000000000",
  number: 1,
  status: "closed",
  role: "admin",
  roles: ["admin"],
  isAdmin: true,
  active: true,
  emailProven: true,
  emailVerified: true,
  requesterId: "per_00000000000000000000000000",
  personId: "per_00000000000000000000000000",
  visitorId: "vis_00000000000000000000000000",
  siteId: "site_00000000000000000000000000",
  assigneeId: "per_00000000000000000000000000",
  uploaderId: "per_00000000000000000000000000",
  authorKind: "staff",
  kind: "note",
  source: "api",
  delivery: "sent",
  version: 99,
  createdAt: "2000-01-01T00:00:00.000Z",
  updatedAt: 0,
  deletedAt: null,
  expiresAt: "2999-01-01T00:00:00.000Z",
  tokenHash: "x",
  constructor: {},
};

describe("takes no field that is not its own", () => {
  test.each(cases.filter(([route]) => route in bodySchemas))("%s", async (route, entry) => {
    const callers = await callersOf(world, route, entry);
    for (const [who, caller] of callers) {
      const { path, body } = await entry.target(world, ownerFor(world, entry, caller));
      const known = bodySchemas[route]?.properties ?? {};
      const more = Object.fromEntries(Object.entries(extras).filter(([field]) => !Object.hasOwn(known, field)));
      const request = async () => {
        const answer = await send(route, caller, { path, body: { ...(body as object), ...more } });
        expect(fields(answer).toSorted()).toEqual(Object.keys(more).toSorted());
        return answer;
      };
      await expectRefused("422 request.invalid", [[who, request]]);
    }
  });

  test("POST /tickets, within the requester", async () => {
    const { agent } = world.callers;
    const requester = { name: "Nora", email: "nora@shop.test", role: "admin", id: agent.id };
    const body = { title: "Hello", description: "It broke.", category: "problem", requester };
    const request = async () => {
      const answer = await agent.post<unknown>("/tickets", body);
      expect(fields(answer)).toEqual(["requester.role", "requester.id"]);
      return answer;
    };
    await expectRefused("422 request.invalid", [["both", request]]);
  });
});
