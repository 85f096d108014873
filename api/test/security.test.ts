import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApi } from "../src/app.ts";
import { openapiDocument } from "../src/http/openapi.ts";
import { fields, refusal } from "./answers.ts";
import type { Answer, Caller, HeaderList } from "./desk.ts";
import { deskUrl, shopOrigin } from "./desk.ts";
import { dump } from "./dump.ts";
import { documentedRoutes } from "./openapi-check.ts";
import type { Entry, Target } from "./security-routes.ts";
import { everybody, securityRoutes } from "./security-routes.ts";
import type { World } from "./security-world.ts";
import { createWorld, foreignOrigins } from "./security-world.ts";

let world: World;
beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world.desk.stop());

const documented = documentedRoutes().map(({ route, access }) => ({ route: route.replace("/api/v1", ""), access }));

test("every route of the OpenAPI document is in this suite, and no other", () => {
  expect(Object.keys(securityRoutes).toSorted()).toEqual(documented.map(({ route }) => route).toSorted());
});

test("the document calls a route public when nobody has to be known, and only then", () => {
  const open = Object.entries(securityRoutes).filter(([, entry]) => entry.open);
  const free = documented.filter(({ access }) => access === "public");
  expect(free.map(({ route }) => route).toSorted()).toEqual(open.map(([route]) => route).toSorted());
});

interface Operation {
  readonly requestBody?: { readonly content: Record<string, { readonly schema: { readonly $ref: string } }> };
}
const { paths, components } = (await openapiDocument(createApi)) as unknown as {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, { readonly properties: object }> };
};

/** The fields of a route's JSON body; null when it takes none. */
const bodyFields = (route: string): readonly string[] | null => {
  const [method = "", path = ""] = route.split(" ");
  const schema = paths[`/api/v1${path}`]?.[method.toLowerCase()]?.requestBody?.content["application/json"]?.schema;
  return schema ? Object.keys(components.schemas[schema.$ref.split("/").at(-1) ?? ""]?.properties ?? {}) : null;
};

