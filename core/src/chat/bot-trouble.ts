import type { ChatPlatform } from "./platform.ts";

/**
 * Why a bot does not hear what people do in a chat, as the bot itself says it:
 * - `token`, `app_token`: the chat does not take the token any more; the second is that of Slack's Socket Mode
 * - `intents`: Discord does not let it read what people write
 * - `refused`: the chat closes the connection, and would close the next one
 * - `away`: the chat does not answer
 * - `fault`: something is wrong with the bot
 */
export const botTroubles = ["token", "app_token", "intents", "refused", "away", "fault"] as const;
export type BotTrouble = (typeof botTroubles)[number];

/**
 * The same where the desk itself is to be reached by the chat:
 * - `signature`: what comes is signed with another secret than the one of the settings
 * - `unreached`: what people did did not come
 */
export const hookTroubles = ["signature", "unreached"] as const;

/** Everything that can keep a desk from hearing what people do in a chat. */
export const listeningTroubles = [...botTroubles, ...hookTroubles] as const;
export type ListeningTrouble = (typeof listeningTroubles)[number];

type Sentences = Readonly<Record<ListeningTrouble, string>>;

const ofSlack: Sentences = {
  token: "Slack does not accept the bot's token (SLACK_BOT_TOKEN) any more: install the app again.",
  app_token: "Slack does not accept the token for Socket Mode (SLACK_APP_TOKEN): make a new one in the app's settings.",
  intents: "Slack does not let the bot read what people write.",
  refused: "Slack closes the connection of the bot: look at the settings of the app.",
  away: "The bot does not reach Slack.",
  fault: "Something is wrong with the bot: its log says what.",
  signature:
    "What comes from Slack is signed with another secret than SLACK_SIGNING_SECRET: copy the signing secret again, from Basic Information in the app's settings.",
  unreached:
    "What people write in Slack does not reach this desk: look at the address in the app's settings, under Event Subscriptions.",
};

const ofDiscord: Sentences = {
  token: "Discord does not accept the bot's token (DISCORD_TOKEN) any more: it was reset.",
  app_token: "Discord does not accept the bot's token (DISCORD_TOKEN) any more: it was reset.",
  intents: "Discord does not let the bot read what people write: switch on Message Content Intent.",
  refused: "Discord closes the connection of the bot: look at the settings of the application.",
  away: "The bot does not reach Discord.",
  fault: "Something is wrong with the bot: its log says what.",
  signature: "What comes from Discord is not signed as it should be.",
  unreached: "Discord has not reached this desk.",
};

const sentences: Readonly<Record<ChatPlatform, Sentences>> = { slack: ofSlack, discord: ofDiscord };

/** The sentence that tells an admin what is wrong and what to do. */
export const troubleText = (platform: ChatPlatform, trouble: ListeningTrouble): string => sentences[platform][trouble];
