import type { IntegrationView } from "@docket/core/contract/integration";
import type { TicketView } from "@docket/core/contract/ticket";
import { minute } from "@docket/core/time";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { conversationOf } from "../../../api/test/answers.ts";
import { passTime, sweepNow } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { RequestUrl } from "./delivery.ts";
import { signed } from "./signing.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message } from "./state.ts";

let world: SlackDesk;
let admin: Caller;
let ana: Actor;
let client: Caller;
let ticket: TicketView;
let here: RequestUrl;

beforeEach(async () => {
  world = await startSlackDesk();
  admin = await world.desk.person("admin", "Ana Lima");
  ana = await world.linked(admin, "Ana");
  const { id: integrationId } = (await admin.post<IntegrationView>("/integrations", { platform: "slack" })).body;
  await admin.post("/channels", { integrationId, channelId: world.channel.id });
  client = await world.desk.person("client", "Cleo");
  ticket = await client.open();
  await world.settled();
  await world.keepFollowing();
  here = world.slack.delivery.requestUrl as RequestUrl;
});
afterEach(() => world.stop());

const cards = (): readonly Message[] =>
  [...world.channel.messages.values()].filter(({ threadTs, ours }) => threadTs === null && ours);
const write = (words: string, card = cards()[0]) => ana.write(world.channel, words, { thread: card?.ts ?? "" });
const words = async (of = ticket) => (await conversationOf(admin, of.id)).map(({ body }) => body);

const run = async (minutes: number, calls?: number): Promise<void> => {
  for (let i = 0; i < minutes; i++) {
    world.desk.clock.advance(minute);
    await world.keepFollowing(calls);
  }
};

/** A proxy before the desk takes nothing while people do this, and Slack gives it up. */
const unreached = async (work: () => Promise<void>): Promise<void> => {
  const { delivery } = world.slack;
  delivery.requestUrl = () => Promise.resolve(new Response("", { status: 502 }));
  await work();
  for (let i = 0; i < 3; i++) await delivery.retry();
};

const listening = async () => {
  await world.desk.background.settled();
  return (await admin.get<{ items: IntegrationView[] }>("/integrations")).body.items[0]?.listening;
};
const well = { state: "active", reason: null, since: null };

describe("what Slack could not bring to a desk that runs", () => {
  test("is found within ten minutes, and when nothing comes any more the integration says so until something does", async () => {
    const [changed, deleted] = [await write("To change"), await write("To delete")];
    await world.settled();
    const last = world.desk.clock.now();
    await run(5);
    await unreached(async () => {
      await write("Never brought");
      await ana.edit(changed, "Changed");
      await ana.delete(deleted);
    });
    await run(10);
    expect(await words()).toEqual(["Changed", "", "Never brought"]);
    expect(await listening()).toEqual(well);
    await run(11);
    const deaf = await listening();
    expect(deaf).toMatchObject({
      state: "broken",
      reason: expect.stringMatching(/Event Subscriptions\. Nothing came for \d+ minutes\./) as string,
    });
    expect(Math.abs(Date.parse(deaf?.since ?? "") - last)).toBeLessThan(2 * minute);
    world.slack.delivery.requestUrl = here;
    await write("Brought");
    expect(await listening()).toEqual(well);
  });

  test("is no reason to complain where other things came since", async () => {
    await run(5);
    await unreached(async () => void (await write("Never brought")));
    world.slack.delivery.requestUrl = here;
    await run(3);
    await write("Brought");
    await run(25);
    expect(await words()).toEqual(["Brought", "Never brought"]);
    expect(await listening()).toEqual(well);
  });

  test("is found soon after Slack had to bring something else twice", async () => {
    await run(1);
    await unreached(async () => void (await write("Given up")));
    await unreached(async () => {
      await write("Brought late");
      world.slack.delivery.requestUrl = here;
    });
    expect(await words()).toEqual(["Brought late"]);
    await world.desk.background.settled();
    await run(1);
    expect(await words()).toEqual(["Brought late", "Given up"]);
  });

  test("is looked for with few calls a minute, on and on until the end", async () => {
    const others = [await client.open(), await client.open()];
    await world.settled();
    await run(10);
    await unreached(async () => {
      for (const card of cards()) await write(`Under ${card.ts}`, card);
    });
    const counts: number[] = [];
    const isLook = ({ method }: { method: string }) => /^conversations\.(history|replies)$/.test(method);
    for (let i = 0; i < 12; i++) {
      const before = world.slack.calls.filter(isLook).length;
      await run(1, 1);
      counts.push(world.slack.calls.filter(isLook).length - before);
    }
    expect(Math.max(...counts)).toBe(2);
    for (const of of [ticket, ...others]) expect(await words(of)).toEqual([expect.stringContaining("Under")]);
  });
});

