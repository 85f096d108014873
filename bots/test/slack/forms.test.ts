import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import { deskUrl } from "../../../api/test/desk.ts";
import { createSlackHooks } from "../../src/slack-hooks.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Json, View } from "./state.ts";

let world: SlackDesk;
let ana: Actor;
let anaHere: Caller;
let client: Caller;

beforeEach(async () => {
  world = await startSlackDesk();
  anaHere = await world.desk.person("agent", "Ana Lima");
  ana = await world.linked(anaHere, "Ana");
  client = await world.desk.person("client", "Cleo");
});
afterEach(() => world.stop());

const type = async (words: string): Promise<void> => {
  expect(await ana.command("/ticket", words, world.channel)).toMatchObject({ acked: true });
  await world.settled();
};

const modal = (): View => {
  if (!ana.view) throw new Error("nothing is open");
  return ana.view;
};

const shown = (): string => JSON.stringify(modal().source);
const told = (): string => JSON.stringify(ana.ephemerals.at(-1)?.blocks ?? []);

const blocks = (): readonly Json[] => modal().source["blocks"] as readonly Json[];

/** What a field of the form begins with. */
const beginning = (name: string): unknown =>
  (blocks().find((block) => block["block_id"] === name)?.["element"] as Json | undefined)?.["initial_value"];

const tickets = async (): Promise<readonly TicketView[]> =>
  (await anaHere.get<{ items: TicketView[] }>("/tickets")).body.items;

describe("a form that was sent", () => {
  test("shows what it found, and what is pressed there", async () => {
    const { number } = await client.open({ title: "The lift is stuck" });
    await type("search");
    await ana.submit({ words: "lift" });
    expect(shown()).toContain("The lift is stuck");
    await ana.press(modal(), "docket:claim");
    await world.settled();
    expect(shown()).toContain(`#${number}: you have it now`);
  });

  test("tells the number of the ticket that it opened, and opens one when it is sent twice", async () => {
    await ana.shortcut("docket_create");
    await world.settled();
    await ana.suggest(modal(), "category", "");
    const form = { title: "The lift", description: "Stuck", category: "problem" };
    await ana.submit(form);
    const [request] = world.slack.delivery.sent.slice(-1);
    if (!request) throw new Error("nothing was sent");
    expect(await world.slack.delivery.send(request)).toMatchObject({ acked: true });
    const opened = await tickets();
    expect(opened).toHaveLength(1);
    expect(shown()).toContain(`#${opened[0]?.number}: opened.`);
  });

  test("says at the title that there is none", async () => {
    await ana.shortcut("docket_create");
    await world.settled();
    await ana.suggest(modal(), "category", "");
    await ana.submit({ title: "  ", description: "Stuck", category: "problem" });
    expect(modal().errors).toEqual({ title: expect.stringContaining("Give the ticket a title") as string });
    for (const email of ["vera", "vera.mail.test"]) {
      await ana.submit({ title: "The lift", description: "Stuck", category: "problem", email });
      expect(modal().errors).toEqual({ email: expect.stringContaining("email") as string });
      expect(modal().errors["email"]).not.toContain("name");
    }
  });

  test("names the client as their address was pasted", async () => {
    await ana.shortcut("docket_create");
    await world.settled();
    await ana.suggest(modal(), "category", "");
    const form = { title: "The lift", description: "Stuck", category: "problem" };
    await ana.submit({ ...form, email: "Vera Long <vera@mail.test>" });
    expect((await tickets())[0]?.requester).toMatchObject({ name: "Vera Long", email: "vera@mail.test" });
  });

  test("from a message within a thread is told of in that thread", async () => {
    const first = await ana.write(world.channel, "How was your day?");
    const message = await ana.write(world.channel, "The door does not open", { thread: first.ts });
    await ana.messageShortcut("docket_create_from_message", message);
    await world.settled();
    await ana.suggest(modal(), "category", "");
    await ana.submit({ category: "problem" });
    await world.settled();
    const sent = world.slack.calls.filter(({ method }) => method === "chat.postMessage");
    expect(sent.map(({ args }) => args["thread_ts"])).toEqual([first.ts]);
    const [{ id } = { id: "" }] = await tickets();
    const { body } = await anaHere.get<TicketView>(`/tickets/${id}`);
    expect(body.origin?.url).toContain(message.ts.replace(".", ""));
  });

  test("is answered before Slack has taken the message about it", async () => {
    const message = await ana.write(world.channel, "The door does not open");
    await ana.messageShortcut("docket_create_from_message", message);
    await world.settled();
    await ana.suggest(modal(), "category", "");
    world.slack.faults.next("chat.postMessage", { kind: "hang" });
    expect(await ana.submit({ category: "problem" })).toMatchObject({ acked: true });
    expect(shown()).toContain(`#${(await tickets())[0]?.number}: opened.`);
  });

  test("says so when it has arrived in other words before", async () => {
    const { id, number } = await client.open();
    await type(`note ${number}`);
    await ana.submit({ text: "First" });
    const { delivery } = world.slack;
    const payload = new URLSearchParams(delivery.sent.at(-1)?.body).get("payload") ?? "";
    const { body } = await delivery.send(delivery.form({ payload: payload.replace("First", "Second") }));
    expect(body).toMatchObject({ errors: { text: expect.stringContaining("has arrived already") as string } });
    const messages = await anaHere.get<{ items: { body: string }[] }>(`/tickets/${id}/messages`);
    expect(messages.body.items.map((message) => message.body)).toEqual(["First"]);
  });
});

