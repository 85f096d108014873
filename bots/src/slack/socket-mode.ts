import { WebClient } from "@slack/web-api";
import type { Desk } from "../desk/desk.ts";
import { Follower } from "../desk/follower.ts";
import type { Log } from "../log.ts";
import { createSlackApp } from "./app.ts";
import type { SlackAccess } from "./slack-client.ts";
import { clientOptionsOf, filesOf } from "./client-options.ts";
import { catchUp } from "./catch-up.ts";
import { SocketReceiver } from "./socket-receiver.ts";

interface SocketModeOptions extends SlackAccess {
  readonly appToken: string;
  readonly botToken: string;
  readonly desk: Desk;
  readonly log: Log;
}

/** A part of the bots' process. */
export interface Running {
  stop(): Promise<void>;
}

/**
 * Runs the Slack app over Socket Mode, for one workspace. Each time the connection stands it looks for what was missed
 * meanwhile. Throws when Slack does not take the tokens.
 */
export const runSocketMode = async ({
  appToken,
  botToken,
  desk,
  log,
  ...options
}: SocketModeOptions): Promise<Running> => {
  const clientOptions = clientOptionsOf(options);
  const receiver = new SocketReceiver({ appToken, clientOptions, properties: { desk } });
  const client = new WebClient(botToken, clientOptions);
  const bot = { botToken, botUserId: "", teamId: "" };
  const app = createSlackApp(receiver, () => Promise.resolve(bot), log, options);
  const { user_id: botUserId = "", team_id: workspaceId = "" } = await client.auth.test();
  Object.assign(bot, { botUserId, teamId: workspaceId });
  const source = filesOf(options);
  const catching = { desk, clientOptions, token: botToken, botUserId, workspaceId, source };
  const follower = new Follower({
    desk,
    log,
    workspaces: { platform: "slack", workspaceId },
    catchUp: (signal) => catchUp({ ...catching, signal }),
  });
  receiver.onConnected(() => follower.connected({ missed: true }));
  receiver.onDisconnected(() => follower.disconnected());
  await app.start();
  return {
    stop: async () => {
      await receiver.stop();
      await follower.stop();
    },
  };
};
