/** A file of a message, as Slack describes it. */
export interface SlackFile {
  readonly id: string;
  /** `external` where it is kept by somebody else, `tombstone` once it was deleted; else of which kind it is. */
  readonly mode?: string;
  readonly is_external?: boolean;
  /** `check_file_info` where nothing else is said of it. */
  readonly file_access?: string;
  readonly name?: string | null;
  readonly title?: string | null;
  readonly size?: number;
  readonly url_private_download?: string;
  readonly url_private?: string;
}

/** What hangs on a message: one that its author forwards is `is_share`, and all else is made of links. */
interface SlackAttachment {
  readonly is_share?: boolean;
  readonly author_name?: string;
  readonly text?: string;
  readonly files?: readonly SlackFile[];
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
  readonly attachments?: readonly SlackAttachment[];
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

/** The messages that somebody forwards with theirs. */
export const forwardsOf = ({ attachments = [] }: SlackMessage): readonly SlackAttachment[] =>
  attachments.filter((attachment) => attachment.is_share === true);

/** The files that are there still, also those of what is forwarded. */
export const filesOf = (message: SlackMessage): readonly SlackFile[] =>
  [message, ...forwardsOf(message)].flatMap(({ files = [] }) => files).filter(({ mode }) => mode !== "tombstone");

/** Whether a file is kept by somebody else, such as Google Drive; Slack has its address only. */
export const isElsewhere = ({ mode, is_external: isExternal }: SlackFile): boolean =>
  mode === "external" || isExternal === true;

const idsOf = (files: readonly SlackFile[]): string => files.map(({ id }) => id).join();

/** Whether the addresses in what was said are others, of which Slack does not say that the words were edited. */
const hasOtherAddresses = (message: SlackMessage, previous: SlackMessage | undefined): boolean =>
  previous !== undefined &&
  idsOf(filesOf(message).filter(isElsewhere)) !== idsOf(filesOf(previous).filter(isElsewhere));

/** Whether people changed nothing. */
const isTheSame = (message: SlackMessage, previous: SlackMessage | undefined): boolean =>
  previous !== undefined && message.text === previous.text && idsOf(filesOf(message)) === idsOf(filesOf(previous));

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
    if (message.subtype === "tombstone") return null;
    const edited = hasOtherAddresses(message, previous) ? { edited: { ts: event.ts } } : {};
    return { kind: "edited", message: { ...message, ...edited } };
  }
  if (subtype === "message_deleted") {
    return bySomebody(previous) && inThread(previous) ? { kind: "deleted", message: previous } : null;
  }
  if (!written.includes(subtype) || !bySomebody(event) || !inThread(event)) return null;
  return { kind: "written", message: event };
};
