import type { TicketPage, TicketSummary } from "@docket/core/contract/ticket";
import { priorities, statuses } from "@docket/core/tickets/ticket";
import { isOpen } from "@docket/core/tickets/transitions";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { countsOf, fields, found, listed, refusal, walk } from "../../test/answers.ts";
import type { Caller } from "../../test/desk.ts";
import { Desk } from "../../test/desk.ts";

/** The desk of these tests stays as it is made here: 24 tickets of every kind. */
let desk: Desk;
let agent: Caller;
let other: Caller;
let clients: readonly Caller[];
let all: readonly TicketSummary[];

const categories = ["question", "problem", "billing"];
const steps: readonly (readonly string[])[] = [
  [],
  ["claim"],
  ["claim", "status:in_progress"],
  ["status:waiting"],
  ["resolve"],
  ["claim", "resolve", "close"],
  ["cancel"],
  ["claim", "status:waiting"],
];

beforeAll(async () => {
  desk = await Desk.start({ RATE_WRITES_PER_MINUTE: "10000" }, { wake: () => {} });
  const manager = await desk.person("manager");
  agent = await desk.person("agent");
  other = await desk.person("agent");
  clients = [await desk.person("client"), await desk.person("client")];
  for (let i = 0; i < 24; i++) {
    if (i % 3 > 0) desk.clock.advance(1000);
    const { id } = await (clients[i % 2] ?? manager).open({ title: `Ticket ${i}`, category: categories[i % 3] });
    const tags = i % 4 === 0 ? ["vip", `t${i}`] : [];
    await manager.patch(`/tickets/${id}`, { priority: priorities[i % 4], tags });
    for (const step of steps[i % 8] ?? []) {
      const [name, status] = step.split(":");
      if (name === "claim") await (i < 12 ? agent : other).post(`/tickets/${id}/claim`);
      else if (status !== undefined) await manager.put(`/tickets/${id}/status`, { status });
      else await manager.post(`/tickets/${id}/${name}`);
    }
  }
  all = await walk<TicketSummary>(agent, "/tickets?limit=100");
});
afterAll(() => desk.stop());

const numbersOf = (tickets: readonly TicketSummary[]) => tickets.map(({ number }) => number).toSorted((a, b) => a - b);
const numbersWith = (which: (ticket: TicketSummary) => boolean) => numbersOf(all.filter(which));
const sorted = async (reader: Caller, query: string) => (await listed(reader, query)).toSorted((a, b) => a - b);

test("the desk has tickets of every status and priority, some of them with the same time", () => {
  expect(all).toHaveLength(24);
  expect(new Set(all.map(({ status }) => status))).toEqual(new Set(statuses));
  expect(new Set(all.map(({ createdAt }) => createdAt)).size).toBeLessThan(24);
});

