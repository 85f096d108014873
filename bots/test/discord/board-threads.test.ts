import type { PostedCard } from "@docket/core/chat/card";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { sampleCard, sampleMessage } from "../board-samples.ts";
import { DiscordTrial, failure } from "./discord-trial.ts";
import { editThread } from "./threads.ts";

const trial = new DiscordTrial();
const signal = new AbortController().signal;

afterEach(() => trial.finish());

const tag = (id: string, name: string) => ({ id, name, moderated: false, emoji_id: null, emoji_name: null });

describe("a forum", () => {
  beforeEach(() => trial.open("forum"));

  test("gets the tags that it lacks, once, and keeps those of others", async () => {
    trial.world.place.tags = [tag("111111111111111111", "VIP"), tag("222222222222222222", "waiting")];
    await trial.openChannel();
    await trial.openChannel();
    expect(trial.world.place.tags.map(({ name }) => name)).toEqual([
      "VIP",
      "waiting",
      "New",
      "Assigned",
      "In progress",
      "Resolved",
      "Closed",
      "Cancelled",
      "Low priority",
      "Normal priority",
      "High priority",
      "Urgent priority",
    ]);
    expect(trial.world.place.tags[0]?.id).toBe("111111111111111111");
  });

  test("without room for tags says so", async () => {
    trial.world.place.tags = Array.from({ length: 10 }, (_, i) => tag(`${i}`.repeat(18), `tag ${i}`));
    const { kind, message } = await failure(trial.openChannel());
    expect(kind).toBe("channel");
    expect(message).toBe("The forum has 10 tags, Docket needs 11 more, and Discord allows 20: remove some.");
  });

  test("whose tags the bot may not make says which it lacks; with them by hand all is well", async () => {
    trial.world.discord.deny(trial.world.place, ["ManageChannels"]);
    const { kind, message } = await failure(trial.openChannel());
    expect(kind).toBe("channel");
    expect(message).toContain("give the bot Manage Channels, or make them yourself: New, Assigned, In progress");
    trial.world.discord.allowAll(trial.world.place);
    await trial.openChannel();
    trial.world.discord.deny(trial.world.place, ["ManageChannels"]);
    expect(await trial.openChannel()).toEqual({ name: "support", kind: "forum" });
  });

  test("shows status and priority as tags of the post, beside those that people gave it", async () => {
    trial.world.place.tags = [tag("111111111111111111", "VIP")];
    await trial.openChannel();
    const posted = await trial.post();
    expect(trial.tags(posted)).toEqual(["New", "High priority"]);
    const applied = trial.thread(posted).thread?.appliedTags ?? [];
    editThread(trial.world.discord.state, trial.thread(posted), { applied_tags: [...applied, "111111111111111111"] });
    await trial.update(posted, sampleCard({ status: "waiting", priority: "low" }));
    expect(trial.tags(posted)).toEqual(["Waiting", "Low priority", "VIP"]);
    expect(trial.thread(posted).name).toBe("#1042 The printer is on fire");
    expect(trial.thread(posted).renames).toEqual([]);
  });

  test("goes on with a tag named Solved for what is resolved, as long as there is none named Resolved", async () => {
    const solved = tag("111111111111111111", "solved");
    trial.world.place.tags = [solved];
    await trial.openChannel();
    expect(trial.world.place.tags.map(({ name }) => name)).not.toContain("Resolved");
    const posted = await trial.post(sampleCard({ status: "resolved" }));
    expect(trial.tags(posted)).toEqual(["solved", "High priority"]);
    trial.world.place.tags = [...trial.world.place.tags, tag("222222222222222222", "Resolved")];
    await trial.update(posted, sampleCard({ status: "resolved" }));
    expect(trial.tags(posted)).toEqual(["Resolved", "High priority"]);
    await trial.update(posted, sampleCard({ status: "assigned" }));
    expect(trial.tags(posted)).toEqual(["Assigned", "High priority"]);
  });

  test("may want a tag of every post, and tells of lacking one", async () => {
    trial.world.place.needsTag = true;
    expect((await failure(trial.post())).kind).toBe("channel");
    await trial.openChannel();
    await trial.post();
    expect(trial.world.cards()).toHaveLength(1);
    trial.world.place.tags = [
      { ...tag("111111111111111111", "Staff only"), moderated: true },
      ...trial.world.place.tags,
    ];
    const line = { text: "Threads are notes now.", url: "https://desk.example.com/" };
    await trial.world.board.announce(trial.world.channel, line, trial.attempt(), signal);
    expect(trial.world.cards()).toHaveLength(2);
  });

  test("finds a post that was archived meanwhile, among others", async () => {
    const since = trial.world.now();
    const { key } = trial.attempt();
    trial.world.loseAnswer(1);
    await failure(trial.post(sampleCard(), { key, since: null }));
    for (const post of trial.world.guild.channels.values())
      if (post.thread) editThread(trial.world.discord.state, post, { archived: true });
    await trial.post(sampleCard({ number: 7 }));
    const posted = await trial.post(sampleCard(), { key, since });
    expect(trial.world.cards()).toHaveLength(2);
    expect(trial.world.cards()[0]?.id).toBe(posted.cardId);
  });

  test("lists a post by the name of its ticket, which follows the title as often as Discord lets it", async () => {
    const posted = await trial.post(sampleCard({ title: "long ".repeat(30) }));
    expect(trial.thread(posted).name).toHaveLength(100);
    for (const title of ["One", "Two", "Three"]) await trial.update(posted, sampleCard({ title }));
    expect(trial.thread(posted).name).toBe("#1042 Two");
    expect(trial.world.cards()[0]?.text).toContain("Three");
  });

  test("waits with a new name where the old one says what was deleted", async () => {
    let now = Date.UTC(2026, 4, 4, 9, 30);
    await trial.world.stop();
    await trial.open("forum", () => now);
    const posted = await trial.post();
    for (const title of ["One", "Two"]) await trial.update(posted, sampleCard({ title }));
    const { kind, retryAfter } = await failure(trial.update(posted, sampleCard({ deleted: true })));
    expect([kind, retryAfter]).toEqual(["busy", 600_000]);
    now += 600_000;
    await trial.update(posted, sampleCard({ deleted: true }));
    expect(trial.thread(posted).name).toBe("#1042 (deleted)");
  });

  test("says nothing of a deleted ticket, neither in the name nor in tags", async () => {
    await trial.openChannel();
    const posted = await trial.post();
    await trial.update(posted, sampleCard({ deleted: true }));
    expect([trial.thread(posted).name, trial.tags(posted), trial.thread(posted).thread?.archived]).toEqual([
      "#1042 (deleted)",
      [],
      true,
    ]);
  });
});

