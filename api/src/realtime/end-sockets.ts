import type { Services } from "../services.ts";
import { sessionsInNameOf } from "./changes-query.ts";
import type { Audience, Hub } from "./hub.ts";

/** Closes the sockets of sessions that were just ended here; other servers notice within a minute. */
export const endSockets = (
  { background, hub }: Pick<Services, "background" | "hub">,
  ended: readonly { readonly id: string }[],
): void => {
  if (ended.length === 0) return;
  const audiences = ended.map(({ id }): Audience => `session:${id}`);
  background.run("disconnect", () => hub.disconnect(audiences));
};

/** Closes the sockets of these people, and of widgets that wrote in their names: each asks again what it may see. */
export const endSocketsOf = async (
  { db, hub }: Pick<Services, "db"> & { readonly hub: Pick<Hub, "disconnect"> },
  personIds: readonly string[],
): Promise<void> => {
  if (personIds.length === 0) return;
  const [sessions] = await db.read(sessionsInNameOf(db, personIds));
  await hub.disconnect([
    ...personIds.map((id): Audience => `person:${id}`),
    ...sessions.map(({ visitorId }): Audience => `visitor:${visitorId ?? ""}`),
  ]);
};
