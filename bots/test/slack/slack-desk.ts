import { passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { Desk } from "../../../api/test/desk.ts";
import { hooked } from "../../../api/test/hooked.ts";
import { link } from "../../../api/test/keys.ts";
import { createSlackHooks } from "../../src/slack-hooks.ts";
import { createSlackBoard } from "../../src/slack/board.ts";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Channel, Workspace } from "./state.ts";

/** A whole desk that is connected to a workspace of the fake Slack over HTTP. */
export interface SlackDesk {
  readonly desk: Desk;
  readonly slack: FakeSlack;
  readonly workspace: Workspace;
  /** A channel with the bot in it. */
  readonly channel: Channel;
  /** Somebody of Slack who is linked to somebody of the staff. */
  linked(person: Caller, name: string): Promise<Actor>;
  /** What the desk does every minute, so that it misses nothing of what people do. */
  keepFollowing(calls?: number): Promise<void>;
  /** Waits until the desk has done all that it owes. */
  settled(): Promise<void>;
  /** Throws when something was done that Slack does not take. */
  stop(): Promise<void>;
}

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

export const startSlackDesk = async (): Promise<SlackDesk> => {
  const clock: { now: () => number } = { now: () => 0 };
  const slack = await FakeSlack.start(() => clock.now());
  const workspace = slack.addWorkspace("Acme");
  const channel = slack.addChannel(workspace, "support");
  const { apiUrl: slackApiUrl, signingSecret } = slack;
  const token = workspace.install?.token ?? null;
  const hooks = createSlackHooks({ slackApiUrl, signingSecret, log });
  const settings = { SLACK_BOT_TOKEN: token ?? "", SLACK_SIGNING_SECRET: signingSecret };
  const desk = await Desk.start(settings, { chats: { slack: { board: createSlackBoard({ slackApiUrl }), token } } });
  clock.now = () => desk.clock.now();
  const hook = hooked(desk, hooks);
  slack.delivery.requestUrl = (request) => hook.fetch(request);
  return {
    desk,
    slack,
    workspace,
    channel,
    keepFollowing: (calls) => hook.keepFollowing(calls),
    async linked(person, name) {
      const actor = slack.actor(workspace, name);
      channel.members.add(actor.user.id);
      await link(desk, person, `slack:${workspace.id}/${actor.user.id}`);
      return actor;
    },
    async settled() {
      await passTime(desk);
      await slack.told();
      await passTime(desk);
    },
    async stop() {
      await slack.stop();
      await desk.stop();
      if (slack.violations.length > 0) throw new Error(`Slack would refuse: ${slack.violations.join("\n")}`);
    },
  };
};
