import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { channelById, versionOf } from "./select-integration.ts";
import { commitSetting, switchChannelOff } from "./store.ts";
import { untilSettled } from "./until-settled.ts";

/** Shows no cards in a channel any more. Those that stand there stay as they are, and do nothing until it comes back. */
export const removeChannel = async (call: Call, id: Id<"channel">): Promise<void> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock } = services;
  await untilSettled(async () => {
    const [[row], [last]] = await db.read(channelById(db, id), versionOf(db, id));
    if (!row) throw notFound("channel");
    const { platform, workspaceId, channelId, name } = row;
    const isWritten = await commitSetting(call, actorRef(actor), {
      id,
      version: last?.seq ?? 0,
      type: "channel.removed",
      data: { platform, workspaceId, channelId, name },
      statements: switchChannelOff(db, id, clock.now()),
    });
    return isWritten || null;
  });
};
