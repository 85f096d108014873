import { existsSync } from "node:fs";
import { loadEnvFile } from "node:process";
import { createDesk } from "./desk/desk.ts";
import { runGateway } from "./discord/gateway.ts";
import { createLog } from "./log.ts";
import type { BotSettings } from "./settings.ts";
import { SettingsError, readSettings } from "./settings.ts";
import { runSocketMode } from "./slack/socket-mode.ts";

interface Running {
  stop(): Promise<void>;
}

const log = createLog(
  (line) => process.stdout.write(`${line}\n`),
  () => Date.now(),
);

/** Starts what there are tokens for. */
const start = async (settings: BotSettings): Promise<readonly Running[]> => {
  const desk = createDesk({ baseUrl: settings.DOCKET_URL, key: settings.DOCKET_KEY });
  const { SLACK_APP_TOKEN: appToken, SLACK_BOT_TOKEN: botToken, DISCORD_TOKEN: token } = settings;
  const slackApi = settings.SLACK_API_URL === undefined ? {} : { slackApiUrl: settings.SLACK_API_URL };
  const discordApi = settings.DISCORD_API_URL === undefined ? {} : { apiUrl: settings.DISCORD_API_URL };
  const running: Running[] = [];
  if (appToken !== undefined && botToken !== undefined) {
    running.push(await runSocketMode({ appToken, botToken, desk, log, ...slackApi }));
    log.info("slack is connected", {});
  }
  if (token !== undefined) {
    running.push(await runGateway({ token, desk, log, ...discordApi }));
    log.info("discord is connected", {});
  }
  return running;
};

const main = async (): Promise<void> => {
  if (existsSync(".env")) loadEnvFile(".env");
  const running = await start(readSettings(process.env));
  const stop = (): void => {
    Promise.allSettled(running.map((one) => one.stop())).then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
};

main().catch((error: unknown) => {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(error instanceof SettingsError ? `${reason}\n` : `The bots could not start: ${reason}\n`);
  process.exit(1);
});
