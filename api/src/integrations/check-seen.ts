import { problem } from "../http/problem.ts";
import type { ChannelRow } from "./integration-row.ts";

/** Throws `channel.stale_version` when the channel is no longer the one that whoever changes it has seen. */
export const checkSeen = (ifMatch: number | null, { version }: ChannelRow): void => {
  if (ifMatch === null || ifMatch === version) return;
  throw problem(
    "channel.stale_version",
    "Somebody changed this channel in the meantime. Look again, then repeat your change.",
  );
};