describe.each(["forum", "text"] as const)("the thread of a card (%s)", (kind) => {
  beforeEach(() => trial.open(kind));

  const isArchived = (posted: PostedCard): boolean | undefined => trial.thread(posted).thread?.archived;

  test("is archived and not locked when the ticket is over, and comes back when it is reopened", async () => {
    const posted = await trial.post();
    for (const [status, archived] of [
      ["resolved", false],
      ["closed", true],
      ["closed", true],
      ["in_progress", false],
      ["cancelled", true],
    ] as const) {
      await trial.update(posted, sampleCard({ status }));
      expect([status, isArchived(posted), trial.thread(posted).thread?.locked]).toEqual([status, archived, false]);
    }
    expect(isArchived(await trial.post(sampleCard({ number: 7, status: "closed" })))).toBe(true);
  });

  test("stays archived while something is done in it", async () => {
    const posted = await trial.post();
    const id = await trial.world.write(posted, "Closing this.");
    await trial.update(posted, sampleCard({ status: "closed" }));
    const parts = await trial.say(posted);
    expect(isArchived(posted)).toBe(true);
    const message = sampleMessage({ body: "Other words." });
    expect(await trial.change(posted, parts, message)).toEqual(parts);
    await trial.world.board.markMessage(trial.world.channel, posted, id, "sent", signal);
    expect(isArchived(posted)).toBe(true);
    expect(trial.world.marks(posted, id)).toEqual(["✅"]);
    await trial.world.board.deleteMessage(trial.world.channel, posted, parts, signal);
    expect(trial.world.thread(posted).map((one) => one.id)).toEqual([id]);
    expect(isArchived(posted)).toBe(true);
  });

  test("that was only quiet comes back with a message", async () => {
    const posted = await trial.post();
    editThread(trial.world.discord.state, trial.thread(posted), { archived: true });
    await trial.say(posted);
    expect(isArchived(posted)).toBe(false);
  });

  test("that somebody locked is the bot's to write in, if it may manage threads", async () => {
    const posted = await trial.post();
    editThread(trial.world.discord.state, trial.thread(posted), { archived: true, locked: true });
    await trial.say(posted);
    editThread(trial.world.discord.state, trial.thread(posted), { archived: false });
    trial.world.discord.deny(trial.world.place, ["ManageThreads"]);
    expect(await failure(trial.say(posted))).toMatchObject({
      kind: "refused",
      message: "The thread is locked: unlock it, or give the bot Manage Threads (160005).",
    });
  });
});
