import { ApiError } from "@docket/api/client";
import type { ChatThread } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import type { Ms } from "@docket/core/time";
import { minute, toIso } from "@docket/core/time";
import type { DeskCall } from "./desk.ts";
import { reasonOf } from "./run.ts";

/** A message that somebody wrote in a thread. */
export interface ThreadWords {
  readonly thread: ChatThread;
  readonly messageId: string;
  /** A function is called for it once the thread is known to be a ticket's. */
  readonly body: string | (() => Promise<string>);
}

/** How long a chat may take to hand over a file, in milliseconds. */
export const filePatience = minute;

/** A file of such a message; `read` fetches it from the chat. */
export interface ThreadUpload {
  /** The chat's id of it. */
  readonly id: string;
  readonly name: string;
  /** Bytes, as the chat says. */
  readonly size: number;
  readonly read: () => Promise<Blob>;
}

/**
 * What became of a message: taken (its receipt follows through the desk), refused for a reason that its author should
 * hear, or none of Docket's business, because the thread is no ticket's.
 */
export type RelayOutcome =
  | { readonly kind: "taken" }
  | {
      readonly kind: "refused";
      readonly text: string;
      /** The desk did not answer, or wants less at once: it makes sense to try the same again. */
      readonly isAway: boolean;
    }
  | { readonly kind: "none" };

const codeOf = (error: unknown): string | null => (error instanceof ApiError ? error.problem.code : null);

/** Whether the thread is that of a ticket, whoever asks. */
const isTicketThread = async ({ bot }: DeskCall, thread: ChatThread): Promise<boolean> =>
  (await bot.request("GET /chat/cards", { query: { ...thread, limit: 1 } })).items.length > 0;

const outcomeOf = async (call: DeskCall, thread: ChatThread, error: unknown): Promise<RelayOutcome> => {
  const code = codeOf(error);
  if (code === "resource.not_found") return { kind: "none" };
  // Nobody is told who they are not because they spoke of something else.
  if (code === "auth.not_linked" && !(await isTicketThread(call, thread).catch(() => false))) return { kind: "none" };
  const text = reasonOf(error);
  if (text === null) throw error;
  return { kind: "refused", text, isAway: code === "server.unavailable" || code === "request.rate_limited" };
};

const taken: RelayOutcome = { kind: "taken" };

const upload = async (call: DeskCall, { id: fileId, name, read }: ThreadUpload): Promise<Id<"attachment">> => {
  const file = await read();
  const { id } = await call.api.request("POST /attachments", {
    query: { name },
    body: file,
    idempotencyKey: `${call.key}.file.${fileId}`,
  });
  return id;
};

/**
 * The words of a message that is more than words: most threads are nobody's ticket, and for those no file is fetched and
 * no name looked up.
 */
const wordsOf = async (call: DeskCall, { thread, body }: ThreadWords, hasFiles = false): Promise<string> => {
  if (typeof body !== "string" || hasFiles) await call.api.request("GET /chat/ticket", { query: thread });
  return typeof body === "string" ? body : body();
};

/** What its author is told of a file that the desk does not take. */
const refuseLarge = (files: readonly ThreadUpload[]): RelayOutcome | null => {
  const large = files.find(({ size }) => size > limits.fileBytes);
  if (!large) return null;
  const most = limits.fileBytes / 1024 / 1024;
  return { kind: "refused", text: `${large.name} is too large: a file may have ${most} MB.`, isAway: false };
};

/** Hands a message of a thread to the desk: the same one is taken once, however often it is handed over. */
export const relayMessage = async (
  call: DeskCall,
  words: ThreadWords,
  files: readonly ThreadUpload[] = [],
): Promise<RelayOutcome> => {
  const { thread, messageId } = words;
  const refused = refuseLarge(files);
  if (refused) return refused;
  try {
    const body = await wordsOf(call, words, files.length > 0);
    const attachmentIds: Id<"attachment">[] = [];
    for (const file of files) attachmentIds.push(await upload(call, file));
    await call.api.request("POST /chat/messages", {
      body: { ...thread, messageId, body, attachmentIds, fileIds: files.map(({ id }) => id) },
      idempotencyKey: call.key,
    });
    return taken;
  } catch (error) {
    return outcomeOf(call, thread, error);
  }
};

/** What somebody made of their own message. */
export interface ThreadEdit extends Pick<ThreadWords, "thread" | "messageId"> {
  /** Left out when the words are as they were. */
  readonly body?: ThreadWords["body"];
  /** All files that it has now. */
  readonly files: readonly ThreadUpload[];
  /** When they did it, if the chat says so. */
  readonly at: Ms | null;
}

/** The chat's files that the desk does not know yet; none of a message whose files it never knew. */
const unknownFiles = async ({ bot }: DeskCall, { thread, messageId, files }: ThreadEdit) => {
  if (files.length === 0) return [];
  const [taken] = (await bot.request("GET /chat/messages", { query: { ...thread, messageId, limit: 1 } })).items;
  const known = taken?.files ?? null;
  return known === null ? [] : files.filter(({ id }) => known.every(({ fileId }) => fileId !== id));
};

/** Follows somebody who changed their own message: its words, its files or both. */
export const relayEdit = async (call: DeskCall, edit: ThreadEdit): Promise<RelayOutcome> => {
  const { thread, messageId, body: words, at } = edit;
  try {
    const added = await unknownFiles(call, edit);
    const refused = refuseLarge(added);
    if (refused) return refused;
    const body = words === undefined ? {} : { body: await wordsOf(call, { thread, messageId, body: words }) };
    const uploaded = new Map<string, Id<"attachment">>();
    for (const file of added) uploaded.set(file.id, await upload(call, file));
    const files = edit.files.map(({ id: fileId }) => ({ fileId, attachmentId: uploaded.get(fileId) }));
    const editedAt = at === null ? {} : { editedAt: toIso(at) };
    await call.api.request("PATCH /chat/messages", { body: { ...thread, messageId, ...body, files, ...editedAt } });
    return taken;
  } catch (error) {
    return outcomeOf(call, thread, error);
  }
};

/** Follows somebody who deleted their own message. */
export const relayDelete = async (
  call: DeskCall,
  { thread, messageId }: Omit<ThreadWords, "body">,
): Promise<RelayOutcome> => {
  try {
    await call.api.request("DELETE /chat/messages", { query: { ...thread, messageId } });
    return taken;
  } catch (error) {
    return outcomeOf(call, thread, error);
  }
};
