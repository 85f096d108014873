import { loadEnv } from "@docket/api/env-file";
import { checkKey } from "./check-key.ts";
import { createDesk } from "./desk/desk.ts";
import { createLog } from "./log.ts";
import { runChildren } from "./process/children.ts";
import type { Listening } from "./process/orders.ts";
import type { BotSettings } from "./settings.ts";
import { botSettings, readSettings } from "./settings.ts";

/** The chats that there are tokens for. */
const chatsOf = (settings: BotSettings): readonly Listening[] => {
  const { SLACK_APP_TOKEN: appToken, SLACK_BOT_TOKEN: botToken, DISCORD_TOKEN: token } = settings;
  const [slackUrl, discordUrl] = [settings.SLACK_API_URL ?? null, settings.DISCORD_API_URL ?? null];
  return [
    ...(appToken && botToken ? [{ platform: "slack", appToken, botToken, apiUrl: slackUrl } as const] : []),
    ...(token ? [{ platform: "discord", token, apiUrl: discordUrl } as const] : []),
  ];
};

const main = async (): Promise<void> => {
  loadEnv();
  const settings = readSettings(process.env);
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !botSettings.includes(name)));
  const desk = { baseUrl: settings.DOCKET_URL, key: settings.DOCKET_KEY };
  const chats = chatsOf(settings);
  for (const { platform } of chats.slice(0, 1)) await checkKey(createDesk(desk), platform);
  const log = createLog(
    (line) => process.stdout.write(`${line}\n`),
    () => Date.now(),
    settings.LOG_LEVEL,
  );
  const running = runChildren(chats, { desk, env, log, logLevel: settings.LOG_LEVEL });
  let stopping = false;
  const stop = (): void => {
    if (stopping) return;
    stopping = true;
    running.stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  // A terminal that is closed says so to everybody in front of it, and the launcher says it again.
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, stop);
};

try {
  await main();
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`docket: ${reason}\n`);
  process.exit(1);
}
