import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { ChannelFilter } from "@docket/core/chat/routing";
import type { Id } from "@docket/core/ids";
import { hour } from "@docket/core/time";
import { and, eq } from "drizzle-orm";
import { cards, channels, integrations } from "../src/db/schema/chat.ts";
import type { ChatInstall } from "../src/integrations/chat-board.ts";
import { drain } from "../src/outbox/drain.ts";
import { sweep } from "../src/outbox/sweep.ts";
import { cryptoIds } from "../src/platform/ids.ts";
import type { Chats, Services } from "../src/services.ts";
import { Desk } from "./desk.ts";
import { FakeBoard } from "./fake-board.ts";

/** A desk with chats of its own. */
export interface ChatDesk {
  readonly desk: Desk;
  readonly slack: FakeBoard;
  readonly discord: FakeBoard;
}

export const slackToken = "xoxb-settings";
export const discordToken = "discord-settings";

/** Two chats in each of which the bot is in one workspace, at the time of this clock. */
export const fakeChats = (now: () => number): { slack: FakeBoard; discord: FakeBoard; chats: Chats } => {
  const slack = new FakeBoard({ now });
  const discord = new FakeBoard({ now }, "discord");
  slack.workspacesOf.set(slackToken, [{ workspaceId: "T1", name: "Acme", botUserId: "UBOT" }]);
  discord.workspacesOf.set(discordToken, [{ workspaceId: "G1", name: "Acme Guild", botUserId: "1" }]);
  const install: ChatInstall = {
    url: (state) => `https://slack.test/oauth?state=${encodeURIComponent(state)}`,
    exchange: () => Promise.reject(new ChatFailure("refused", "There is no such code.")),
  };
  const chats = {
    slack: { board: slack, token: slackToken, install },
    discord: { board: discord, token: discordToken },
  };
  return { slack, discord, chats };
};

/** A desk that is set up for Slack and Discord; nothing is connected yet. */
export const startChatDesk = async (overrides: Partial<Services> = {}): Promise<ChatDesk> => {
  const { slack, discord, chats } = fakeChats(() => desk.clock.now());
  const desk: Desk = await Desk.start({}, { chats, ...overrides });
  return { desk, slack, discord };
};

interface Place {
  readonly platform?: ChatPlatform;
  readonly mode?: "discuss" | "reply";
  readonly filter?: Partial<ChannelFilter>;
  readonly fallback?: boolean;
}

/** The desk knows no channel any more, as after they were removed by a version that kept nothing of them. */
export const forgetChannels = async ({ services: { db } }: Pick<Desk, "services">): Promise<void> => {
  await db.write(db.orm.delete(channels));
};

/** A channel in which cards are shown, as if an admin had added it. */
export const addChannel = async (
  { services: { db, clock } }: { readonly services: Pick<Services, "db" | "clock"> },
  channelId: string,
  { platform = "slack", mode = "discuss", filter = {}, fallback = false }: Place = {},
): Promise<Id<"channel">> => {
  const createdAt = clock.now();
  const workspaceId = platform === "slack" ? "T1" : "G1";
  const integration = { platform, workspaceId, name: "Acme", botUserId: "UBOT", createdAt };
  const isIt = and(eq(integrations.platform, platform), eq(integrations.workspaceId, workspaceId));
  const [, [connected]] = await db.write(
    db.orm
      .insert(integrations)
      .values({ id: cryptoIds.next("integration", createdAt), ...integration })
      .onConflictDoNothing(),
    db.orm.select({ id: integrations.id }).from(integrations).where(isIt),
  );
  const id = cryptoIds.next("channel", createdAt);
  const everything = { categories: [], priorities: [], tags: [], sites: [] };
  await db.write(
    db.orm.insert(channels).values({
      id,
      integrationId: connected?.id ?? "int_",
      channelId,
      name: channelId,
      kind: "text",
      mode,
      filter: { ...everything, ...filter },
      fallback,
      createdAt,
    }),
  );
  return id;
};

/** The thread of a card that stands in a channel of Slack, as if it had been sent there. */
export const addThread = async (
  { services: { db, clock } }: Desk,
  ticketId: Id<"ticket">,
  channelId: string,
  threadId: string,
) => {
  const createdAt = clock.now();
  const row = { ticketId, channelId: await addChannel({ services: { db, clock } }, channelId), createdAt };
  const id = cryptoIds.next("card", createdAt);
  await db.write(db.orm.insert(cards).values({ ...row, id, externalId: threadId, threadId }));
  return { platform: "slack", workspaceId: "T1", channelId, threadId } as const;
};

/** Does what is due now. */
export const drainNow = ({ services }: Desk) => drain(services);

/** Does what a desk does every minute. */
export const sweepNow = ({ services }: Desk) => sweep(services);

/** Lets time pass, with everything done as it becomes due, until nothing waits for the next hour. */
export const passTime = async ({ services, clock, background }: Desk, longest = hour): Promise<void> => {
  const ends = clock.now() + longest;
  for (;;) {
    await background.settled();
    const { next } = await drain(services);
    if (next === null || next > ends) return;
    clock.advance(Math.max(0, next - clock.now()));
  }
};
