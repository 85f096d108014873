import { describe, expect, test } from "vitest";
import { sampleCard, sampleMessage } from "./board-samples.ts";
import type { BoardTrial } from "./board-trial.ts";
import { expectFailure } from "./board-trial.ts";

/** What goes wrong, and where a board works. */
export const failureContract = (trial: BoardTrial): void => {
  describe("failures", () => {
    test("busy, and for how long", async () => {
      trial.world.limitNext(7000);
      const { retryAfter } = await expectFailure(trial, "busy", trial.post());
      expect(retryAfter).toBe(7000);
      await trial.post();
      expect(trial.world.cards()).toHaveLength(1);
    });

    test("an error of the chat's own", async () => {
      const posted = await trial.post();
      trial.world.breakNext();
      await expectFailure(trial, "away", trial.say(posted));
      expect(trial.world.thread(posted)).toEqual([]);
    });

    test("no answer in time", async () => {
      const posted = await trial.post();
      trial.world.hangNext();
      const impatient = AbortSignal.timeout(50);
      const late = trial.world.board.postMessage(
        trial.world.channel,
        posted,
        sampleMessage(),
        trial.attempt(),
        impatient,
      );
      await expectFailure(trial, "away", late);
      expect(trial.world.thread(posted)).toEqual([]);
    });

    test("nobody is asked when the caller has given up already", async () => {
      const given = trial.world.board.postCard(trial.world.channel, sampleCard(), trial.attempt(), AbortSignal.abort());
      await expectFailure(trial, "away", given);
      expect(trial.world.cards()).toEqual([]);
    });

    test.each(["archiveChannel", "deleteChannel", "leaveChannel"] as const)("a channel of no use: %s", async (how) => {
      const posted = await trial.post();
      trial.world[how]();
      await expectFailure(trial, "channel", trial.post());
      await expectFailure(trial, "channel", trial.say(posted));
      await expectFailure(trial, "channel", trial.world.board.openChannel(trial.world.channel, trial.signal));
    });

    test("a token that counts no more", async () => {
      const posted = await trial.post();
      trial.world.revokeToken();
      await expectFailure(trial, "workspace", trial.post());
      await expectFailure(
        trial,
        "workspace",
        trial.world.board.updateCard(trial.world.channel, posted, sampleCard(), trial.signal),
      );
      await expectFailure(trial, "workspace", trial.world.board.openChannel(trial.world.channel, trial.signal));
      await expectFailure(trial, "workspace", trial.world.board.workspaces(trial.world.channel.token, trial.signal));
    });
  });

  describe("the channel", () => {
    test("is opened without a word", async () => {
      const { name, kind } = await trial.world.board.openChannel(trial.world.channel, trial.signal);
      expect([name, kind]).toEqual([trial.world.channelName, trial.world.channel.kind]);
      await trial.world.board.openChannel(trial.world.channel, trial.signal);
      expect(trial.world.cards()).toEqual([]);
    });

    test("cannot be one that is not there", async () => {
      const elsewhere = { ...trial.world.channel, channelId: "123456789012345678" };
      await expectFailure(trial, "channel", trial.world.board.openChannel(elsewhere, trial.signal));
    });

    test("is left alone for a while after each send", () => {
      expect(trial.world.board.pace).toBeGreaterThan(0);
    });
  });

  test("the workspace of a token has a name, and a bot in it", async () => {
    const [workspace] = await trial.world.board.workspaces(trial.world.channel.token, trial.signal);
    expect(workspace).toEqual({
      workspaceId: trial.world.channel.workspaceId,
      name: trial.world.workspaceName,
      botUserId: expect.stringMatching(/^[A-Za-z0-9]+$/) as string,
    });
  });
};
