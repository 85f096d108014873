import type { ChatPlatform } from "@docket/core/chat/platform";
import type { followedInput } from "@docket/core/contract/chat";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { problem } from "../http/problem.ts";
import type { Services } from "../services.ts";
import { markFollowed, markHeard } from "./follow-store.ts";

/** Two that follow Slack would each hide from the other what it missed. */
const followedHere = (): Error =>
  problem("request.invalid", "This desk follows Slack itself, because SLACK_SIGNING_SECRET is set.", [
    fieldError("platform", "followed_over_http"),
  ]);

/** Throws where Slack sends to the desk itself. */
export const refuseWhereReached = (
  { config }: Pick<Services, "config">,
  { platform }: { readonly platform: ChatPlatform },
): void => {
  if (platform === "slack" && config.chats.slack?.signingSecret) throw followedHere();
};

/** Takes a bot's word that it follows what people do in a chat, and has missed nothing until now. */
export const hearFollower = async ({ services }: Call, workspaces: z.output<typeof followedInput>): Promise<void> => {
  refuseWhereReached(services, workspaces);
  const { db, clock } = services;
  const now = clock.now();
  await db.write(markFollowed(db, workspaces, now), markHeard(db, workspaces, now));
};
