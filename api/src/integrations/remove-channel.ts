import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { checkSeen } from "./check-seen.ts";
import { channelById } from "./select-integration.ts";
import { commitSetting, switchChannelOff } from "./store.ts";
import { untilSettled } from "./until-settled.ts";

/** Shows no cards in a channel any more. Those that stand there stay as they are, and do nothing until it comes back. */
export const removeChannel = async (call: Call, id: Id<"channel">): Promise<void> => {
  const { services, actor, ifMatch } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock } = services;
  await untilSettled(async () => {
    const [[row]] = await db.read(channelById(db, id));
    if (!row) throw notFound("channel");
    checkSeen(ifMatch, row);
    const { platform, workspaceId, channelId, name } = row;
    const isWritten = await commitSetting(call, actorRef(actor), {
      id,
      version: row.version,
      type: "channel.removed",
      data: { platform, workspaceId, channelId, name },
      statements: switchChannelOff(db, id, clock.now()),
    });
    return isWritten || null;
  });
};