describe("requests that another secret signed", () => {
  /** How often the desk's database is written to from now on. */
  const countWrites = (): (() => number) => {
    const { db } = world.desk.services;
    const write = db.write.bind(db);
    let count = 0;
    Object.assign(db, {
      write: (...statements: Parameters<typeof db.write>) => {
        count++;
        return write(...statements);
      },
    });
    return () => count;
  };
  const foreign = async (times: number): Promise<void> => {
    const { delivery, signingSecret } = world.slack;
    delivery.secret = "the-secret-of-another-app";
    for (let i = 0; i < times; i++)
      expect(await ana.command("/ticket", "help", world.channel)).toMatchObject({ status: 401 });
    delivery.secret = signingSecret;
  };

  test("mark the integration when they come in a row, with one write, until the right one comes", async () => {
    await write("Well signed");
    await world.settled();
    const writes = countWrites();
    await foreign(4);
    expect(await listening()).toEqual(well);
    await foreign(20);
    expect(writes()).toBe(1);
    expect(await listening()).toMatchObject({
      state: "broken",
      reason: expect.stringContaining("SLACK_SIGNING_SECRET") as string,
    });
    await ana.command("/ticket", "help", world.channel);
    expect(await listening()).toEqual(well);
  });

  test("are told to admins when they last, for a stranger can send some", async () => {
    const { desk } = world;
    const pass = async (minutes: number): Promise<void> => {
      for (let i = 0; i < minutes; i++) {
        desk.clock.advance(minute);
        await sweepNow(desk);
        await passTime(desk, 0);
      }
    };
    const alerts = () => desk.mailer.letters.filter(({ messageId }) => messageId.startsWith("alert."));
    desk.clock.advance(minute);
    await foreign(5);
    await pass(9);
    expect(alerts()).toEqual([]);
    await pass(3);
    expect(alerts().map(({ subject }) => subject)).toEqual([expect.stringContaining("does not hear") as string]);
  });

  test("mean nothing one by one, between those that are right", async () => {
    world.desk.clock.advance(minute);
    for (let i = 0; i < 4; i++) {
      await foreign(4);
      expect(await listening()).toEqual(well);
      await ana.command("/ticket", "help", world.channel);
    }
  });

  test("mean nothing when a stranger sends rubbish, which is not written down either", async () => {
    const writes = countWrites();
    const at = world.desk.clock.now();
    const about = (team: string) => JSON.stringify({ type: "event_callback", team_id: team });
    const body = about(world.workspace.id);
    const secret = "a-guess";
    const { headers } = signed(body, { secret, at });
    const rubbish = [
      { headers: {}, body },
      { headers: { ...headers, "x-slack-signature": "v0=00" }, body },
      signed(body, { secret, at: at - 10 * minute }),
      signed("{", { secret, at }),
      signed("{}", { secret, at }),
    ];
    for (let i = 0; i < 10; i++)
      for (const one of rubbish) expect((await world.slack.delivery.send(one)).status).toBe(401);
    await world.desk.background.settled();
    expect(writes()).toBe(0);
    for (let i = 0; i < 100; i++) await world.slack.delivery.send(signed(about(`T${i}`), { secret, at }));
    await world.desk.background.settled();
    expect(writes()).toBe(1);
    expect(await listening()).toEqual(well);
  });

  test("are looked at in their beginning only, however long they are", async () => {
    world.desk.clock.advance(minute);
    const at = world.desk.clock.now();
    const named = new URLSearchParams({ command: "/ticket", team_id: world.workspace.id }).toString();
    const send = async (body: string) => {
      const type = "application/x-www-form-urlencoded";
      const sent = await world.slack.delivery.send(signed(body, { secret: "a-guess", at, type }));
      expect(sent.status).toBe(401);
    };
    for (let i = 0; i < 5; i++) await send(`${"a&".repeat(10_000)}${named}`);
    await world.desk.background.settled();
    expect(await listening()).toEqual(well);
    for (let i = 0; i < 5; i++) await send(`${named}&${"a&".repeat(10_000)}`);
    await world.desk.background.settled();
    expect(await listening()).toMatchObject({ state: "broken" });
  });
});
