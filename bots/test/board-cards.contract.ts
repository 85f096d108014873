import type { ChatFailure } from "@docket/core/chat/chat-failure";
import { describe, expect, test } from "vitest";
import { at, long, longWords, nasty, sampleCard, sampleFile, sampleMessage, wordsIn } from "./board-samples.ts";
import type { BoardTrial } from "./board-trial.ts";
import { expectFailure } from "./board-trial.ts";

/** Cards, and sends whose end is not known. */
export const cardContract = (trial: BoardTrial): void => {
  describe("cards", () => {
    test("stand in the channel with all that they show", async () => {
      const lastMessage = { author: "Grace Agent", kind: "reply", excerpt: "We are on it.", at } as const;
      const posted = await trial.post(sampleCard({ assignee: "Grace Agent", lastMessage }));
      const [card, ...others] = trial.world.cards();
      expect(others).toEqual([]);
      expect(card?.id).toBe(posted.cardId);
      for (const text of [
        "1042",
        "The printer is on fire",
        "Ada Client",
        "High",
        "New",
        "Grace Agent",
        "We are on it.",
      ])
        expect(card?.text).toContain(text);
      expect(posted.cardId).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
      expect(posted.threadId).toMatch(/^[A-Za-z0-9._-]{1,64}$/);
    });

    test("change where they stand", async () => {
      const posted = await trial.post();
      await trial.world.board.updateCard(
        trial.world.channel,
        posted,
        sampleCard({ assignee: "Grace Agent" }),
        trial.signal,
      );
      await trial.world.board.updateCard(
        trial.world.channel,
        posted,
        sampleCard({ assignee: "Grace Agent" }),
        trial.signal,
      );
      expect(trial.world.cards().map(({ id }) => id)).toEqual([posted.cardId]);
      expect(trial.world.cards()[0]?.text).toContain("Grace Agent");
    });

    test("of deleted tickets say nothing of them", async () => {
      const posted = await trial.post();
      await trial.world.board.updateCard(trial.world.channel, posted, sampleCard({ deleted: true }), trial.signal);
      const [card] = trial.world.cards();
      expect(card?.text).toContain("1042");
      for (const text of ["The printer is on fire", "It began this morning.", "Ada Client"])
        expect(card?.text).not.toContain(text);
    });

    test("of tickets with every status and every offer are taken", async () => {
      const posted = await trial.post();
      for (const status of ["assigned", "in_progress", "waiting", "resolved", "closed", "cancelled"] as const)
        await trial.world.board.updateCard(
          trial.world.channel,
          posted,
          sampleCard({ status, offers: status === "closed" ? [] : ["reopen", "close", "note"], nextStatuses: [] }),
          trial.signal,
        );
      expect(trial.world.cards()).toHaveLength(1);
    });

    test("hold the longest words that people may write", async () => {
      const filled = (length: number): string => "🦉 & <b>".repeat(length).slice(0, length);
      const card = sampleCard({
        title: filled(400),
        excerpt: filled(1000),
        requester: filled(200),
        assignee: filled(200),
        category: filled(40),
        tags: Array.from({ length: 20 }, (_, i) => `${filled(38)}${i}`),
        url: `https://desk.example.com/${"x".repeat(500)}`,
        lastMessage: { author: filled(200), kind: "note", excerpt: filled(1000), at },
      });
      const posted = await trial.post(card);
      expect(trial.world.cards().map(({ id }) => id)).toEqual([posted.cardId]);
    });

    test("show what people wrote and do nothing of it", async () => {
      const line = nasty.replaceAll("\n", " ");
      await trial.post(
        sampleCard({
          title: line,
          excerpt: nasty,
          requester: line,
          assignee: line,
          tags: [line],
          lastMessage: { author: line, kind: "reply", excerpt: nasty, at },
        }),
      );
      expect(trial.world.cards()[0]?.text).toContain("everyone");
    });

    test("are gone when somebody deleted them", async () => {
      const posted = await trial.post();
      trial.world.removeCard(posted);
      await expectFailure(
        trial,
        "gone",
        trial.world.board.updateCard(trial.world.channel, posted, sampleCard(), trial.signal),
      );
      expect(trial.world.cards()).toEqual([]);
    });
  });

  describe("a send whose end is not known", () => {
    test("is found when it had arrived", async () => {
      const since = trial.world.now();
      const { key } = trial.attempt();
      trial.world.loseAnswer(1);
      await expectFailure(trial, "away", trial.post(sampleCard(), { key, since: null }));
      expect(trial.world.cards()).toHaveLength(1);
      const posted = await trial.post(sampleCard(), { key, since });
      expect(trial.world.cards().map(({ id }) => id)).toEqual([posted.cardId]);
      await trial.say(posted);
      expect(trial.world.thread(posted)).toHaveLength(1);
    });

    test("is sent when it had not arrived", async () => {
      const since = trial.world.now();
      const { key } = trial.attempt();
      trial.world.breakNext();
      await expectFailure(trial, "away", trial.post(sampleCard(), { key, since: null }));
      expect(trial.world.cards()).toEqual([]);
      const posted = await trial.post(sampleCard(), { key, since });
      expect(trial.world.cards().map(({ id }) => id)).toEqual([posted.cardId]);
    });

    test("is not taken for another one", async () => {
      const since = trial.world.now();
      const first = await trial.post(sampleCard());
      const second = await trial.post(sampleCard(), trial.attempt(since));
      expect(second.cardId).not.toBe(first.cardId);
      const file = sampleFile("log.txt", "the same");
      const one = await trial.say(first, sampleMessage({ files: [file] }), trial.attempt(since));
      const two = await trial.say(first, sampleMessage({ files: [file] }), trial.attempt(since));
      expect(new Set([...one, ...two]).size).toBe(one.length + two.length);
      expect(trial.world.thread(first).flatMap(({ files }) => files)).toHaveLength(2);
    });

    test.each([1, 2, 3, 4, 5, 6, 7])("ends with everything once, whichever answer gets lost (%i)", async (nth) => {
      const posted = await trial.post();
      const files = [sampleFile("one.txt", "first"), sampleFile("two.txt", "second")];
      const message = sampleMessage({ body: long, files });
      const since = trial.world.now();
      const { key } = trial.attempt();
      trial.world.loseAnswer(nth);
      const parts = await trial.say(posted, message, { key, since: null }).catch(async (error: unknown) => {
        expect((error as ChatFailure).kind).toBe("away");
        return trial.say(posted, message, { key, since });
      });
      expect(wordsIn(trial.world.thread(posted))).toEqual(longWords);
      expect(trial.world.thread(posted).flatMap((one) => one.files)).toEqual([
        { name: "one.txt", content: "first" },
        { name: "two.txt", content: "second" },
      ]);
      await trial.world.board.deleteMessage(trial.world.channel, posted, parts, trial.signal);
      expect(trial.world.thread(posted)).toEqual([]);
    });
  });
};
