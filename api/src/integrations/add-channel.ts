import { actorRef } from "@docket/core/actor";
import { UnknownChannel } from "@docket/core/chat/chat-failure";
import type { addChannelInput, ChannelView } from "@docket/core/contract/integration";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import { cardsOf } from "../chat/card-store.ts";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { owe } from "../outbox/owe.ts";
import type { Services } from "../services.ts";
import { boardAccess } from "./board-access.ts";
import { checkFilter } from "./check-filter.ts";
import type { ChannelRow } from "./integration-row.ts";
import { sound, viewChannel } from "./integration-row.ts";
import { asProblem, reachChat } from "./reach-chat.ts";
import { channelLeft, integrationById } from "./select-integration.ts";
import { namedIn } from "./select-named.ts";
import { commitSetting, insertChannel, isTaken, updateChannelRow } from "./store.ts";

const unknownIntegration = () =>
  problem("integration.unknown", "This workspace is not connected.", [fieldError("integrationId", "not_connected")]);

/** Whoever typed an id that is none can put it right. */
const asFault = (error: unknown): unknown =>
  error instanceof UnknownChannel
    ? problem("request.invalid", error.message, [fieldError("channelId", "unknown_channel")])
    : error;

const taken = () => problem("channel.taken", "Cards are shown in this channel already.");

/** How a channel is that nobody says anything of. */
const asNew = {
  mode: "discuss",
  filter: { categories: [], priorities: [], tags: [], sites: [] },
  fallback: false,
} as const satisfies Pick<ChannelRow, "mode" | "filter" | "fallback">;

/** How many cards that stand in a channel from before are brought up to date at once; the others with what comes next. */
const atOnce = 200;

/** Takes a channel up again that was off. What was written there meanwhile was never meant for a client. */
const takeUp = async (
  services: Services,
  before: Pick<ChannelRow, "mode">,
  { id, name, kind, mode, filter, fallback, createdAt }: Omit<ChannelRow, "platform" | "workspaceId" | "version">,
) => {
  const { db } = services;
  const [stand] = await db.read(cardsOf(db, id, atOnce));
  const owed = [
    ...(mode === before.mode ? [] : [{ type: "chat.mode", channelId: id, mode } as const]),
    ...stand.map((card) => ({ type: "chat.show", channelId: id, ...card, isSent: true }) as const),
  ];
  const set = { name, kind, mode, filter, fallback, createdAt, ...sound, modeSince: createdAt, offAt: null };
  return [updateChannelRow(db, id, set), ...(owed.length > 0 ? [owe(services, owed)] : [])];
};

/**
 * Shows cards in one more channel, once the chat says that it can be used. One that was off comes back with its rules,
 * its cards and their threads.
 */
export const addChannel = async (call: Call, input: z.output<typeof addChannelInput>): Promise<ChannelView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock, ids } = services;
  const { channelId } = input;
  const [[integration], [left], categories, sites] = await db.read(
    integrationById(db, input.integrationId),
    channelLeft(db, input.integrationId, channelId),
    ...namedIn(db, input.filter),
  );
  if (!integration) throw unknownIntegration();
  const { platform, workspaceId } = integration;
  const before = left ?? asNew;
  const { mode = before.mode, filter = before.filter, fallback = before.fallback } = input;
  checkFilter(filter, before.filter, { categories, sites });
  const { board, token } = await boardAccess(services, integration).catch((error: unknown) => {
    throw asProblem(error);
  });
  const place = { token, workspaceId, channelId };
  const open = async (signal: AbortSignal) => {
    try {
      return await board.openChannel(place, signal);
    } catch (error) {
      throw asFault(error);
    }
  };
  const { name, kind } = await reachChat(platform, open);
  const createdAt = clock.now();
  const rules = { mode, filter, fallback };
  const row: Omit<ChannelRow, "platform" | "workspaceId" | "version"> = {
    id: left?.id ?? ids.next("channel", createdAt),
    integrationId: integration.id,
    channelId,
    name,
    kind,
    ...rules,
    ...sound,
    createdAt,
  };
  const version = left?.version ?? 0;
  try {
    const isWritten = await commitSetting(call, actorRef(actor), {
      id: row.id,
      version,
      type: "channel.added",
      data: { platform, workspaceId, channelId, name, ...rules },
      statements: left ? await takeUp(services, left, row) : [insertChannel(db, row)],
    });
    if (!isWritten) throw taken();
  } catch (error) {
    throw isTaken(error) ? taken() : error;
  }
  if (left) services.wake();
  return viewChannel({ ...row, platform, workspaceId, version: version + 1 });
};
