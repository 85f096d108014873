import { actorRef } from "@docket/core/actor";
import type { ActorRef } from "@docket/core/actor";
import type { Workspace } from "@docket/core/chat/card";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { platformNames } from "@docket/core/chat/platform";
import type { ConnectInput, IntegrationView } from "@docket/core/contract/integration";
import { fieldError } from "@docket/core/field-errors";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import type { IntegrationRow } from "./integration-row.ts";
import { sound, viewIntegration } from "./integration-row.ts";
import { reachWorkspaces } from "./reach-workspaces.ts";
import { integrationOf, versionOfWorkspace } from "./select-integration.ts";
import {
  commitSetting,
  hearWorkspace,
  insertIntegration,
  isTaken,
  resumeIntegration,
  reviveIntegration,
  updateIntegration,
} from "./store.ts";
import { untilSettled } from "./until-settled.ts";

/** A workspace that answers. */
interface Reached extends Workspace {
  readonly platform: ChatPlatform;
  /** Null where the token of the settings counts. */
  readonly sealedToken: string | null;
}

const attempt = async (call: Call, actor: ActorRef, reached: Reached): Promise<IntegrationRow | null> => {
  const { db, clock, ids } = call.services;
  const { platform, workspaceId, name, botUserId, sealedToken } = reached;
  const [[before], [last]] = await db.read(
    integrationOf(db, platform, workspaceId),
    versionOfWorkspace(db, platform, workspaceId),
  );
  const connected = before?.offAt === null ? before : null;
  const createdAt = connected?.createdAt ?? clock.now();
  const id = before?.id ?? ids.next("integration", createdAt);
  const set = { name, botUserId, sealedToken };
  const { followedUntil = null, heardAt = null, trouble = null, troubledAt = null } = connected ?? {};
  const heard = { followedUntil, heardAt, trouble, troubledAt };
  const row: IntegrationRow = { id, platform, workspaceId, ...set, ...sound, ...heard, directsShutAt: null, createdAt };
  try {
    const isWritten = await commitSetting(call, actor, {
      id,
      version: last?.seq ?? 0,
      type: connected ? "integration.reconnected" : "integration.connected",
      data: { platform, workspaceId, name },
      statements: connected
        ? [updateIntegration(db, id, set), ...resumeIntegration(db, id, clock.now())]
        : [before ? reviveIntegration(db, row) : insertIntegration(db, row), hearWorkspace(db, platform, workspaceId)],
    });
    return isWritten ? row : null;
  } catch (error) {
    if (isTaken(error)) return null;
    throw error;
  }
};

/** Keeps a workspace that answers, under the same id when it is known. What waits for it is tried at once. */
export const keepWorkspace = async (call: Call, actor: ActorRef, reached: Reached): Promise<IntegrationRow> => {
  const row = await untilSettled(() => attempt(call, actor, reached));
  call.services.wake();
  return row;
};

const list = (workspaces: readonly Workspace[]): string =>
  workspaces.map(({ workspaceId, name }) => `${workspaceId} (${name})`).join(", ");

const choose = (workspaces: readonly Workspace[], wanted: string | undefined, name: string): Workspace => {
  const [only, ...more] = workspaces;
  if (!only) throw problem("integration.failed", `Docket's bot is nowhere in ${name} yet. Invite it first.`);
  const chosen = wanted === undefined ? only : workspaces.find(({ workspaceId }) => workspaceId === wanted);
  if (chosen && (wanted !== undefined || more.length === 0)) return chosen;
  throw problem("request.invalid", "Say which workspace is meant.", [
    fieldError("workspaceId", "unknown_workspace", { options: list(workspaces) }),
  ]);
};

/** Connects a workspace with the token of the settings, or looks again at one that is connected. */
export const connect = async (call: Call, { platform, workspaceId }: ConnectInput): Promise<IntegrationView> => {
  const { services, actor } = call;
  if (actor.kind === "anonymous") throw denied();
  const workspaces = await reachWorkspaces(services, platform);
  const workspace = choose(workspaces, workspaceId, platformNames[platform]);
  return viewIntegration(
    services,
    await keepWorkspace(call, actorRef(actor), { ...workspace, platform, sealedToken: null }),
  );
};
