import type { IdentityLinkList, IdentityLinkView, LinkCodeView, LinkOffer } from "@docket/core/contract/identity-link";
import type { Me } from "@docket/core/contract/person";
import { minute } from "@docket/core/time";
import { asc, like } from "drizzle-orm";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { refusal } from "../../test/answers.ts";
import { afterReading, meeting } from "../../test/after-reading.ts";
import type { Answer, Caller } from "../../test/desk.ts";
import { Desk, deskUrl } from "../../test/desk.ts";
import { dump } from "../../test/dump.ts";
import { newKey, onBehalfOf, program } from "../../test/keys.ts";
import { integrations } from "../db/schema/chat.ts";
import { events } from "../db/schema/events.ts";
import { linkCodes } from "../db/schema/keys.ts";
import { sweep } from "../outbox/sweep.ts";

let desk: Desk;
let bot: Caller;
let agent: Caller;
beforeEach(async () => {
  desk = await Desk.start();
  bot = program(desk, await newKey(desk, ["chat"]));
  agent = await desk.person("agent", "Ann");
});
afterEach(() => desk.stop());

const nora = { platform: "slack", workspaceId: "T1", userId: "U1", name: "nora" };
const noraKey = "slack:T1/U1";
const invalid = "410 identity_link.invalid";

const codeIn = ({ body }: Answer<LinkCodeView>): string => body.url.split("#")[1] ?? "";
const newCode = async (account: object = nora): Promise<string> =>
  codeIn(await bot.post<LinkCodeView>("/chat/link-codes", account));
const confirm = (caller: Caller, code: string) => caller.post<IdentityLinkView>("/identity-links", { code });
const linksOf = async (caller: Caller) => (await caller.get<IdentityLinkList>("/identity-links")).body.items;
const as = (chatUser: string): Caller => bot.with({ [onBehalfOf]: chatUser });

