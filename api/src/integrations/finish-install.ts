import { actorRef } from "@docket/core/actor";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import { can } from "@docket/core/permissions/can";
import { second } from "@docket/core/time";
import type { Call } from "../context.ts";
import { seal } from "../platform/seal.ts";
import { askChat, tokenSeal } from "./board-access.ts";
import { keepWorkspace } from "./connect.ts";
import { readInstallState } from "./install-state.ts";
import { useInstallState } from "./store.ts";

/** What the admin's browser brought back from Slack. */
interface Return {
  readonly code?: string | undefined;
  readonly state?: string | undefined;
}

/**
 * How an installation ended: done; refused by the admin or by Slack; by somebody who did not begin it in this session,
 * or too late; or Slack would not hand out the token.
 */
export type InstallOutcome = "done" | "declined" | "expired" | "failed";

const patience = 10 * second;

/** Takes up an admin who comes back from Slack, and keeps the token of the workspace sealed. */
export const finishInstall = async (call: Call, { code, state }: Return): Promise<InstallOutcome> => {
  const { services, actor, caller, log } = call;
  const { chats, config } = services;
  const install = chats.slack?.install;
  if (!install || caller === null || actor.kind !== "staff" || !can(actor, "integration.manage")) return "expired";
  const nonce = await readInstallState(services, caller, state ?? "");
  if (nonce === null || !(await useInstallState(services, nonce))) return "expired";
  if (code === undefined) return "declined";
  try {
    const { workspace, token } = await askChat("slack", patience, (signal) => install.exchange(code, signal));
    const { workspaceId, name, botUserId } = workspace;
    const place = { platform: "slack", workspaceId } as const;
    const sealedToken = await seal(config.secret, tokenSeal(place), token);
    await keepWorkspace(call, actorRef(actor), { ...place, name, botUserId, sealedToken });
    return "done";
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    log.warn("the Slack app could not be installed", { reason: error.message });
    return "failed";
  }
};