describe("a filter", () => {
  const isFree = (ticket: TicketSummary) => ticket.assignee === null;
  const cases: readonly (readonly [string, (ticket: TicketSummary) => boolean])[] = [
    ["status=new", ({ status }) => status === "new"],
    ["status=waiting,resolved", ({ status }) => status === "waiting" || status === "resolved"],
    ["status=open", ({ status }) => isOpen(status)],
    ["status=open,closed,new", ({ status }) => isOpen(status) || status === "closed"],
    ["priority=urgent", ({ priority }) => priority === "urgent"],
    ["priority=low,%20high", ({ priority }) => priority === "low" || priority === "high"],
    ["category=billing", ({ category }) => category === "billing"],
    ["category=billing,question", ({ category }) => category !== "problem"],
    ["category=unheard-of", () => false],
    ["assignee=none", isFree],
    ["assignee=me", ({ assignee }) => assignee?.id === agent.id],
    ["requester=me", () => false],
    ["tag=vip", ({ tags }) => tags.includes("vip")],
    ["tag=VIP", ({ tags }) => tags.includes("vip")],
    ["tag=t8", ({ tags }) => tags.includes("t8")],
    ["tag=vi", () => false],
    ["q=ticket", () => true],
    ["q=ticket%207", ({ title }) => title === "Ticket 7"],
    [
      "status=open&priority=high&assignee=none",
      (ticket) => isOpen(ticket.status) && ticket.priority === "high" && isFree(ticket),
    ],
    ["category=problem&tag=vip&q=ticket", ({ category, tags }) => category === "problem" && tags.includes("vip")],
    ["assignee=me&status=open", ({ assignee, status }) => assignee?.id === agent.id && isOpen(status)],
    ["status=new&assignee=me", () => false],
  ];

  test.each(cases)("%s", async (query, which) => {
    const expected = numbersWith(which);
    expect(await sorted(agent, query)).toEqual(expected);
    expect((await countsOf(agent, query)).total).toBe(expected.length);
  });

  test("by a person who asks or who has it", async () => {
    const [client] = clients;
    expect(await sorted(agent, `requester=${client?.id}`)).toEqual(
      numbersWith(({ requester }) => requester.id === client?.id),
    );
    expect(await sorted(agent, `assignee=${other.id}`)).toEqual(
      numbersWith(({ assignee }) => assignee?.id === other.id),
    );
    expect(await sorted(other, "assignee=me")).toEqual(numbersWith(({ assignee }) => assignee?.id === other.id));
  });

  test("never widens what a client sees, and finds no tags for them", async () => {
    const [client, stranger] = clients as readonly [Caller, Caller];
    const own = numbersWith(({ requester }) => requester.id === client.id);
    expect(await sorted(client, "")).toEqual(own);
    expect(await sorted(client, "requester=me")).toEqual(own);
    expect(await sorted(client, `requester=${stranger.id}`)).toEqual([]);
    expect(await sorted(client, "tag=vip")).toEqual([]);
    expect(await sorted(client, "assignee=me")).toEqual([]);
    expect(await sorted(client, "status=open")).toEqual(
      numbersWith(({ requester, status }) => requester.id === client.id && isOpen(status)),
    );
    const foreign = all.find(({ requester }) => requester.id === stranger.id);
    expect(await found(client, `#${foreign?.number}`)).toEqual([]);
    expect(await found(client, foreign?.title ?? "")).not.toContain(foreign?.number);
  });

  test.each([
    "status=done",
    "status=new,",
    "priority=1",
    "category=Not%20a%20slug",
    "assignee=somebody",
    "assignee=tkt_00000000000000000000000000",
    "requester=none",
    "tag=two%20words",
    "q=%20",
    `q=${"x".repeat(201)}`,
    "q=%00",
    "sort=title",
    "sort=-number",
    "sort=createdAt;DROP",
    "limit=0",
    "limit=101",
    "limit=-1",
    "limit=1.5",
    "limit=ten",
    "limit=9999999999999999999999",
    "limit=Infinity",
    "offset=1",
    "limit=1&limit=2",
    "isAdmin=true",
  ])("%s is refused, and the field is named", async (query) => {
    const answer = await agent.get(`/tickets?${query}`);
    expect(refusal(answer)).toBe("422 request.invalid");
    expect(fields(answer)[0]).toMatch(new RegExp(`^${query.split("=")[0]}`));
  });
});

describe("a sort", () => {
  const keys = {
    createdAt: ({ createdAt }: TicketSummary) => Date.parse(createdAt),
    updatedAt: ({ updatedAt }: TicketSummary) => Date.parse(updatedAt),
    priority: ({ priority }: TicketSummary) => priorities.indexOf(priority),
  };
  const inOrder = (sort: keyof typeof keys) =>
    all.toSorted((a, b) => keys[sort](a) - keys[sort](b) || a.number - b.number).map(({ number }) => number);

  test.each(Object.keys(keys) as (keyof typeof keys)[])("by %s goes both ways, in pages of any size", async (sort) => {
    const ascending = inOrder(sort);
    for (const limit of [1, 5, 24, 100]) {
      const up = await walk<TicketSummary>(agent, `/tickets?sort=${sort}&limit=${limit}`);
      expect(up.map(({ number }) => number)).toEqual(ascending);
      const down = await walk<TicketSummary>(agent, `/tickets?sort=-${sort}&limit=${limit}`);
      expect(down.map(({ number }) => number)).toEqual(ascending.toReversed());
    }
  });

  test("by turn is the order in which tickets are taken, in pages of any size", async () => {
    const later = ({ status }: TicketSummary) => Number(status === "waiting");
    const expected = all
      .toSorted(
        (a, b) =>
          later(a) - later(b) ||
          keys.priority(b) - keys.priority(a) ||
          keys.createdAt(a) - keys.createdAt(b) ||
          a.number - b.number,
      )
      .map(({ number }) => number);
    for (const limit of [1, 5, 24, 100]) {
      const listed = await walk<TicketSummary>(agent, `/tickets?sort=turn&limit=${limit}`);
      expect(listed.map(({ number }) => number)).toEqual(expected);
    }
  });

  test("is by the latest change, when none is asked for, 25 a page", async () => {
    const { body } = await agent.get<TicketPage>("/tickets");
    expect(body.items.map(({ number }) => number)).toEqual(inOrder("updatedAt").toReversed());
    expect(body.nextCursor).toBeNull();
  });

  test("keeps a filter over all pages", async () => {
    const seen = await walk<TicketSummary>(agent, "/tickets?status=open&limit=2");
    expect(numbersOf(seen)).toEqual(numbersWith(({ status }) => isOpen(status)));
  });
});

