import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { Db } from "../db/client.ts";
import type { Look } from "../db/schema/chat.ts";
import type { ChatHooks, HookContext } from "../integrations/chat-setup.ts";
import type { Services } from "../services.ts";
import { look as lookAtWorkspace } from "./hear-change.ts";
import { endLook, markUnreached, pauseLook, takeUpLooks } from "./follow-store.ts";

/** The workspaces in which this process looks right now: a large one may take longer than its turn. */
const looking = new WeakMap<Db, Set<string>>();

/** Does it unless this process is at it still. */
const oneAtATime = async (db: Db, workspaceId: string, look: () => Promise<void>): Promise<void> => {
  const busy = looking.get(db) ?? new Set();
  if (busy.has(workspaceId)) return;
  looking.set(db, busy.add(workspaceId));
  try {
    await look();
  } finally {
    busy.delete(workspaceId);
  }
};

/** What a chat says of itself takes one line; a fault of our own keeps its place in the code. */
const whyOf = (error: unknown) => (error instanceof ChatFailure ? { reason: error.message } : { error });

/**
 * Done every minute where Slack sends over HTTP: every ten minutes, and soon after Slack had trouble, each workspace is
 * looked through for what Slack did not bring, with about so many calls to Slack a minute. A workspace in which a look was
 * cut off stays behind, and has its turn again. Where nothing works at all any more, admins are shown what Slack says.
 */
export const keepFollowing = async (
  services: Services,
  hooks: ChatHooks,
  context: HookContext,
  calls: number,
): Promise<void> => {
  const { db, clock, log } = services;
  const now = clock.now();
  const goOn = async (workspaceId: string, { began, from }: Look): Promise<void> => {
    const { next, missedAt } = await hooks.catchUp(workspaceId, context, { from, calls });
    await db.write(
      next === null ? endLook(db, workspaceId, began) : pauseLook(db, workspaceId, { began, from: next }),
      ...(missedAt === null ? [] : [markUnreached(db, workspaceId, missedAt, clock.now())]),
    );
  };
  const followThrough = async (workspaceId: string, look: Look): Promise<void> => {
    try {
      await goOn(workspaceId, look);
    } catch (error) {
      if (!(error instanceof ChatFailure) || error.kind !== "workspace") throw error;
      const failure = await lookAtWorkspace(services, { platform: "slack", workspaceId });
      if (failure !== null) throw failure;
      await goOn(workspaceId, look);
    }
  };
  const [due] = await db.write(takeUpLooks(db, now));
  await Promise.all(
    due.map(({ workspaceId, look }) =>
      oneAtATime(db, workspaceId, () => followThrough(workspaceId, look ?? { began: now, from: null })).catch(
        (error: unknown) => log.warn("catch-up failed", { workspaceId, ...whyOf(error) }),
      ),
    ),
  );
};
