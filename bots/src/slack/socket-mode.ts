import { WebClient } from "@slack/web-api";
import type { Desk } from "../desk/desk.ts";
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
 * Runs the Slack app over Socket Mode, for one workspace. Each time the connection stands it looks for what was written
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
  const { user_id: botUserId = "", team_id: teamId = "" } = await client.auth.test();
  Object.assign(bot, { botUserId, teamId });
  const source = filesOf(options);
  let catching = Promise.resolve();
  receiver.onConnected(() => {
    catching = catchUp({ desk, client, token: botToken, botUserId, source }, teamId).catch((error: unknown) => {
      log.warn("slack catch-up failed", { reason: error instanceof Error ? error.message : String(error) });
    });
  });
  await app.start();
  return {
    stop: async () => {
      await receiver.stop();
      await catching;
    },
  };
};
