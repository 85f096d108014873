import type { ThreadUpload } from "../desk/relay.ts";
import { filePatience } from "../desk/relay.ts";

/** A file of a message, as Slack describes it. */
interface SlackFile {
  readonly id: string;
  /** `tombstone` once it was deleted. */
  readonly mode?: string;
  readonly name?: string | null;
  readonly size?: number;
  readonly url_private_download?: string;
  readonly url_private?: string;
}

/** A message of Slack, as far as Docket looks at it. */
export interface SlackMessage {
  readonly user?: string;
  readonly bot_id?: string;
  readonly subtype?: string;
  readonly text?: string;
  readonly ts: string;
  readonly thread_ts?: string;
  /** Of an answer in a thread: who wrote what it hangs on. */
  readonly parent_user_id?: string;
  readonly files?: readonly SlackFile[];
  readonly edited?: { readonly ts: string };
  readonly reactions?: readonly { readonly name?: string; readonly users?: readonly string[] }[];
}

/** A change of the messages of a channel that somebody of the staff may have made. */
export type ThreadChange =
  | { readonly kind: "written" | "edited"; readonly message: SlackMessage & { readonly user: string } }
  | { readonly kind: "deleted"; readonly message: SlackMessage & { readonly user: string } };

/** A `message` event, as far as Docket looks at it. */
export interface MessageEvent extends SlackMessage {
  readonly message?: SlackMessage;
  readonly previous_message?: SlackMessage;
}

const bySomebody = (message: SlackMessage | undefined): message is SlackMessage & { readonly user: string } =>
  message?.user !== undefined && message.bot_id === undefined;

/** The files that are there still. */
export const filesOf = ({ files = [] }: SlackMessage): readonly SlackFile[] =>
  files.filter(({ mode }) => mode !== "tombstone");

const fileIdsOf = (message: SlackMessage): string =>
  filesOf(message)
    .map(({ id }) => id)
    .join();

/** Whether people changed nothing. */
const isTheSame = (message: SlackMessage, previous: SlackMessage | undefined): boolean =>
  previous !== undefined && message.text === previous.text && fileIdsOf(message) === fileIdsOf(previous);

const inThread = ({ ts, thread_ts: thread }: SlackMessage): boolean => thread !== undefined && thread !== ts;

const written: readonly (string | undefined)[] = [undefined, "file_share", "thread_broadcast"];

/**
 * What a `message` event means for a ticket's thread; null when it means nothing: outside of threads, by a bot, or a
 * change that people did not make, such as an unfurled link.
 */
export const readChange = (event: MessageEvent): ThreadChange | null => {
  const { subtype, message, previous_message: previous } = event;
  if (subtype === "message_changed") {
    if (!bySomebody(message) || !inThread(message) || isTheSame(message, previous)) return null;
    return message.subtype === "tombstone" ? null : { kind: "edited", message };
  }
  if (subtype === "message_deleted") {
    return bySomebody(previous) && inThread(previous) ? { kind: "deleted", message: previous } : null;
  }
  if (!written.includes(subtype) || !bySomebody(event) || !inThread(event)) return null;
  return { kind: "written", message: event };
};

/** Files are fetched from Slack alone, with the bot's token; the most that one may have is the desk's own bound. */
export const uploadsOf = (
  message: SlackMessage,
  {
    token,
    origins,
    fetch,
  }: { readonly token: string; readonly origins: readonly string[]; readonly fetch: typeof globalThis.fetch },
): readonly ThreadUpload[] =>
  filesOf(message).flatMap((file) => {
    const url = URL.parse(file.url_private_download ?? file.url_private ?? "");
    if (url === null || !origins.includes(url.origin)) return [];
    return [
      {
        id: file.id,
        name: file.name ?? "file",
        size: file.size ?? 0,
        read: async () => {
          const headers = { authorization: `Bearer ${token}` };
          const response = await fetch(url, { headers, redirect: "manual", signal: AbortSignal.timeout(filePatience) });
          if (!response.ok) throw new Error(`Slack did not hand over a file (status ${response.status}).`);
          return response.blob();
        },
      },
    ];
  });