describe("linking", () => {
  test("leads from the chat to the desk: the bot asks, the person confirms, the bot acts for them", async () => {
    expect(refusal(await as(noraKey).get("/me"))).toBe("403 auth.not_linked");
    const answer = await bot.post<LinkCodeView>("/chat/link-codes", nora);
    expect(answer.body.url).toMatch(new RegExp(`^${deskUrl}/link#[\\w-]{43}$`));
    expect(Date.parse(answer.body.expiresAt)).toBe(desk.clock.now() + 10 * minute);
    const code = codeIn(answer);
    const offer = await agent.post<LinkOffer>("/identity-links/lookup", { code });
    const account = { account: "U1", workspace: null };
    expect(offer.body).toEqual({ platform: "slack", name: "nora", ...account, expiresAt: answer.body.expiresAt });
    const linked = await confirm(agent, code);
    expect(linked).toMatchObject({ status: 201, body: { platform: "slack", name: "nora" } });
    expect(await linksOf(agent)).toEqual([linked.body]);
    expect((await as(noraKey).get<Me>("/me")).body).toMatchObject({ kind: "staff", id: agent.id, name: "Ann" });
  });

  test("is told to the person by email: which account, and what to do if it was not them", async () => {
    await confirm(agent, await newCode());
    await desk.settled();
    const [told, ...more] = desk.mailer.to("ann@desk.test");
    expect(more).toEqual([]);
    expect(told?.subject).toBe("A chat account was linked to you at Docket");
    for (const words of ["The account nora (Slack) was linked", "unlink it, change your password", "tell an admin"])
      expect(told?.text).toContain(words);
  });

  test("an account is named by what no other has: its ID, and in Slack the workspace that it belongs to", async () => {
    const { orm } = desk.services.db;
    for (const [platform, workspaceId, name] of [
      ["slack", "T_1", "Acme Inc"],
      ["slack", "TX1", "Other Inc"],
      ["discord", "G1", "Some server"],
    ] as const) {
      const id = desk.services.ids.next("integration", desk.clock.now());
      await orm
        .insert(integrations)
        .values({ id, platform, workspaceId, name, botUserId: "U0", createdAt: desk.clock.now() });
    }
    const look = async (account: object) =>
      (await agent.post<LinkOffer>("/identity-links/lookup", { code: await newCode(account) })).body;
    expect(await look({ ...nora, workspaceId: "T_1" })).toMatchObject({ account: "U1", workspace: "Acme Inc" });
    expect(await look({ ...nora, workspaceId: "TX1" })).toMatchObject({ account: "U1", workspace: "Other Inc" });
    expect(await look({ ...nora, platform: "discord", workspaceId: "G1", userId: "42" })).toMatchObject({
      account: "42",
      workspace: null,
    });
  });

  test("the code is kept nowhere", async () => {
    const code = await newCode();
    await agent.post("/identity-links/lookup", { code });
    await confirm(agent, code);
    expect(JSON.stringify([await dump(desk), desk.logs])).not.toContain(code);
  });

  test("a code is good once", async () => {
    const code = await newCode();
    await confirm(agent, code);
    const other = await desk.person("agent");
    for (const caller of [agent, other]) {
      expect(refusal(await confirm(caller, code))).toBe(invalid);
      expect(refusal(await caller.post("/identity-links/lookup", { code }))).toBe(invalid);
    }
    expect(await linksOf(other)).toEqual([]);
    expect(await linksOf(agent)).toHaveLength(1);
  });

  test("of 20 who use a code at once one wins", async () => {
    const code = await newCode();
    const agents = await Promise.all(Array.from({ length: 20 }, () => desk.person("agent")));
    afterReading(desk, meeting(20));
    const answers = await Promise.all(agents.map((one) => confirm(one, code)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter((answer) => refusal(answer) === invalid)).toHaveLength(19);
    const links = await Promise.all(agents.map(linksOf));
    expect(links.map(({ length }) => length)).toEqual(answers.map(({ status }) => (status === 201 ? 1 : 0)));
  });

  test("a code that is unknown or older than ten minutes links nothing", async () => {
    const code = await newCode();
    expect(
      refusal(
        await confirm(
          agent,
          code.replace(/.$/, (end) => (end === "A" ? "B" : "A")),
        ),
      ),
    ).toBe(invalid);
    desk.clock.advance(10 * minute - 1);
    expect((await agent.post("/identity-links/lookup", { code })).status).toBe(200);
    desk.clock.advance(1);
    expect(refusal(await agent.post("/identity-links/lookup", { code }))).toBe(invalid);
    expect(refusal(await confirm(agent, code))).toBe(invalid);
    expect(await linksOf(agent)).toEqual([]);
  });

  test("a code links the account that it was made for, and no other", async () => {
    const [first, second] = [await newCode(), await newCode({ ...nora, userId: "U2", name: "otto" })];
    const other = await desk.person("agent", "Otto");
    await confirm(other, second);
    await confirm(agent, first);
    expect((await as(noraKey).get<Me>("/me")).body.id).toBe(agent.id);
    expect((await as("slack:T1/U2").get<Me>("/me")).body.id).toBe(other.id);
    for (const chatUser of ["slack:T2/U1", "discord:U1", "slack:T1/u1", "slack:T1/U"]) {
      expect(refusal(await as(chatUser).get("/me"))).toBe("403 auth.not_linked");
    }
  });

  test("in Discord somebody is the same in every server", async () => {
    await confirm(agent, await newCode({ platform: "discord", workspaceId: "G1", userId: "42", name: "ann#1" }));
    expect((await as("discord:42").get<Me>("/me")).body.id).toBe(agent.id);
  });

  test("an account moves to whoever confirms it last", async () => {
    await confirm(agent, await newCode());
    const other = await desk.person("manager", "Mia");
    await confirm(other, await newCode());
    expect((await as(noraKey).get<Me>("/me")).body).toMatchObject({ id: other.id, role: "manager" });
    expect(await linksOf(agent)).toEqual([]);
    await confirm(agent, await newCode());
    expect((await as(noraKey).get<Me>("/me")).body.id).toBe(agent.id);
  });

  test("the last few codes of an account work, earlier ones do not", async () => {
    const codes: string[] = [];
    for (let i = 0; i < 5; i++) {
      desk.clock.advance(1000);
      codes.push(await newCode());
    }
    const others = await newCode({ ...nora, userId: "U2" });
    const look = async (code: string) => (await agent.post("/identity-links/lookup", { code })).status;
    expect(await Promise.all([...codes, others].map(look))).toEqual([410, 410, 200, 200, 200, 200]);
  });

  test("the same request gets the same code again", async () => {
    const ask = () => bot.post<LinkCodeView>("/chat/link-codes", nora, { "idempotency-key": "one-press" });
    const answers = await Promise.all([ask(), ask(), ask()]);
    desk.clock.advance(minute);
    const again = await ask();
    expect(new Set([...answers, again].map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await confirm(agent, codeIn(again))).status).toBe(201);
  });

  test("a confirmation that is sent again says the same", async () => {
    const code = await newCode();
    const send = () => agent.post("/identity-links", { code }, { "idempotency-key": "one-click" });
    const [first, second] = [await send(), await send()];
    expect(second).toMatchObject({ status: 201, body: first.body });
    expect(second.headers.get("idempotent-replayed")).toBe("true");
  });

  test("clients link nothing, nor does a bot for anybody", async () => {
    const code = await newCode();
    await confirm(agent, await newCode({ ...nora, userId: "U2" }));
    for (const caller of [await desk.person("client"), await desk.visitor(), bot, as("slack:T1/U2")]) {
      expect(refusal(await confirm(caller, code))).toBe("403 permission.denied");
      expect(refusal(await caller.get("/identity-links"))).toBe("403 permission.denied");
    }
    expect((await confirm(agent, code)).status).toBe(201);
  });

  test("codes that ran out are cleared away", async () => {
    await newCode();
    desk.clock.advance(10 * minute);
    await sweep(desk.services);
    expect(await desk.services.db.orm.select().from(linkCodes)).toEqual([]);
  });
});

describe("unlinking", () => {
  test("ends what the bot may do at once, and happens once", async () => {
    const { body } = await confirm(agent, await newCode());
    expect((await agent.delete(`/identity-links/${body.id}`)).status).toBe(204);
    expect(refusal(await as(noraKey).get("/me"))).toBe("403 auth.not_linked");
    expect((await agent.delete(`/identity-links/${body.id}`)).status).toBe(404);
  });

  test("is for oneself and for admins; to others the link does not exist", async () => {
    const { body } = await confirm(agent, await newCode());
    for (const role of ["agent", "manager"] as const) {
      const other = await desk.person(role);
      expect(refusal(await other.delete(`/identity-links/${body.id}`))).toBe("404 resource.not_found");
    }
    expect(await linksOf(agent)).toHaveLength(1);
    expect((await (await desk.person("admin")).delete(`/identity-links/${body.id}`)).status).toBe(204);
    expect(await linksOf(agent)).toEqual([]);
  });
});

describe("who leaves", () => {
  const refused = "403 auth.not_active";

  test("acts in no chat: let out, made a client, or deleted", async () => {
    const admin = await desk.person("admin");
    await confirm(agent, await newCode());
    const outcome = async () => refusal(await as(noraKey).get("/me"));
    await admin.patch(`/people/${agent.id}`, { active: false });
    expect(await outcome()).toBe(refused);
    await admin.patch(`/people/${agent.id}`, { active: true });
    expect((await as(noraKey).get<Me>("/me")).body.role).toBe("agent");
    await admin.patch(`/people/${agent.id}`, { role: "client" });
    expect(await outcome()).toBe(refused);
    await admin.patch(`/people/${agent.id}`, { role: "manager" });
    expect((await as(noraKey).get<Me>("/me")).body.role).toBe("manager");
    await admin.delete(`/people/${agent.id}`);
    expect(await outcome()).toBe("403 auth.not_linked");
    expect((await dump(desk))["identity_links"]).toBe("");
  });
});

test("what happens to links is kept, without names", async () => {
  await confirm(agent, await newCode());
  const other = await desk.person("agent");
  const { body } = await confirm(other, await newCode());
  await other.delete(`/identity-links/${body.id}`);
  const rows = await desk.services.db.orm
    .select({ type: events.type, seq: events.seq, actor: events.actor, data: events.data })
    .from(events)
    .where(like(events.type, "identity_link.%"))
    .orderBy(asc(events.position));
  const [by, byOther] = [agent, other].map(({ id }) => ({ kind: "staff", id }));
  expect(rows).toEqual([
    { type: "identity_link.created", seq: 1, actor: by, data: { platform: "slack", personId: agent.id } },
    { type: "identity_link.deleted", seq: 2, actor: byOther, data: {} },
    { type: "identity_link.created", seq: 1, actor: byOther, data: { platform: "slack", personId: other.id } },
    { type: "identity_link.deleted", seq: 2, actor: byOther, data: {} },
  ]);
});
