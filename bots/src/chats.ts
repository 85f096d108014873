import type { ChatBoard, ChatInstall } from "@docket/api/chat-board";
import type { Log } from "./log.ts";
import { createDiscordBoard } from "./discord/board.ts";
import { createSlackBoard } from "./slack/board.ts";
import type { SlackClientApp } from "./slack/install.ts";
import { createSlackInstall } from "./slack/install.ts";
import type { SlackHooks } from "./slack-hooks.ts";
import { createSlackHooks } from "./slack-hooks.ts";

/** How a desk reaches the chats; what is null is not set up. */
export interface ChatsOptions {
  readonly slack: {
    readonly signingSecret: string | null;
    readonly botToken: string | null;
    readonly client: SlackClientApp | null;
    readonly apiUrl: string | null;
  } | null;
  readonly discord: { readonly token: string; readonly apiUrl: string | null } | null;
}

interface Chat {
  readonly board: ChatBoard;
  readonly token: string | null;
  readonly install?: ChatInstall;
}

/** The chats of a desk: the boards that show tickets, and what listens to Slack. */
export interface OpenedChats {
  readonly chats: { readonly slack?: Chat; readonly discord?: Chat };
  readonly slackHooks: SlackHooks | null;
}

const openSlack = (slack: NonNullable<ChatsOptions["slack"]>, log: Log) => {
  const options = slack.apiUrl === null ? {} : { slackApiUrl: slack.apiUrl };
  const install = slack.client === null ? {} : { install: createSlackInstall(slack.client, options) };
  return {
    chat: { board: createSlackBoard(options), token: slack.botToken, ...install },
    hooks:
      slack.signingSecret === null ? null : createSlackHooks({ ...options, signingSecret: slack.signingSecret, log }),
  };
};

/** Opens what is set up. */
export const createChats = ({ slack, discord }: ChatsOptions, log: Log): OpenedChats => {
  const opened = slack === null ? null : openSlack(slack, log);
  return {
    chats: {
      ...(opened === null ? {} : { slack: opened.chat }),
      ...(discord === null
        ? {}
        : {
            discord: {
              board: createDiscordBoard(discord.apiUrl === null ? {} : { apiUrl: discord.apiUrl }),
              token: discord.token,
            },
          }),
    },
    slackHooks: opened?.hooks ?? null,
  };
};