describe("a cursor", () => {
  const cursorOf = async (query: string) =>
    (await agent.get<TicketPage>(`/tickets?limit=2&${query}`)).body.nextCursor ?? "";
  const encode = (place: unknown) => Buffer.from(JSON.stringify(place)).toString("base64url");

  test("ends with the last full page", async () => {
    const { body } = await agent.get<TicketPage>("/tickets?limit=24");
    expect([body.items.length, body.nextCursor]).toEqual([24, null]);
  });

  test.each([
    "x",
    "%00",
    "💥",
    encode(null),
    encode({}),
    encode([]),
    encode(["-updatedAt", "1", 1001]),
    encode(["-updatedAt", 1]),
    encode(["-updatedAt", 1, 1001, 1]),
    encode(["-updatedAt", null, 1001]),
    encode(["updatedAt", 1, 1001]),
    encode(["-updatedAt OR 1=1", 1, 1001]),
    "A".repeat(501),
  ])("that is not ours is refused: %j", async (cursor) => {
    const answer = await agent.get(`/tickets?cursor=${cursor === "%00" ? cursor : encodeURIComponent(cursor)}`);
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["cursor"]]);
  });

  test("of another sort is refused", async () => {
    const cursor = await cursorOf("sort=createdAt");
    for (const sort of ["-createdAt", "updatedAt", "-updatedAt", "priority"]) {
      const answer = await agent.get(`/tickets?sort=${sort}&cursor=${cursor}`);
      expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["cursor"]]);
    }
    expect((await agent.get(`/tickets?sort=createdAt&cursor=${cursor}`)).status).toBe(200);
  });

  test("with a place beyond everything gives an empty last page", async () => {
    const answer = await agent.get<TicketPage>(`/tickets?cursor=${encode(["-updatedAt", -1e300, 0])}`);
    expect(answer.body).toEqual({ items: [], nextCursor: null });
  });

  test("of somebody else shows nothing of theirs", async () => {
    const [client] = clients as readonly [Caller];
    const answer = await client.get<TicketPage>(`/tickets?cursor=${await cursorOf("")}`);
    for (const { requester } of answer.body.items) expect(requester.id).toBe(client.id);
  });
});

