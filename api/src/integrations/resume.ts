import { actorRef } from "@docket/core/actor";
import type { IntegrationView } from "@docket/core/contract/integration";
import type { Id } from "@docket/core/ids";
import { look } from "../chat/hear-change.ts";
import type { Call } from "../context.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import { settingsGone } from "./board-access.ts";
import type { IntegrationRow } from "./integration-row.ts";
import { sound, viewIntegration } from "./integration-row.ts";
import { asProblem } from "./reach-chat.ts";
import { heardById, integrationById, versionOf } from "./select-integration.ts";
import { commitSetting, resumeIntegration } from "./store.ts";
import { untilSettled } from "./until-settled.ts";

/** An app that was taken out must be back before anybody there is heard. */
const seeItBack = async (services: Services, { platform, workspaceId }: IntegrationRow): Promise<void> => {
  const failure = await look(services, { platform, workspaceId });
  if (failure !== null) throw asProblem(failure);
};

/** Tries now what waits because a workspace or one of its channels was broken; what still is will be marked again. */
export const resume = async (call: Call, id: Id<"integration">): Promise<IntegrationView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const { db, clock, wake } = services;
  const view = await untilSettled(async () => {
    const [[row], [last], [heard]] = await db.read(integrationById(db, id), versionOf(db, id), heardById(db, id));
    if (!row) throw notFound("integration");
    const gone = settingsGone(services, row);
    if (gone !== null) throw problem("integration.not_configured", gone);
    if (!heard?.isHeard) await seeItBack(services, row);
    const isWritten = await commitSetting(call, actorRef(actor), {
      id,
      version: last?.seq ?? 0,
      type: "integration.resumed",
      data: {},
      statements: resumeIntegration(db, id, clock.now()),
    });
    return isWritten ? viewIntegration(services, { ...row, ...sound, directsShutAt: null }) : null;
  });
  wake();
  return view;
};
