import { actorRef } from "@docket/core/actor";
import type { Id } from "@docket/core/ids";
import type { Call } from "../context.ts";
import { denied, notFound } from "../http/problem.ts";
import { integrationById, versionOf } from "./select-integration.ts";
import { commitSetting, switchIntegrationOff } from "./store.ts";
import { untilSettled } from "./until-settled.ts";

/**
 * Disconnects a workspace. What stands in its channels stays as it is, and nobody there does anything with the desk any
 * more.
 */
export const disconnect = async (call: Call, id: Id<"integration">): Promise<void> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db } = services;
  await untilSettled(async () => {
    const [[row], [last]] = await db.read(integrationById(db, id), versionOf(db, id));
    if (!row) throw notFound("integration");
    const { platform, workspaceId, name } = row;
    const isWritten = await commitSetting(call, actorRef(actor), {
      id,
      version: last?.seq ?? 0,
      type: "integration.disconnected",
      data: { platform, workspaceId, name },
      statements: switchIntegrationOff(db, row, services.clock.now()),
    });
    return isWritten || null;
  });
};