describe("counts", () => {
  test.each(["", "priority=high", "category=problem", "q=ticket", "status=open", "assignee=none"])(
    "agree with the lists: %j",
    async (query) => {
      const counts = await countsOf(agent, query);
      const length = async (more: string) => {
        const name = more.split("=")[0] ?? "";
        if (query.startsWith(`${name}=`)) return null;
        return (await listed(agent, `${query}&${more}`)).length;
      };
      expect(counts.total).toBe((await listed(agent, query)).length);
      for (const status of statuses)
        expect([null, counts.byStatus[status]]).toContain(await length(`status=${status}`));
      for (const priority of priorities)
        expect([null, counts.byPriority[priority]]).toContain(await length(`priority=${priority}`));
      expect([null, counts.open]).toContain(await length("status=open"));
      if (!/assignee|status/.test(query)) {
        expect(counts.unassigned).toBe(await length("assignee=none&status=open"));
        expect(counts.mine).toBe(await length("assignee=me&status=open"));
      }
    },
  );

  test("of a client are of their own tickets", async () => {
    const [client] = clients as readonly [Caller];
    const own = all.filter(({ requester }) => requester.id === client.id);
    const counts = await countsOf(client);
    expect([counts.total, counts.mine]).toEqual([own.length, 0]);
    expect(counts.open).toBe(own.filter(({ status }) => isOpen(status)).length);
  });

  test("of nobody's tickets are all there, and nought", async () => {
    const counts = await countsOf(await desk.visitor());
    expect(new Set([...Object.values(counts.byStatus), ...Object.values(counts.byPriority)])).toEqual(new Set([0]));
    expect(Object.keys(counts.byStatus)).toEqual([...statuses]);
  });

  test("take no page", async () => {
    const answer = await agent.get("/tickets/counts?limit=1");
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["limit"]]);
  });
});

test("a list that is read while tickets change skips none and doubles none", async () => {
  const fresh = await Desk.start({}, { wake: () => {} });
  const client = await fresh.person("client");
  const staff = await fresh.person("agent");
  const opened: number[] = [];
  const openOne = async () => {
    fresh.clock.advance(1000);
    opened.push((await client.open()).number);
  };
  for (let i = 0; i < 9; i++) await openOne();
  const before = [...opened];
  /** One is opened and one is changed after each page. */
  const goOn = async () => {
    await openOne();
    await staff.patch(`/tickets/${before[4]}`, { title: `Changed ${opened.length}` });
  };
  const read = async (sort: string) =>
    (await walk<TicketSummary>(staff, `/tickets?limit=4&sort=${sort}`, goOn)).map(({ number }) => number);

  expect((await read("createdAt")).slice(0, 9)).toEqual(before);
  const known = opened.length;
  expect(await read("-createdAt")).toEqual(opened.slice(0, known).toReversed());
  const untouched = before.filter((number) => number !== before[4]);
  const down = await read("-updatedAt");
  expect(down.filter((number) => untouched.includes(number))).toEqual(untouched.toReversed());
  expect(new Set(down).size).toBe(down.length);
  await fresh.stop();
});

describe("by time", () => {
  const bounds = ["created", "updated"] as const;

  test.each(bounds)("a list is cut where something was %s, and the parts are all, once", async (what) => {
    for (const reader of [agent, ...clients]) {
      const seen = await walk<TicketSummary>(reader, "/tickets?limit=100");
      const { [`${what}At` as const]: time } = seen[Math.floor(seen.length / 2)] ?? all[0] ?? ({} as TicketSummary);
      const since = await listed(reader, `${what}After=${time}`);
      const before = await listed(reader, `${what}Before=${time}`);
      const expected = seen.filter((one) => one[`${what}At`] >= time).map(({ number }) => number);
      expect(new Set(since)).toEqual(new Set(expected));
      expect(since).toHaveLength(expected.length);
      expect(new Set([...since, ...before])).toEqual(new Set(seen.map(({ number }) => number)));
      expect(since.length + before.length).toBe(seen.length);
      expect((await countsOf(reader, `${what}After=${time}`)).total).toBe(since.length);
    }
  });

  test("goes with pages, sorts and other zones", async () => {
    const time = all[5]?.updatedAt ?? "";
    const zoned = encodeURIComponent(new Date(Date.parse(time) + 7_200_000).toISOString().replace("Z", "+02:00"));
    const expected = await listed(agent, `updatedAfter=${time}&sort=updatedAt`);
    const paged = await walk<TicketSummary>(agent, `/tickets?limit=3&updatedAfter=${zoned}&sort=updatedAt`);
    expect(paged.map(({ number }) => number)).toEqual(expected);
  });

  test.each(["yesterday", "2026-02-30T00:00:00Z", "2026-01-01"])("%j is no time", async (time) => {
    const answer = await agent.get(`/tickets?updatedAfter=${time}`);
    expect([refusal(answer), fields(answer)]).toEqual(["422 request.invalid", ["updatedAfter"]]);
  });
});
