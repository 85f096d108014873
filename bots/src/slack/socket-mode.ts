import { WebClient } from "@slack/web-api";
import type { Desk } from "../desk/desk.ts";
import { Follower } from "../desk/follower.ts";
import { Heartbeat } from "../desk/heartbeat.ts";
import type { Connection, Running } from "../keep-connected.ts";
import { keepConnected } from "../keep-connected.ts";
import type { Log } from "../log.ts";
import { ConnectionFailed } from "../trouble.ts";
import { createSlackApp } from "./app.ts";
import type { SlackAccess } from "./slack-client.ts";
import { answersOf, clientOptionsOf, filesOf } from "./client-options.ts";
import { catchUp } from "./catch-up.ts";
import { chatFailureOf } from "./slack-failure.ts";
import { SocketReceiver } from "./socket-receiver.ts";

interface SocketModeOptions extends SlackAccess {
  readonly appToken: string;
  readonly botToken: string;
  readonly desk: Desk;
  readonly log: Log;
}

/** Does something with one of the tokens; a failure says whether it is the token's. */
const using = async <T>(token: "token" | "app_token", work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (error) {
    const failure = chatFailureOf(error);
    if (failure === null) throw error;
    throw new ConnectionFailed(failure.kind === "away" || failure.kind === "busy" ? "away" : token, failure);
  }
};

const connect = async (
  { appToken, botToken, desk, log, ...options }: SocketModeOptions,
  heartbeat: Heartbeat,
): Promise<Connection> => {
  const clientOptions = clientOptionsOf(options);
  const client = new WebClient(botToken, clientOptions);
  const { user_id: botUserId = "", team_id: workspaceId = "" } = await using("token", () => client.auth.test());
  heartbeat.isIn(workspaceId);
  const receiver = new SocketReceiver({
    appToken,
    answers: answersOf(options),
    clientOptions,
    log,
    properties: { desk, lookAfter: (work: () => Promise<void>) => follower.lookAfter(work) },
  });
  const bot = { botToken, botUserId, teamId: workspaceId };
  const app = createSlackApp(receiver, () => Promise.resolve(bot), log, options);
  const source = filesOf(options);
  const catching = { desk, clientOptions, token: botToken, botUserId, workspaceId, source };
  const follower = new Follower({
    desk,
    log,
    workspaces: { platform: "slack", workspaceId },
    catchUp: async (signal) => void (await catchUp({ ...catching, signal })),
  });
  const gone = new Promise<null>((resolve) => {
    receiver.onDisconnected(() => {
      follower.disconnected();
      heartbeat.interrupted();
      resolve(null);
    });
  });
  await using("app_token", () => app.start());
  follower.connected({ missed: true });
  return {
    gone,
    stop: async () => {
      await receiver.stop();
      await follower.stop();
    },
  };
};

/**
 * Runs the Slack app over Socket Mode, for one workspace. Each time the connection stands it looks for what was missed
 * meanwhile. Resolves after the first try to connect; whatever goes wrong, it tries again.
 */
export const runSocketMode = (options: SocketModeOptions): Promise<Running> => {
  const { desk, log } = options;
  const heartbeat = new Heartbeat(desk, { platform: "slack" });
  return keepConnected({ platform: "slack", log, heartbeat, open: () => connect(options, heartbeat) });
};
