import { createChats } from "@docket/bots/chats";
import { runChildren } from "@docket/bots/children";
import { ConfigError } from "./config.ts";
import { firstAdminLink } from "./people/first-admin.ts";
import { loadEnv } from "./node/env-file.ts";
import { unknownSettings } from "./node/setting-names.ts";
import { settingsWarnings } from "./node/settings-warnings.ts";
import { startNode } from "./node/server.ts";
import { tellSystemd } from "./node/tell-systemd.ts";
import { runUntilStopped } from "./node/run-until-stopped.ts";

const file = loadEnv();
for (const warning of unknownSettings(process.env, file)) console.warn(`docket: ${warning}`);

await runUntilStopped(async () => {
  if (process.env["DOCKET_URL"] === undefined) {
    throw new ConfigError("DOCKET_URL is not set: copy .env.example to .env and fill it in.");
  }
  let link = "";
  const desk = await startNode(process.env, {
    openChats: createChats,
    runBots: runChildren,
    prepare: async (services, patiently) => {
      link = (await patiently(() => firstAdminLink(services))) ?? "";
    },
  });
  for (const warning of settingsWarnings(desk.services.config, desk.port)) console.warn(`docket: ${warning}`);
  if (link !== "") console.log(`There is no admin yet. Open this link once to become the first one: ${link}`);
  console.log(`Docket is at ${desk.url}`);
  return desk;
});

// Only now it would stop cleanly.
await tellSystemd();
