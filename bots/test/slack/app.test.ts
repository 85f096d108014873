import type { IntegrationView } from "@docket/core/contract/integration";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { dump } from "../../../api/test/dump.ts";
import type { Actor } from "./actor.ts";
import { signed } from "./signing.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";

let world: SlackDesk;
let ana: Actor;
let anaHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await startSlackDesk();
  anaHere = await world.desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana Slack");
  client = await world.desk.person("client", "Cleo");
});
afterEach(() => world.stop());

const look = async ({ id }: TicketView): Promise<TicketView> => (await anaHere.get<TicketView>(`/tickets/${id}`)).body;

/** What somebody was told privately last. */
const told = ({ ephemerals }: Actor): string => JSON.stringify(ephemerals.at(-1)?.blocks ?? ephemerals.at(-1)?.text);

const say = async (who: Actor, words: string): Promise<string> => {
  expect(await who.command("/ticket", words, world.channel)).toMatchObject({ acked: true });
  await world.settled();
  return told(who);
};

const messagesOf = async ({ id }: TicketView) => {
  const { body } = await anaHere.get<{ items: { kind: string; body: string }[] }>(`/tickets/${id}/messages`);
  return body.items.map((message) => [message.kind, message.body]);
};

describe("a slash command", () => {
  test("claims, privately told", async () => {
    const ticket = await client.open();
    expect(await say(ana, `claim ${ticket.number}`)).toContain("you have it now");
    expect((await look(ticket)).assignee?.name).toBe("Ana Lima");
  });

  test("that is none shows help", async () => {
    const answer = await say(ana, "dance <!here> & sing");
    expect(answer).toContain("There is no command “dance”");
    expect(answer).toContain("claim &lt;ticket&gt;");
    expect(await say(ana, "help")).not.toContain("There is no command");
  });

  test("of somebody who is not linked explains, and the link it gives works once", async () => {
    const stranger = world.slack.actor(world.workspace, "Stranger");
    const ticket = await client.open();
    expect(await say(stranger, `claim ${ticket.number}`)).toContain("/ticket link");
    expect((await look(ticket)).assignee).toBeNull();
    const link = /http[^"]+\/link#[^"]+/.exec(await say(stranger, "link"))?.[0] ?? "";
    const eve = await world.desk.person("agent", "Eve");
    expect((await eve.post("/identity-links", { code: new URL(link).hash.slice(1) })).status).toBe(201);
    expect(await say(stranger, `claim ${ticket.number}`)).toContain("you have it now");
  });

  test("without its words asks for them in a form, which keeps the draft when it is refused", async () => {
    const ticket = await client.open();
    await say(ana, `reply ${ticket.number}`);
    expect(ana.view).not.toBeNull();
    await anaHere.post(`/tickets/${ticket.id}/cancel`);
    await ana.submit({ text: "Too late" });
    expect(Object.values(ana.view?.errors ?? {}).join()).toContain("replied to");
    expect(await messagesOf(ticket)).toEqual([]);
  });

  test("opens a ticket by its form", async () => {
    await say(ana, "create The lift is stuck");
    await ana.suggest(ana.view as NonNullable<typeof ana.view>, "category", "");
    await ana.submit({ title: "The lift is stuck", description: "On floor 3", category: "problem", email: "" });
    expect(JSON.stringify(ana.view?.source)).toContain(": opened.");
    const { body } = await anaHere.get<{ items: TicketView[] }>("/tickets");
    expect(body.items).toMatchObject([{ title: "The lift is stuck", category: "problem", source: "slack" }]);
  });
});

describe("a message of the channel", () => {
  test("becomes one ticket, linked both ways", async () => {
    const bo = await world.linked(await world.desk.person("agent", "Bo"), "Bo");
    const message = await bo.write(world.channel, "The *door* does not open\nSince Monday");
    // Both have the form open before one of them sends it.
    for (const who of [ana, bo]) {
      await who.messageShortcut("docket_create_from_message", message);
      await world.settled();
    }
    for (const who of [ana, bo]) {
      await who.suggest(who.view as NonNullable<typeof who.view>, "category", "");
      await who.submit({ category: "problem", title: "Door", description: "Does not open" });
      await world.settled();
    }
    const { body } = await anaHere.get<{ items: TicketView[] }>("/tickets");
    expect(body.items).toHaveLength(1);
    const [ticket] = body.items;
    const replies = [...world.channel.messages.values()].filter(({ threadTs }) => threadTs === message.ts);
    expect(replies.map(({ text }) => text)).toEqual([expect.stringContaining(`#${ticket?.number}`)]);
    expect((await look(ticket as TicketView)).origin).toMatchObject({ platform: "slack" });
    expect(Object.values(bo.view?.errors ?? {}).join()).toContain(`#${ticket?.number}`);
  });
});

test("the Home tab shows what is mine and what is nobody's, and claims from there", async () => {
  const ticket = await client.open({ title: "Waiting for you" });
  await ana.openHome();
  expect(JSON.stringify(ana.home?.source)).toContain("Waiting for you");
  await ana.press(ana.home as NonNullable<typeof ana.home>, "docket:claim");
  await world.settled();
  expect((await look(ticket)).assignee?.name).toBe("Ana Lima");
  expect(JSON.stringify(ana.home?.source)).toContain("Nothing is waiting");
});