/** What somebody might try to set beside what they may. */
const extras = {
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

describe.each(Object.entries(securityRoutes))("%s", (route, entry: Entry) => {
  const [method = ""] = route.split(" ");
  /** Whose things the route works on. */
  const owner = entry.allowed[0] === "visitor" ? "visitor" : "client";

  const send = (caller: Caller, { path, body }: Target, headers: HeaderList = {}): Promise<Answer> =>
    caller.call<unknown>(method, path, body, headers);

  const missing = ({ path, body }: Target): Target => ({ path: path.replace(/[0-9a-z]{26}/, "0".repeat(26)), body });

  /** Every request of the list is refused in this way, and together they leave nothing behind. */
  const expectRefused = async (
    expected: string,
    target: Target,
    requests: readonly (readonly [string, (target: Target) => Promise<Answer>])[],
  ) => {
    const before = await dump(world.desk);
    for (const [name, request] of requests)
      expect(`${name}: ${refusal(await request(target))}`).toBe(`${name}: ${expected}`);
    expect(await dump(world.desk)).toEqual(before);
  };

  test("works for everybody who may", async () => {
    for (const who of entry.allowed) {
      const caller = who === "visitor" ? await world.desk.visitor() : world.callers[who];
      const target = await entry.target(world, who === "visitor" ? caller : world.callers.client);
      const { status, body } = await send(caller, target);
      expect(status === entry.status || status < 300, `${who}: ${status} ${JSON.stringify(body)}`).toBe(true);
    }
  });

  if (entry.open) {
    test("works for nobody in particular, whatever they show", async () => {
      const callers = world.unknown.filter(([name]) => !name.includes("cookie"));
      for (const [name, caller] of [...callers, ["nobody", world.desk.anonymous] as const]) {
        const { status } = await send(caller, await entry.target(world, world.callers.client));
        expect(status, name).toBeLessThan(300);
      }
    });
  } else {
    test("refuses everybody who does not say who they are", async () => {
      const target = await entry.target(world, world.callers[owner]);
      await expectRefused("401 auth.required", target, [["nobody", (to) => send(world.desk.anonymous, to)]]);
      const requests = world.unknown.map(([name, caller]) => [name, (to: Target) => send(caller, to)] as const);
      await expectRefused("401 auth.invalid_session", target, requests);
    });
  }

  if (entry.owned) {
    test.each(["client", "visitor"] as const)("hides what is of a %s as if it did not exist", async (who) => {
      const target = await entry.target(world, world.callers[who]);
      const others = [...world.strangers, world.callers[who === "client" ? "visitor" : "client"]];
      const requests = others.map((caller, i) => {
        const request = async (to: Target) => {
          const answer = await send(caller, to);
          const none = await send(caller, missing(to));
          expect({ ...(answer.body as object), requestId: "" }).toEqual({ ...(none.body as object), requestId: "" });
          return answer;
        };
        return [`stranger ${i}`, request] as const;
      });
      await expectRefused("404 resource.not_found", target, requests);
    });
  }

  const wrong = everybody.filter((who) => !entry.allowed.includes(who));
  if (wrong.length > 0) {
    test.each(wrong)("refuses a %s", async (who) => {
      const target = await entry.target(world, world.callers[who === "visitor" ? who : "client"]);
      await expectRefused("403 permission.denied", target, [[who, (to) => send(world.callers[who], to)]]);
    });
  }

  if (route.includes("{id}")) {
    test("knows no thing that does not exist", async () => {
      const target = await entry.target(world, world.callers.client);
      const strange = { ...target, path: target.path.replace(/[a-z]+_[0-9a-z]{26}/, "%00'--") };
      await expectRefused("404 resource.not_found", target, [
        ["an unknown id", (to) => send(world.callers.admin, missing(to))],
        ["no id at all", () => send(world.callers.admin, strange)],
      ]);
    });
  }

  if (method !== "GET") {
    test("takes no cookie from a foreign page", async () => {
      const target = await entry.target(world, world.callers[owner]);
      const browser = (headers: HeaderList) => (to: Target) =>
        send(world.desk.anonymous, to, { cookie: world.cookie, ...headers });
      await expectRefused("403 request.cross_origin", target, [
        ["neither header", browser({})],
        ...foreignOrigins.map((origin) => [origin, browser({ origin })] as const),
        ...["cross-site", "same-site", "none"].map((site) => [site, browser({ "sec-fetch-site": site })] as const),
        ["own origin, but cross-site", browser({ origin: deskUrl, "sec-fetch-site": "cross-site" })],
        [
          "same-origin, but a foreign origin",
          browser({ origin: "https://evil.test", "sec-fetch-site": "same-origin" }),
        ],
      ]);
      if (!entry.allowed.includes("admin")) return;
      const { status } = await browser({ origin: deskUrl, "sec-fetch-site": "same-origin" })(target);
      expect(status).toBeLessThan(300);
    });
  }

  test("takes a widget session from the pages of its site alone", async () => {
    const target = await entry.target(world, world.callers.visitor);
    const from = (origin: string) => (to: Target) => send(world.callers.visitor, to, { origin });
    await expectRefused("403 request.cross_origin", target, [
      ["a foreign page", from("https://evil.test")],
      ["a page without an origin", from("null")],
    ]);
  });

  test("lets the pages of active sites read, without a cookie, and no others", async () => {
    const { path } = await entry.target(world, world.callers.client);
    const allowed = async (origin: string) => {
      const preflight = await world.desk.anonymous.raw(path, { method: "OPTIONS", headers: { origin } });
      const { headers } = await send(world.desk.anonymous, { path }, { origin });
      for (const answer of [preflight.headers, headers]) {
        expect(answer.get("access-control-allow-credentials")).toBeNull();
        expect(answer.get("vary")).toContain("Origin");
      }
      expect(preflight.headers.get("access-control-allow-origin")).toBe(headers.get("access-control-allow-origin"));
      return headers.get("access-control-allow-origin");
    };
    expect(await allowed(shopOrigin)).toBe(shopOrigin);
    for (const origin of ["null", "https://evil.test", `${shopOrigin}.evil.test`, "http://shop.test"]) {
      expect(await allowed(origin)).toBeNull();
    }
  });

  const known = bodyFields(route);
  if (known !== null) {
    const more = Object.fromEntries(Object.entries(extras).filter(([field]) => !known.includes(field)));
    const callers = [...new Set([entry.allowed[0], entry.allowed.at(-1)])].filter((who) => who !== undefined);
    test.each(callers)("takes no field from a %s that is not its own", async (who) => {
      const caller = world.callers[who];
      const target = await entry.target(world, who === "visitor" ? caller : world.callers.client);
      const body = target.body as Record<string, unknown>;
      const requester = body["requester"] as object | undefined;
      const named = async (more: object, names: readonly string[]) => {
        const answer = await send(caller, { ...target, body: { ...body, ...more } });
        expect(fields(answer).toSorted()).toEqual(names.toSorted());
        return answer;
      };
      await expectRefused("422 request.invalid", target, [
        ["beside", () => named(more, Object.keys(more))],
        ...(requester
          ? [["within", () => named({ requester: { ...requester, role: "admin" } }, ["requester.role"])] as const]
          : []),
      ]);
    });
  }
});
