import { minute } from "@docket/core/time";
import type { Db } from "../db/client.ts";
import type { ChatHooks, HookContext } from "../integrations/chat-setup.ts";
import type { Services } from "../services.ts";
import { goOnFollowing, markFollowed, takeUpBehind } from "./follow-store.ts";

/** How long this may have stood still before something can be lost: Slack sends an event for longer, and then no more. */
const gap = 3 * minute;

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

/**
 * Done every minute where Slack sends over HTTP: says that what it sends is followed. Where that was not said for a
 * while, because the desk or its database was away, it first looks for what Slack gave up to send. A workspace whose
 * catch-up was cut off stays behind, and has its turn again.
 */
export const keepFollowing = async (
  { db, clock, log }: Services,
  hooks: ChatHooks,
  context: HookContext,
): Promise<void> => {
  const now = clock.now();
  const [behind] = await db.write(
    takeUpBehind(db, "slack", now - gap, now),
    goOnFollowing(db, "slack", now - gap, now),
  );
  await Promise.all(
    behind.map(({ workspaceId }) =>
      oneAtATime(db, workspaceId, async () => {
        await hooks.catchUp(workspaceId, context);
        await db.write(markFollowed(db, { platform: "slack", workspaceId }, clock.now()));
      }).catch((error: unknown) => log.warn("catch-up failed", { workspaceId, error })),
    ),
  );
};