describe("while the desk does not answer", () => {
  const silent: typeof fetch = (_, init) =>
    new Promise((_resolve, reject) => {
      init?.signal?.addEventListener("abort", () => reject(init.signal?.reason as Error));
    });

  const working: Promise<unknown>[] = [];
  const silence = (): void => {
    const { slack, workspace } = world;
    const { apiUrl: slackApiUrl, signingSecret } = slack;
    const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const hooks = createSlackHooks({ slackApiUrl, signingSecret, log });
    const { token = "", botUserId = "" } = workspace.install ?? {};
    slack.delivery.patience = 10_000;
    slack.delivery.requestUrl = (request) =>
      hooks.handle(request, {
        baseUrl: deskUrl,
        key: "dk_",
        fetch: silent,
        installationOf: () => Promise.resolve({ token, botUserId }),
        arrived: () => undefined,
        waitUntil: (work) => void working.push(work),
        now: slack.now(),
      });
  };

  test("a form keeps what was written, and a menu is empty", async () => {
    const { number } = await client.open();
    await type(`assign ${number}`);
    const [bo] = await ana.suggest(modal(), "person", "ana");
    silence();
    const sent = ana.submit({ person: String(bo?.["value"]) });
    expect(await ana.suggest(modal(), "person", "bo")).toEqual([]);
    expect(await sent).toMatchObject({ acked: true });
    expect(modal().errors).toEqual({ person: expect.stringContaining("did not answer in time") as string });
  });

  test("a form opens and stays", async () => {
    silence();
    await ana.command("/ticket", "reply 1001", world.channel);
    await Promise.all(working);
    expect(blocks().map((block) => block["block_id"])).toEqual(["text"]);
  });
});

