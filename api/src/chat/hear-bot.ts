import type { botInput } from "@docket/core/contract/chat";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { markHeard, markTrouble } from "./follow-store.ts";
import { refuseWhereReached } from "./hear-follower.ts";

/** Takes a bot's word that it is there, and what keeps it from hearing what people do in a chat. */
export const hearBot = async (
  { services }: Call,
  { trouble, ...workspaces }: z.output<typeof botInput>,
): Promise<void> => {
  const { db, clock } = services;
  refuseWhereReached(services, workspaces);
  const now = clock.now();
  // Who is in trouble was heard of too: it is the trouble that is to be read, and not that nothing was heard.
  await db.write(
    markHeard(db, workspaces, now, trouble === null),
    ...(trouble === null ? [] : [markTrouble(db, workspaces, trouble, now)]),
  );
};
