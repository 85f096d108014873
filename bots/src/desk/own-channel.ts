import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { DeskCall } from "./desk.ts";
import { Refusal } from "./outcome.ts";

const page = 100;

/** The first item of a paged list for which something holds. */
const findIn = async <T>(
  read: (cursor: string | undefined) => Promise<{ readonly items: readonly T[]; readonly nextCursor: string | null }>,
  holds: (item: T) => boolean,
): Promise<T | null> => {
  for (let cursor: string | undefined; ;) {
    const { items, nextCursor } = await read(cursor);
    const found = items.find(holds);
    if (found !== undefined) return found;
    if (nextCursor === null) return null;
    cursor = nextCursor;
  }
};

const channelIdOf = ({ place }: DeskCall): string => {
  if (place === null) throw new Refusal("Use this in the channel that it is about.");
  return place.channelId;
};

/** The channel in which somebody asks, if it shows tickets. */
export const ownChannel = (call: DeskCall): Promise<ChannelView | null> => {
  const channelId = channelIdOf(call);
  const { platform, workspaceId } = call.user;
  return findIn(
    (cursor) => call.api.request("GET /channels", { query: { limit: page, cursor } }),
    (one) => one.platform === platform && one.workspaceId === workspaceId && one.channelId === channelId,
  );
};

/** Lets the channel in which somebody asks show tickets. */
export const addOwnChannel = async (call: DeskCall): Promise<ChannelView> => {
  const channelId = channelIdOf(call);
  const { platform, workspaceId } = call.user;
  const known = await findIn<IntegrationView>(
    (cursor) => call.api.request("GET /integrations", { query: { limit: page, cursor } }),
    (one) => one.platform === platform && one.workspaceId === workspaceId,
  );
  const { id: integrationId } =
    known ??
    (await call.api.request("POST /integrations", {
      body: { platform, workspaceId },
      idempotencyKey: `${call.key}.connect`,
    }));
  return call.api.request("POST /channels", { body: { integrationId, channelId }, idempotencyKey: call.key });
};
