import type { followedInput } from "@docket/core/contract/chat";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { markFollowed } from "./follow-store.ts";

/** Takes a bot's word that it follows what people do in a chat, and has missed nothing until now. */
export const hearFollower = async (
  { services: { db, clock } }: Call,
  workspaces: z.output<typeof followedInput>,
): Promise<void> => {
  await db.write(markFollowed(db, workspaces, clock.now()));
};
