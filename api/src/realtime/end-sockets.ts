import type { Services } from "../services.ts";
import type { Audience } from "./hub.ts";

/** Closes the sockets of sessions that were just ended here; other servers notice within a minute. */
export const endSockets = (
  { background, hub }: Pick<Services, "background" | "hub">,
  ended: readonly { readonly id: string }[],
): void => {
  if (ended.length === 0) return;
  const audiences = ended.map(({ id }): Audience => `session:${id}`);
  background.run("disconnect", () => hub.disconnect(audiences));
};
