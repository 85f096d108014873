import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleCard, sampleFile, sampleMessage } from "../board-samples.ts";
import { DiscordTrial, failure } from "./discord-trial.ts";

const trial = new DiscordTrial();
const signal = new AbortController().signal;

afterEach(() => trial.finish());

describe("a text channel", () => {
  beforeEach(() => trial.open("text"));

  test.each(["take and drop", 503] as const)(
    "has one card with a thread when that failed at first (%s)",
    async (how) => {
      const since = trial.world.now();
      const { key } = trial.attempt();
      trial.world.discord.failures.plan({ method: "POST", path: /\/threads$/ }, how);
      expect((await failure(trial.post(sampleCard(), { key, since: null }))).kind).toBe("away");
      const posted = await trial.post(sampleCard(), { key, since });
      expect(trial.world.cards().map(({ id }) => id)).toEqual([posted.cardId]);
      expect(trial.thread(posted).name).toBe("#1042 The printer is on fire");
    },
  );

  const hour = 3_600_000;

  test("is read to its end for what an earlier try sent", async () => {
    let now = Date.UTC(2026, 4, 4, 9, 30);
    await trial.world.stop();
    await trial.open("text", () => now);
    const { key } = trial.attempt();
    const since = now;
    for (let i = 0; i < 130; i++) trial.world.agent.write(trial.world.place.id, `before ${i}`);
    trial.world.loseAnswer(1);
    await failure(trial.post(sampleCard(), { key, since: null }));
    for (let i = 0; i < 130; i++) trial.world.agent.write(trial.world.place.id, `after ${i}`);
    // Discord has forgotten the nonce.
    now += hour;
    const { cardId } = await trial.post(sampleCard(), { key, since });
    const cards = trial.world.cards().filter(({ text }) => text.includes("1042"));
    expect(cards.map(({ id }) => id)).toEqual([cardId]);
  });

  test("does not take a card for sent because somebody copied it", async () => {
    const since = trial.world.now();
    const { key } = trial.attempt();
    trial.world.agent.write(trial.world.place.id, `[client](<https://desk.example.com/tickets/1042#${key}>)`);
    await trial.post(sampleCard(), { key, since });
    expect(trial.world.cards()).toHaveLength(2);
  });

  test("loses a card whose thread was deleted, so that it can be sent anew", async () => {
    const posted = await trial.post();
    trial.world.discord.deleteChannel(trial.thread(posted));
    expect((await failure(trial.say(posted))).kind).toBe("gone");
    expect(trial.world.cards()).toEqual([]);
  });

  test("needs no tags", async () => {
    expect(await trial.openChannel()).toEqual({ name: "support", kind: "text" });
    expect(trial.world.discord.calls.filter((call) => !call.startsWith("GET"))).toEqual([]);
  });
});

describe("what is sent again", () => {
  test("within minutes is known by its nonce, without looking", async () => {
    await trial.open("text");
    const tried = trial.attempt();
    expect(await trial.post(sampleCard(), tried)).toEqual(await trial.post(sampleCard(), tried));
    const posted = await trial.post(sampleCard({ number: 7 }));
    const long = sampleMessage({ body: "words ".repeat(1000) });
    const message = trial.attempt();
    expect(await trial.say(posted, long, message)).toEqual(await trial.say(posted, long, message));
    expect(trial.world.cards()).toHaveLength(2);
  });

  test("later is found by its mark, when Discord has forgotten the nonce", async () => {
    let now = Date.UTC(2026, 4, 4, 9, 30);
    await trial.open("text", () => now);
    const since = now;
    const card = trial.attempt();
    trial.world.loseAnswer(2);
    await failure(trial.post(sampleCard(), { ...card, since: null }));
    now += 3_600_000;
    const posted = await trial.post(sampleCard(), { ...card, since });
    const message = trial.attempt();
    const long = sampleMessage({ body: "words ".repeat(1000) });
    trial.world.loseAnswer(2);
    await failure(trial.say(posted, long, message));
    now += 3_600_000;
    const parts = await trial.say(posted, long, { ...message, since: now - 3_600_000 });
    expect(trial.world.cards()).toHaveLength(1);
    expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(parts);
    expect(
      trial.world
        .thread(posted)
        .map(({ text }) => text.match(/words/g)?.length ?? 0)
        .reduce((a, b) => a + b),
    ).toBe(1000);
  });
});

test("a message that gets longer has every word once, when the answer to that got lost", async () => {
  await trial.open("forum");
  const posted = await trial.post();
  const parts = await trial.say(posted);
  const longer = sampleMessage({ body: "words ".repeat(1000) });
  trial.world.loseAnswer(1);
  expect((await failure(trial.change(posted, parts, longer))).kind).toBe("away");
  const after = await trial.change(posted, parts, longer);
  expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(after);
  expect(trial.world.thread(posted).flatMap(({ text }) => text.match(/words/g) ?? [])).toHaveLength(1000);
});

describe("files", () => {
  test("go in as many messages as Discord's bounds ask for, and stay when the text changes", async () => {
    await trial.open("forum");
    const posted = await trial.post();
    const large = (name: string) => {
      const blob = new Blob([new Uint8Array(9 * 1024 * 1024)]);
      return {
        id: `att_${name}`,
        name,
        contentType: "application/zip",
        size: blob.size,
        read: () => Promise.resolve(blob),
      };
    };
    const names = ["a.zip", "b.zip", "c.zip"];
    const message = sampleMessage({ files: names.map(large) });
    const parts = await trial.say(posted, message);
    expect(trial.world.thread(posted).map(({ files }) => files.map(({ name }) => name))).toEqual([
      ["a.zip", "b.zip"],
      ["c.zip"],
    ]);
    const changed = { ...message, body: "Other words." };
    expect(await trial.change(posted, parts, changed)).toEqual(parts);
    expect(trial.world.thread(posted).flatMap(({ files }) => files.map(({ name }) => name))).toEqual(names);
  });

  test("that cannot be read are no reason to send half", async () => {
    await trial.open("forum");
    const posted = await trial.post();
    const lost = { ...sampleFile("a.txt", "a"), read: () => Promise.reject(new Error("no bytes")) };
    // Nothing of it is the chat's fault, so that nobody waits for the chat because of it.
    await expect(trial.say(posted, sampleMessage({ files: [lost] }))).rejects.toThrow("no bytes");
    expect(trial.world.thread(posted)).toEqual([]);
  });
});

test("a token reaches every server of the bot", async () => {
  await trial.open("text");
  for (let i = 0; i < 230; i++) trial.world.discord.guild(`Server ${i}`);
  const servers = await trial.world.board.workspaces(trial.world.channel.token, signal);
  expect(new Set(servers.map(({ workspaceId }) => workspaceId)).size).toBe(231);
  expect(servers.at(-1)).toMatchObject({ name: "Server 229", botUserId: trial.world.discord.app.id });
});

test("a card leads to the ticket, and does not show how it was sent any more once it changed", async () => {
  await trial.open("text");
  const attempt = trial.attempt();
  const { cardId } = await trial.post(sampleCard(), attempt);
  const urls = (): readonly unknown[] => trial.world.place.messages.get(cardId)?.embeds.map(({ url }) => url) ?? [];
  expect(urls()).toEqual([`https://desk.example.com/tickets/1042#${attempt.key}`]);
  await trial.update({ cardId, threadId: cardId }, sampleCard({ assignee: "Grace" }));
  expect(urls()).toEqual(["https://desk.example.com/tickets/1042"]);
});
