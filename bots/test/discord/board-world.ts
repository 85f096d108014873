import { MessageType } from "discord-api-types/v10";
import type { ChannelAccess } from "@docket/api/chat-board";
import type { ChannelKind } from "@docket/core/chat/platform";
import { createDiscordBoard } from "../../src/discord/board.ts";
import type { BoardWorld, SeenMessage } from "../board.contract.ts";
import { FakeDiscord } from "./fake-discord.ts";
import type { Failing } from "./failures.ts";
import type { Permission } from "./permissions.ts";
import type { Person } from "./person.ts";
import type { Mark } from "./shown.ts";
import { shown } from "./shown.ts";
import { take } from "./messages.ts";
import type { Channel, Guild, Message } from "./world.ts";

const sends = { method: "POST", path: /\/(messages|threads)$/ } as const;
const writing: readonly Permission[] = ["SendMessages", "SendMessagesInThreads"];

const wordsOf = ({ content, embeds }: Message): readonly string[] => [
  content,
  ...embeds.flatMap(({ title, description, fields = [] }) => [
    title ?? "",
    description ?? "",
    ...fields.flatMap(({ name, value }) => [name, value]),
  ]),
];

/** Where Docket's own links lead. */
const isOurs = (url: string): boolean => /^<?https:\/\/(discord\.com\/channels|desk\.example\.com)\//.test(url);

/** Marks that do something, or that seem to be something else than they are. */
const isTrick = ({ kind, of }: Mark): boolean =>
  ["user", "role", "channel", "everyone", "command", "guide", "emoji", "spoiler"].includes(kind) ||
  (kind === "link" && !isOurs(of));

const seen = (message: Message): SeenMessage => ({
  id: message.id,
  text: wordsOf(message)
    .map((words) => shown(words).text)
    .join("\n"),
  files: message.attachments.map(({ filename, bytes }) => ({
    name: filename,
    content: new TextDecoder().decode(bytes),
  })),
});

/** What people and Docket wrote, without what Discord itself says. */
const written = ({ messages }: Channel): readonly Message[] =>
  [...messages.values()].filter(({ type }) => type === MessageType.Default);

/** A server with one channel, and the Discord board that works on it. */
export interface DiscordWorld extends BoardWorld {
  readonly discord: FakeDiscord;
  readonly guild: Guild;
  readonly place: Channel;
  readonly agent: Person;
}

/** Opens a server with a channel of this kind. */
export const openWorld = async (kind: ChannelKind, now?: () => number): Promise<DiscordWorld> => {
  const discord = await FakeDiscord.start(now ? { now } : {});
  const guild = discord.guild("Acme");
  const place = discord[kind](guild, "support");
  const agent = discord.person(guild, "Grace Agent");
  const board = createDiscordBoard({ apiUrl: discord.api });
  const channel: ChannelAccess = { token: discord.token, workspaceId: guild.id, channelId: place.id, kind };
  const threadOf = (id: string): Channel => {
    const thread = guild.channels.get(id);
    if (!thread) throw new Error("there is no such thread");
    return thread;
  };
  const all = (): readonly Message[] =>
    [...guild.channels.values()].flatMap((one) => written(one)).filter(({ author }) => author.id === discord.app.id);
  const fail = (how: Failing, after = 0): void => discord.failures.plan({ ...sends, after }, how);
  return {
    discord,
    guild,
    place,
    agent,
    board,
    channel,
    workspaceName: "Acme",
    channelName: "support",
    now: discord.state.now,
    cards: () => {
      if (kind === "text") return written(place).map(seen);
      const posts = [...guild.channels.values()].filter(({ parent }) => parent?.id === place.id);
      return posts.flatMap((post) => written(post).filter(({ id }) => id === post.id)).map(seen);
    },
    thread: ({ threadId }) =>
      written(threadOf(threadId))
        .filter(({ id }) => id !== threadId)
        .map(seen),
    tricks: () => [
      ...all()
        .filter(({ pings }) => pings.everyone || pings.users.length > 0 || pings.roles.length > 0)
        .map(({ id }) => `${id} notifies somebody`),
      ...all().flatMap((message) =>
        wordsOf(message)
          .flatMap((words) => shown(words).marks)
          .filter(isTrick)
          .map(({ kind: mark, of }) => `${mark} ${of}`),
      ),
    ],
    violations: () => discord.violations,
    write: ({ threadId }, text) => Promise.resolve(agent.write(threadId, text).id),
    marks: ({ threadId }, messageId) => {
      const reactions = threadOf(threadId).messages.get(messageId)?.reactions ?? new Map<string, Set<string>>();
      return [...reactions].filter(([, users]) => users.has(discord.app.id)).map(([emoji]) => emoji);
    },
    remove: ({ threadId }, messageId) => {
      const message = threadOf(threadId).messages.get(messageId);
      if (message) take(discord.state, message);
    },
    removeCard: ({ cardId, threadId }) => {
      const card = place.messages.get(cardId);
      if (card) take(discord.state, card);
      discord.deleteChannel(threadOf(threadId));
    },
    loseAnswer: (nth) => fail("take and drop", nth - 1),
    breakNext: () => fail(500),
    hangNext: () => fail("hang"),
    limitNext: (retryAfter) => fail({ retryAfter }),
    archiveChannel: () => discord.deny(place, writing),
    deleteChannel: () => discord.deleteChannel(place),
    leaveChannel: () => discord.deny(place, ["ViewChannel"]),
    revokeToken: () => void discord.resetToken(),
    stop: () => discord.stop(),
  };
};