describe("a form that opens", () => {
  test("offers every status while no ticket is chosen, and those that can follow when one is", async () => {
    const { number } = await client.open();
    const offered = async () =>
      (await ana.suggest(modal(), "status", "")).map(({ text }) => (text as { text: string }).text);
    await type("status");
    expect(await offered()).toEqual(expect.arrayContaining(["In progress", "Resolved", "Cancelled", "Closed"]));
    await ana.close();
    await type(`status ${number}`);
    const next = await offered();
    expect(next).toContain("Cancelled");
    expect(next).not.toContain("Closed");
  });

  test("from a command says which ticket it is as soon as the desk has", async () => {
    const { number } = await client.open({ title: "The lift is stuck" });
    await type(`reply ${number}`);
    for (const words of [`Reply · #${number}`, `#${number} The lift is stuck`, "Send reply"])
      expect(shown()).toContain(words);
    await ana.submit({ text: "We are on our way." });
    expect(shown()).toContain(`#${number}: on its way to the client.`);
  });

  test("gives way to the reason when there is no such ticket", async () => {
    await type("reply 9999");
    expect(shown()).toContain("#9999: There is no such ticket");
    expect(shown()).not.toContain('"type":"input"');
  });

  test("too late is not silent", async () => {
    const { number } = await client.open();
    world.slack.faults.next("views.open", { kind: "error", error: "expired_trigger_id" }, { times: 2 });
    await type(`reply ${number}`);
    expect(told()).toContain(`#${number}: Slack could not open the form`);
    const message = await ana.write(world.channel, "The door");
    await ana.messageShortcut("docket_create_from_message", message);
    await world.settled();
    expect(ana.ephemerals).toHaveLength(2);
    expect(ana.view).toBeNull();
  });
});

describe("what is typed", () => {
  test("reaches the client as it was meant", async () => {
    const bo = await world.linked(await world.desk.person("agent", "Bo Berg"), "Bo");
    const ticket = await client.open();
    const words = `R&amp;D &lt;3 <https://a.example/?x=1&amp;y=2|a.example> <mailto:cleo@a.example|cleo@a.example> <@${bo.user.id}>`;
    await type(`reply ${ticket.number} ${words}`);
    const { body } = await client.get<{ items: { body: string }[] }>(`/tickets/${ticket.id}/messages`);
    expect(body.items.map((message) => message.body)).toEqual([
      "R&D <3 a.example (https://a.example/?x=1&y=2) cleo@a.example @Bo",
    ]);
    await type(`assign ${ticket.number} <@${bo.user.id}>`);
    expect(told()).toContain("Bo Berg has it now");
    await type("create A &lt;b&gt; &amp; c");
    expect(beginning("title")).toBe("A <b> & c");
  });

  test("in place of a name or a word that is much too long is refused in words of the chat", async () => {
    const { number } = await client.open();
    await type(`assign ${number} ${"x".repeat(300)}`);
    expect(told()).toContain("The person can have 200 characters at most");
    await type(`tags ${number} !!`);
    expect(told()).toContain("A tag may have letters, digits");
  });
});

describe("a message becomes the beginning of a form", () => {
  const open = async (words: string, file = false): Promise<void> => {
    const files = file ? [{ name: "door.png", content: "png" }] : [];
    const message = await ana.write(world.channel, words, { files });
    await ana.messageShortcut("docket_create_from_message", message);
    await expect.poll(() => ana.view).not.toBeNull();
    await world.settled();
  };

  test("with the names of whom it mentions", async () => {
    await open(`\n<@${ana.user.id}> the <https://lift.example|lift> is stuck &amp; hot\nSince Monday`);
    expect(beginning("title")).toBe("@Ana the lift (https://lift.example) is stuck & hot");
    expect(beginning("description")).toContain("@Ana the lift");
  });

  test("without them when Slack does not tell them soon", async () => {
    world.slack.faults.next("users.info", { kind: "hang" });
    await open(`Ask <@${ana.user.id}>`);
    expect(beginning("title")).toBe(`Ask @${ana.user.id}`);
  });

  test("also when it has no words", async () => {
    await open("", true);
    expect(beginning("title")).toBeUndefined();
    expect(blocks()).toHaveLength(5);
  });

  test("of which a title is cut between characters", async () => {
    await open(`${"a".repeat(149)}😀 ${"b".repeat(4000)}`);
    expect(beginning("title")).toBe(`${"a".repeat(149)}…`);
    expect(beginning("description")).toMatch(/b$/);
    expect(String(beginning("description"))).toHaveLength(3000);
  });
});
