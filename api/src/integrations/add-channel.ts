import { actorRef } from "@docket/core/actor";
import { UnknownChannel } from "@docket/core/chat/chat-failure";
import type { addChannelInput, ChannelView } from "@docket/core/contract/integration";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { boardAccess } from "./board-access.ts";
import type { ChannelRow } from "./integration-row.ts";
import { sound, viewChannel } from "./integration-row.ts";
import { asProblem, reachChat } from "./reach-chat.ts";
import { integrationById } from "./select-integration.ts";
import { commitSetting, insertChannel, isTaken } from "./store.ts";

const unknownIntegration = () =>
  problem("integration.unknown", "This workspace is not connected.", [fieldError("integrationId", "not_connected")]);

/** Whoever typed an id that is none can put it right. */
const asFault = (error: unknown): unknown =>
  error instanceof UnknownChannel
    ? problem("request.invalid", error.message, [fieldError("channelId", "unknown_channel")])
    : error;

const taken = () => problem("channel.taken", "Cards are shown in this channel already.");

/** Shows cards in one more channel, once the chat says that it can be used. */
export const addChannel = async (call: Call, input: z.output<typeof addChannelInput>): Promise<ChannelView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock, ids } = services;
  const [[integration]] = await db.read(integrationById(db, input.integrationId));
  if (!integration) throw unknownIntegration();
  const { platform, workspaceId } = integration;
  const { channelId, mode, filter, fallback } = input;
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
  const row: Omit<ChannelRow, "platform" | "workspaceId"> = {
    id: ids.next("channel", createdAt),
    integrationId: integration.id,
    channelId,
    name,
    kind,
    ...rules,
    ...sound,
    createdAt,
  };
  try {
    await commitSetting(call, actorRef(actor), {
      id: row.id,
      version: 0,
      type: "channel.added",
      data: { platform, workspaceId, channelId, name, ...rules },
      statements: [insertChannel(db, row)],
    });
  } catch (error) {
    throw isTaken(error) ? taken() : error;
  }
  return viewChannel({ ...row, platform, workspaceId });
};
