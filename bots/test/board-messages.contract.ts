import type { Receipt } from "@docket/core/chat/card";
import type { ThreadFile, ThreadMessage } from "@docket/api/chat-board";
import { describe, expect, test } from "vitest";
import { long, longWords, nasty, sampleCard, sampleFile, sampleMessage, wordsIn } from "./board-samples.ts";
import type { BoardTrial } from "./board-trial.ts";
import { expectFailure } from "./board-trial.ts";

/** Messages in the thread of a card, and receipts. */
export const messageContract = (trial: BoardTrial): void => {
  describe("messages", () => {
    test("stand in the thread of their card and nowhere else", async () => {
      const posted = await trial.post();
      const other = await trial.post(sampleCard({ number: 7 }));
      const parts = await trial.say(posted);
      expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(parts);
      expect(trial.world.thread(other)).toEqual([]);
      expect(trial.world.cards()).toHaveLength(2);
      expect(trial.world.thread(posted)[0]?.text).toContain("Ada Client");
      expect(trial.world.thread(posted)[0]?.text).toContain("It still burns.");
    });

    test("to everybody in the channel stand outside of all threads, and once", async () => {
      const posted = await trial.post();
      const { board, channel } = trial.world;
      const message = { text: "From now on *all* is @here; // makes a note.", url: "https://desk.example.com/" };
      const tried = trial.attempt();
      const begun = trial.world.now();
      await board.announce(channel, message, tried, trial.signal);
      await board.announce(channel, message, { ...tried, since: begun }, trial.signal);
      const said = trial.world.cards().filter(({ text }) => text.includes("is @"));
      expect(said.map(({ text }) => text)).toEqual([expect.stringContaining("// makes a note.")]);
      expect(trial.world.thread(posted)).toEqual([]);
      await board.announce(channel, message, trial.attempt(), trial.signal);
      expect(trial.world.cards()).toHaveLength(3);
    });

    test("let see who wrote them and how far they got", async () => {
      const posted = await trial.post();
      const kinds = [
        sampleMessage(),
        sampleMessage({ from: "staff", receipt: "sent" }),
        sampleMessage({ from: "staff", kind: "note", receipt: "note" }),
        sampleMessage({ from: "staff", receipt: "failed" }),
        sampleMessage({ from: "staff", receipt: "kept" }),
        sampleMessage({ from: "staff", receipt: "kept", unreached: "deleted" }),
        sampleMessage({ from: "staff", receipt: "kept", unreached: "disowned" }),
        sampleMessage({ edited: true }),
      ];
      for (const message of kinds) await trial.say(posted, message);
      const shown = trial.world.thread(posted).map(({ text }) => text);
      expect(new Set(shown).size).toBe(kinds.length);
    });

    test("that are long come in several parts, with every word once and in order", async () => {
      const posted = await trial.post();
      const parts = await trial.say(posted, sampleMessage({ body: long }));
      expect(parts.length).toBeGreaterThan(1);
      expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(parts);
      expect(wordsIn(trial.world.thread(posted))).toEqual(longWords);
    });

    test("show what people wrote and do nothing of it", async () => {
      const posted = await trial.post();
      await trial.say(posted, sampleMessage({ author: nasty.replaceAll("\n", " "), body: nasty }));
      const [message] = trial.world.thread(posted);
      expect(message?.text).toContain("**bold**");
      expect(message?.text).toContain("👩‍👩‍👧‍👧");
    });

    test("bring their files", async () => {
      const posted = await trial.post();
      const files = [sampleFile("log <1> & @here.txt", "Zeile 1\nZeile 2 ✓"), sampleFile("b.txt", "two")];
      await trial.say(posted, sampleMessage({ files }));
      const seen = trial.world.thread(posted).flatMap((message) => message.files);
      expect(seen.map(({ content }) => content)).toEqual(["Zeile 1\nZeile 2 ✓", "two"]);
      expect(seen[1]?.name).toBe("b.txt");
    });

    test("of files alone are taken, and so are files with nothing in them", async () => {
      const posted = await trial.post();
      await trial.say(posted, sampleMessage({ body: "", files: [sampleFile("empty.txt", "")] }));
      expect(JSON.stringify(trial.world.thread(posted))).toContain("empty.txt");
    });

    test("change where they stand, and become longer and shorter", async () => {
      const posted = await trial.post();
      const update = (parts: readonly string[], body: string): Promise<readonly string[]> =>
        trial.world.board.updateMessage(
          trial.world.channel,
          posted,
          parts,
          sampleMessage({ body, edited: true }),
          trial.signal,
        );
      const first = await trial.say(posted);
      const second = await update(first, "It burns no more.");
      expect(second).toEqual(first);
      expect(trial.world.thread(posted)[0]?.text).toContain("It burns no more.");
      const third = await update(second, long);
      expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(third);
      expect(wordsIn(trial.world.thread(posted))).toEqual(longWords);
      const fourth = await update(third, "Short again.");
      expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(fourth);
      expect(fourth).toHaveLength(1);
    });

    test("keep their files when their words change", async () => {
      const posted = await trial.post();
      const files = [sampleFile("one.txt", "first")];
      const parts = await trial.say(posted, sampleMessage({ files }));
      const changed = sampleMessage({ files, body: "Other words." });
      const after = await trial.world.board.updateMessage(trial.world.channel, posted, parts, changed, trial.signal);
      expect(trial.world.thread(posted).flatMap((message) => message.files)).toEqual([
        { name: "one.txt", content: "first" },
      ]);
      expect(trial.world.thread(posted)[0]?.text).toContain("Other words.");
      await trial.world.board.deleteMessage(trial.world.channel, posted, after, trial.signal);
      expect(trial.world.thread(posted)).toEqual([]);
    });

    test("lose the files that are taken out of them, and get those that are put in", async () => {
      const posted = await trial.post();
      const [plan, secret, other] = ["plan", "secret", "other"].map((name) => sampleFile(`${name}.txt`, name));
      const withFiles = (...files: readonly (ThreadFile | undefined)[]): ThreadMessage =>
        sampleMessage({ files: files.flatMap((file) => file ?? []), edited: true });
      let parts = await trial.say(posted, withFiles(secret, plan));
      for (const files of [[plan], [other], [plan, other], []]) {
        const message = withFiles(...files);
        parts = await trial.world.board.updateMessage(trial.world.channel, posted, parts, message, trial.signal);
        const seen = trial.world.thread(posted);
        expect(seen.flatMap((one) => one.files)).toEqual(
          message.files.map(({ name }) => ({ name, content: name.replace(".txt", "") })),
        );
        expect(seen[0]?.text).toContain("It still burns.");
      }
      expect(trial.world.thread(posted).map(({ id }) => id)).toEqual(parts);
    });

    test.each([1, 2])("lose them also where it had to be looked what had arrived (%i)", async (nth) => {
      const posted = await trial.post();
      const tried = trial.attempt();
      const since = trial.world.now();
      const files = [sampleFile("secret.txt", "secret"), sampleFile("plan.txt", "plan")];
      trial.world.loseAnswer(nth);
      await trial.say(posted, sampleMessage({ files }), tried).catch(() => []);
      const parts = await trial.say(posted, sampleMessage({ files }), { ...tried, since });
      const left = sampleMessage({ files: files.slice(1) });
      const change = () => trial.world.board.updateMessage(trial.world.channel, posted, parts, left, trial.signal);
      trial.world.loseAnswer(1);
      await change().catch(() => []);
      const after = await change();
      expect(trial.world.thread(posted).flatMap((message) => message.files)).toEqual([
        { name: "plan.txt", content: "plan" },
      ]);
      await trial.world.board.deleteMessage(trial.world.channel, posted, after, trial.signal);
      expect(trial.world.thread(posted)).toEqual([]);
    });

    test("are taken back, also twice", async () => {
      const posted = await trial.post();
      const parts = await trial.say(posted, sampleMessage({ body: long }));
      await trial.world.board.deleteMessage(trial.world.channel, posted, parts, trial.signal);
      expect(trial.world.thread(posted)).toEqual([]);
      await trial.world.board.deleteMessage(trial.world.channel, posted, parts, trial.signal);
      expect(trial.world.cards()).toHaveLength(1);
    });

    test("are gone when somebody deleted them, or their card", async () => {
      const posted = await trial.post();
      const [id = "", ...others] = await trial.say(posted);
      expect(others).toEqual([]);
      trial.world.remove(posted, id);
      await expectFailure(
        trial,
        "gone",
        trial.world.board.updateMessage(trial.world.channel, posted, [id], sampleMessage(), trial.signal),
      );
      trial.world.removeCard(posted);
      await expectFailure(trial, "gone", trial.say(posted));
      expect(trial.world.cards()).toEqual([]);
    });
  });

  describe("receipts", () => {
    test("are put on what somebody wrote, one at a time", async () => {
      const posted = await trial.post();
      const id = await trial.world.write(posted, "We are on it.");
      const mark = (receipt: Receipt): Promise<void> =>
        trial.world.board.markMessage(trial.world.channel, posted, id, receipt, trial.signal);
      const seen = new Set<string>();
      for (const receipt of ["note", "failed", "kept", "sent", "sent"] as const) {
        await mark(receipt);
        const marks = trial.world.marks(posted, id);
        expect(marks).toHaveLength(1);
        seen.add(marks[0] ?? "");
      }
      expect(seen.size).toBe(4);
      // That sign tells the author of a change that was refused, and a receipt may come after it.
      for (const refused of ["warning", "⚠️"]) expect(seen).not.toContain(refused);
    });

    test("have no place on what is gone", async () => {
      const posted = await trial.post();
      const id = await trial.world.write(posted, "We are on it.");
      trial.world.remove(posted, id);
      await expectFailure(
        trial,
        "gone",
        trial.world.board.markMessage(trial.world.channel, posted, id, "note", trial.signal),
      );
    });
  });
};