describe("a request", () => {
  const body = new URLSearchParams({ command: "/ticket", text: "next", user_id: "U1", team_id: "T1" }).toString();

  test("that nobody signed, or somebody else, or long ago, is refused", async () => {
    const { slack } = world;
    const send = (headers: Record<string, string>, words = body) =>
      slack.delivery.send({
        headers: { "content-type": "application/x-www-form-urlencoded", ...headers },
        body: words,
      });
    const signedAt = async (seconds: number, secret: string, words = body) => {
      const at = String(Math.floor(world.desk.clock.now() / 1000) + seconds);
      const key = await crypto.subtle.importKey(
        "raw",
        new TextEncoder().encode(secret),
        { name: "HMAC", hash: "SHA-256" },
        false,
        ["sign"],
      );
      const mac = await crypto.subtle.sign("HMAC", key, new TextEncoder().encode(`v0:${at}:${words}`));
      return { "x-slack-request-timestamp": at, "x-slack-signature": `v0=${Buffer.from(mac).toString("hex")}` };
    };
    expect((await send({})).status).toBe(401);
    expect((await send(await signedAt(0, "another secret of somebody"))).status).toBe(401);
    expect((await send(await signedAt(-301, slack.signingSecret))).status).toBe(401);
    expect((await send(await signedAt(301, slack.signingSecret))).status).toBe(401);
    expect((await send(await signedAt(0, slack.signingSecret), `${body}&x=1`)).status).toBe(401);
    const right = await signedAt(0, slack.signingSecret);
    const bare = right["x-slack-signature"].replace("v0=", "");
    for (const other of [bare, `v1=${bare}`, `v0=v0=${bare}`]) {
      expect((await send({ ...right, "x-slack-signature": other })).status).toBe(401);
    }
    expect((await send(right)).status).toBe(200);
  });

  test("that makes no sense is refused, whoever signed it, and nothing is written", async () => {
    const { slack, workspace, channel, desk } = world;
    const ticket = await client.open();
    await world.settled();
    const before = await dump(desk);
    const base = { team: { id: workspace.id }, user: { id: ana.user.id, team_id: workspace.id } };
    const event = { type: "event_callback", team_id: workspace.id };
    const claim = { action_id: "docket:claim", block_id: "b", type: "button", value: ticket.id };
    const view = { id: "V1", callback_id: "docket:form", state: { values: {} }, private_metadata: "{" };
    const command = { command: "/ticket", text: "next", user_id: ana.user.id, channel_id: channel.id };
    const nonsense: unknown[] = [
      [],
      [event],
      "text",
      null,
      7,
      {},
      base,
      { ...base, type: 7 },
      { ...base, type: "constructor" },
      { ...base, type: "something_else" },
      { ...event, event: null },
      { ...event, event: [] },
      { ...event, event: {} },
      { type: "event_callback", event: { type: "message" } },
      { ...base, type: "block_actions" },
      { ...base, type: "block_actions", actions: [] },
      { ...base, type: "block_actions", actions: [null] },
      { ...base, type: "block_actions", actions: [{}] },
      { type: "block_actions", team: base.team, actions: [claim] },
      { type: "block_actions", user: { id: "U1" }, actions: [claim] },
      { ...base, type: "block_actions", actions: [claim], response_url: "https://evil.test/hooks.slack.com" },
      { ...base, type: "block_actions", actions: [claim], response_url: "https://hooks.slack.com@evil.test/x" },
      { ...base, type: "block_actions", actions: [claim], response_url: "https://evil.test\\@hooks.slack.com/x" },
      { ...base, type: "block_actions", actions: [claim], response_url: "http://hooks.slack.com/x" },
      { ...base, type: "block_actions", actions: [claim], response_url: 7 },
      { ...base, type: "view_submission", view: null },
      { ...base, type: "view_submission", view },
      { ...base, type: "view_submission", view: { ...view, private_metadata: "{}", state: null } },
      { ...base, type: "block_suggestion", action_id: "assignee", view },
      { ...base, type: "shortcut" },
      { ...base, type: "message_action", callback_id: "docket:create" },
      command,
      { ...command, team_id: workspace.id, response_url: "https://evil.test/" },
    ];
    const post = async (words: string, type: "application/json" | "application/x-www-form-urlencoded") => {
      const { headers } = signed(words, { secret: slack.signingSecret, at: desk.clock.now(), type });
      return (await slack.delivery.send({ headers, body: words })).status;
    };
    const statuses = new Map<string, number | null>();
    for (const one of nonsense) {
      const words = JSON.stringify(one);
      statuses.set(words, await post(words, "application/json"));
      const form = new URLSearchParams({ payload: words }).toString();
      statuses.set(form, await post(form, "application/x-www-form-urlencoded"));
    }
    const known = new URLSearchParams({ ...command, team_id: workspace.id }).toString();
    for (const words of ["", "{", "a=b", "payload={", `${"a&".repeat(64)}${known}`]) {
      statuses.set(words, await post(words, "application/x-www-form-urlencoded"));
    }
    expect([...statuses].filter(([, status]) => status !== 400)).toEqual([]);
    await world.settled();
    expect(await dump(desk)).toEqual(before);
  });

  test("for a channel that Slack does not know is put right by whoever typed it", async () => {
    const admin = await world.desk.person("admin");
    const { body: integration } = await admin.post<IntegrationView>("/integrations", { platform: "slack" });
    const answer = await admin.post<Problem>("/channels", { integrationId: integration.id, channelId: "C0NOWHERE" });
    expect([answer.status, answer.body.errors?.map(({ field }) => field)]).toEqual([422, ["channelId"]]);
    expect(answer.body.detail).toContain("There is no such channel");
  });
});
