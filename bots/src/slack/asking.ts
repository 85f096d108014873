import type { Context } from "@slack/bolt";
import type { Desk, DeskCall } from "../desk/desk.ts";

/** What the receiver puts into the context of every listener. */
interface Brought {
  readonly desk: Desk;
  /** Over a connection of its own: does something after which it is looked for what was missed. */
  readonly lookAfter?: (work: () => Promise<void>) => Promise<void>;
}

/** The desk that this request is for. */
export const deskOf = (context: Context): Desk => (context as unknown as Brought).desk;

/** Does something after which it is to be looked for what was missed; where Slack sends over HTTP the desk does that. */
export const lookAfter = (context: Context, work: () => Promise<void>): Promise<void> => {
  const { lookAfter: look } = context as unknown as Brought;
  return look ? look(work) : work();
};

/** Who asks for something in Slack, and where. */
export interface Asking {
  readonly userId: string;
  readonly userName: string;
  readonly channelId: string | null;
  /** The `ts` of the message that the thread hangs on; null outside of threads. */
  readonly threadTs: string | null;
  /** Names this very press, command or message: the same in every delivery of it. */
  readonly key: string;
  /** Whether they pressed something on a card, or sent its form. */
  readonly onCard?: boolean;
}

/** A call of the desk in the name of whoever asks. */
export const callOf = (
  context: Context,
  { userId, userName, channelId, threadTs, key, onCard = false }: Asking,
): DeskCall => {
  const workspaceId = context.teamId ?? "";
  const platform = "slack" as const;
  const thread =
    channelId === null || threadTs === null ? null : { platform, workspaceId, channelId, threadId: threadTs };
  return deskOf(context).call({
    user: { platform, workspaceId, userId },
    userName,
    place: channelId === null ? null : { channelId, thread },
    key: `slack:${key}`,
    onCard,
  });
};
