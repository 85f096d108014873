import { showMessage } from "./shown.ts";
import type { Message, Workspace } from "./state.ts";
import { isJson } from "./state.ts";

/** The accounts that elements of rich text name. */
const named = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(named);
  if (!isJson(value)) return [];
  if (value["type"] === "user") return [String(value["user_id"])];
  return Object.values(value).flatMap(named);
};

const calls = ({ blocks }: Message): readonly string[] => named(blocks);

/** Somebody whom the app told something, and how. */
export interface Notified {
  readonly userId: string;
  readonly how: "mention" | "direct";
  readonly text: string;
}

/**
 * Whom the app's own messages notified: who is named where they are a member, and who got a direct message. What calls
 * anybody in another way stands there as it is.
 */
export const notifiedIn = ({ channels, install }: Workspace): readonly Notified[] =>
  [...channels.values()].flatMap((channel) =>
    [...channel.messages.values()]
      .filter(({ ours }) => ours)
      .flatMap((message): readonly Notified[] => {
        const { text, tricks } = showMessage(message);
        const others = tricks.filter((trick) => trick !== "a mention: user");
        const users = calls(message).filter((userId) => channel.members.has(userId));
        return [
          ...(channel.isIm
            ? [...channel.members]
                .filter((id) => id !== install?.botUserId)
                .map((userId) => ({ userId, how: "direct" as const, text }))
            : []),
          ...users.map((userId) => ({ userId, how: "mention" as const, text })),
          ...others.map((trick) => ({ userId: trick, how: "mention" as const, text })),
        ];
      }),
  );
