import { builtInKey } from "../api-keys/key-secret.ts";
import type { Config } from "../config.ts";
import { ConfigError } from "../config.ts";
import type { Listening, RunBots } from "../integrations/chat-setup.ts";
import type { Services } from "../services.ts";
import type { NodeSettings } from "./settings.ts";
import { ownSettings } from "./setting-names.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** The chats of these settings that a bot has to listen to. Throws `ConfigError`. */
export const listeningOf = (
  { chats: { slack, discord } }: Pick<Config, "chats">,
  { SLACK_APP_TOKEN: appToken }: Pick<NodeSettings, "SLACK_APP_TOKEN">,
): readonly Listening[] => {
  const listening: Listening[] = [];
  if (appToken !== undefined && !slack?.signingSecret) {
    if (!slack?.botToken) throw new ConfigError("SLACK_BOT_TOKEN is not set: SLACK_APP_TOKEN goes together with it.");
    listening.push({ platform: "slack", appToken, botToken: slack.botToken, apiUrl: slack.apiUrl });
  }
  if (discord !== null) listening.push({ platform: "discord", token: discord.token, apiUrl: discord.apiUrl });
  return listening;
};

/** What a server that listens to all addresses is reached at from within its machine. */
const loopback: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "[::1]" };

const hostOf = (host: string): string => loopback[host] ?? (host.includes(":") ? `[${host}]` : host);

/** What the processes of the bots find in their environment: everything but the settings of the desk. */
const withoutSettings = (env: Environment): Environment => {
  const own = new Set(ownSettings);
  return Object.fromEntries(Object.entries(env).filter(([name]) => !own.has(name)));
};

/** Runs the bots of a desk, which reach it on its own machine with the key that is built in. */
export const runBotsOf = async (
  { config, log }: Pick<Services, "config" | "log">,
  {
    node,
    port,
    env,
    runBots,
  }: {
    readonly node: NodeSettings;
    readonly port: number;
    readonly env: Environment;
    readonly runBots: RunBots;
  },
): Promise<{ stop(): Promise<void> }> => {
  const chats = listeningOf(config, node);
  const { slack } = config.chats;
  const hears = slack === null || slack.signingSecret !== null || node.SLACK_APP_TOKEN !== undefined;
  if (!hears)
    log.warn(
      "Slack shows tickets, but what people do there does not reach this desk: set SLACK_SIGNING_SECRET or SLACK_APP_TOKEN, " +
        "unless `npm run bots` runs somewhere else",
    );
  if (node.SLACK_APP_TOKEN !== undefined && slack?.signingSecret)
    log.warn("SLACK_APP_TOKEN is not used: with SLACK_SIGNING_SECRET Slack reaches this desk itself");
  const desk = { baseUrl: `http://${hostOf(node.HOST)}:${port}`, key: await builtInKey(config.secret) };
  return runBots(chats, { desk, env: withoutSettings(env), log, logLevel: config.logLevel });
};
