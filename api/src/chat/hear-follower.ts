import type { followedInput } from "@docket/core/contract/chat";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { problem } from "../http/problem.ts";
import { markFollowed } from "./follow-store.ts";

/** Two that follow Slack would each hide from the other what it missed. */
const followedHere = (): Error =>
  problem("request.invalid", "This desk follows Slack itself, because SLACK_SIGNING_SECRET is set.", [
    { field: "platform", message: "is followed over HTTP: with Socket Mode take SLACK_SIGNING_SECRET out" },
  ]);

/** Takes a bot's word that it follows what people do in a chat, and has missed nothing until now. */
export const hearFollower = async (
  { services: { db, clock, config } }: Call,
  workspaces: z.output<typeof followedInput>,
): Promise<void> => {
  if (workspaces.platform === "slack" && config.chats.slack?.signingSecret) throw followedHere();
  await db.write(markFollowed(db, workspaces, clock.now()));
};
