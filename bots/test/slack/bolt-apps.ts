import { App, HTTPReceiver, LogLevel, SocketModeReceiver } from "@slack/bolt";
import type { Logger } from "@slack/bolt";
import type { AddressInfo } from "node:net";
import type { FakeSlack } from "./fake-slack.ts";
import type { Workspace } from "./state.ts";

/** What Bolt says of itself, and nobody reads. */
const silent: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** A real app of Bolt that is connected to the fake. */
export interface RunningApp {
  readonly app: App;
  stop(): Promise<void>;
}

/** The app behind a request URL. */
export const startHttpApp = async (slack: FakeSlack, workspace: Workspace): Promise<RunningApp> => {
  const receiver = new HTTPReceiver({ signingSecret: slack.signingSecret, logger: silent });
  const app = new App({
    receiver,
    logger: silent,
    token: workspace.install?.token ?? "",
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  const server = await receiver.start(0);
  slack.delivery.requestUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/slack/events`;
  return { app, stop: () => receiver.stop() };
};

/** The app in Socket Mode. */
export const startSocketApp = async (slack: FakeSlack, workspace: Workspace): Promise<RunningApp> => {
  const clientOptions = { slackApiUrl: slack.apiUrl };
  const receiver = new SocketModeReceiver({
    appToken: slack.appToken,
    logger: silent,
    clientPingTimeout: 100,
    installerOptions: { clientOptions },
  });
  const app = new App({ receiver, logger: silent, token: workspace.install?.token ?? "", clientOptions });
  await app.start();
  return {
    app,
    stop: async () => {
      const closed = new Promise<void>((resolve) => receiver.client.once("disconnected", () => resolve()));
      await receiver.stop();
      await closed;
    },
  };
};
