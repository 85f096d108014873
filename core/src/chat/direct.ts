import type { ChatPlatform } from "./platform.ts";

/** What tells an admin why the app can send nobody a direct message, and what to do. */
export const directsShutText: Readonly<Record<ChatPlatform, string>> = {
  slack:
    "Slack lets the app send nobody a direct message: in the app's settings, under App Home, switch on the Messages Tab.",
  discord: "Discord lets the bot send nobody a direct message.",
};
