import { ApiError } from "@docket/api/client";
import type { ChatThread } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import type { Ms } from "@docket/core/time";
import { minute, toIso } from "@docket/core/time";
import type { DeskCall } from "./desk.ts";
import { deletedTicket } from "./not-taken.ts";
import { Refusal } from "./outcome.ts";
import { reasonOf } from "./run.ts";

/** How long a chat may take to hand over a file, in milliseconds. */
export const filePatience = minute;

/** A file of a message; `read` fetches it from the chat, or throws a `Refusal` where that hands nothing out. */
export interface ThreadUpload {
  /** The chat's id of it. */
  readonly id: string;
  readonly name: string;
  /** Bytes, as the chat says. */
  readonly size: number;
  readonly read: () => Promise<Blob>;
}

/** What somebody says with a message. */
export interface ThreadContent {
  readonly body: string;
  readonly files: readonly ThreadUpload[];
}

/** A message that somebody wrote in a thread. */
export interface ThreadMessage {
  readonly thread: ChatThread;
  readonly messageId: string;
  /**
   * A function is called for it once the thread is known to be a ticket's: most threads are nobody's, and for those nothing
   * is looked up. It throws a `Refusal` for what cannot be carried.
   */
  readonly content: ThreadContent | (() => Promise<ThreadContent>);
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
      /** What was said is at fault: a deletion of it would be taken. */
      readonly canDelete: boolean;
    }
  | { readonly kind: "none" };

/** Whether it makes sense to try the same again: the desk did not answer, or wants less at once. */
export const isDeskAway = ({ problem: { code } }: ApiError): boolean =>
  code === "server.unavailable" || code === "request.rate_limited";

const codeOf = (error: unknown): string | null => (error instanceof ApiError ? error.problem.code : null);

/** Whether the thread is that of a ticket, whoever asks. */
const isTicketThread = async ({ bot }: DeskCall, thread: ChatThread): Promise<boolean> =>
  (await bot.request("GET /chat/cards", { query: { ...thread, limit: 1 } })).items.length > 0;

/** Codes of those for whom the desk does nothing at all. */
const unknownPeople: readonly (string | null)[] = ["auth.not_linked", "auth.not_active"];

/** What the desk refuses for what was said, and not for who said it, where or when. */
const faultsOfContent: readonly (string | null)[] = ["request.invalid"];
/** The same of a change: its deletion would be taken also where the ticket takes nothing more. */
const faultsOfChange: readonly (string | null)[] = [...faultsOfContent, "ticket.invalid_transition"];

const wasDeleted = (text: string): RelayOutcome => ({ kind: "refused", text, isAway: false, canDelete: false });

const outcomeOf = async (
  call: DeskCall,
  thread: ChatThread,
  error: unknown,
  faults = faultsOfContent,
): Promise<RelayOutcome> => {
  const code = codeOf(error);
  if (code === "resource.not_found") return { kind: "none" };
  // Nobody is told who they are not because they spoke of something else.
  if (unknownPeople.includes(code) && !(await isTicketThread(call, thread).catch(() => false))) return { kind: "none" };
  const text = reasonOf(error, call);
  if (text === null) throw error;
  const isAway = error instanceof ApiError && isDeskAway(error);
  return { kind: "refused", text, isAway, canDelete: error instanceof Refusal || faults.includes(code) };
};

/** The message of the thread as the desk has it, if it has it. */
const takenOf = async ({ bot }: DeskCall, { thread, messageId }: Omit<ThreadMessage, "content">) => {
  const query = { ...thread, messageId, limit: 1 };
  return (await bot.request("GET /chat/messages", { query })).items[0];
};

/** The same of a change: the desk has messages of tickets that are deleted, and their authors are not left to guess. */
const changeOutcomeOf = async (
  call: DeskCall,
  message: Omit<ThreadMessage, "content">,
  error: unknown,
): Promise<RelayOutcome> => {
  const outcome = await outcomeOf(call, message.thread, error, faultsOfChange);
  if (outcome.kind !== "none" || codeOf(error) !== "resource.not_found") return outcome;
  const taken = await takenOf(call, message).catch(() => undefined);
  return taken ? wasDeleted(deletedTicket.changed) : outcome;
};

const taken: RelayOutcome = { kind: "taken" };

const megabyte = 1024 * 1024;

/** Throws `Refusal` for a file that the desk does not take. */
export const refuseLarge = (name: string, size: number): void => {
  if (size <= limits.fileBytes) return;
  const most = limits.fileBytes / megabyte;
  throw new Refusal(`${name} is too large: files can be up to ${most} MB. Share a link instead.`);
};

/** Brings a file to the desk. */
export const upload = async (call: DeskCall, { id: fileId, name, read }: ThreadUpload): Promise<Id<"attachment">> => {
  const idempotencyKey = `${call.key}.file.${fileId}`;
  const known = call.uploads.find(idempotencyKey);
  if (known !== null) return known;
  const file = await read();
  refuseLarge(name, file.size);
  const { id } = await call.api.request("POST /attachments", { query: { name }, body: file, idempotencyKey });
  call.uploads.keep(idempotencyKey, id);
  return id;
};

/** What a message holds. Throws a `Refusal` for what the desk does not take, before anything of it is sent. */
const contentOf = async (call: DeskCall, { thread, content }: ThreadMessage): Promise<ThreadContent> => {
  const needsTicket = typeof content === "function" || content.files.length > 0;
  if (needsTicket) await call.api.request("GET /chat/ticket", { query: thread });
  const { body, files } = typeof content === "function" ? await content() : content;
  if (Array.from(body).length > limits.body) {
    const most = limits.body.toLocaleString("en");
    throw new Refusal(`It is too long: messages can have up to ${most} characters. Send it in parts, or as a file.`);
  }
  if (files.length > limits.files)
    throw new Refusal(`It has too many files: send ${limits.files} at a time, and the others with another message.`);
  return { body, files };
};

/**
 * Hands a message of a thread to the desk: the same one is taken once, however often it is handed over. `stands` says until
 * the last moment whether its author has not deleted it.
 */
export const relayMessage = async (
  call: DeskCall,
  message: ThreadMessage,
  stands: () => boolean,
): Promise<RelayOutcome> => {
  const { thread, messageId } = message;
  try {
    const { body, files } = await contentOf(call, message);
    if (body.trim() === "" && files.length === 0)
      throw new Refusal("It holds nothing that Docket can take: write in words what you want to say.");
    for (const { name, size } of files) refuseLarge(name, size);
    const attachmentIds: Id<"attachment">[] = [];
    for (const file of files) attachmentIds.push(await upload(call, file));
    if (!stands()) return { kind: "none" };
    await call.api.request("POST /chat/messages", {
      body: { ...thread, messageId, body, attachmentIds, fileIds: files.map(({ id }) => id) },
      idempotencyKey: call.key,
    });
    return taken;
  } catch (error) {
    const outcome = await outcomeOf(call, thread, error);
    if (outcome.kind !== "none" || codeOf(error) !== "resource.not_found") return outcome;
    return (await isTicketThread(call, thread).catch(() => false)) ? wasDeleted(deletedTicket.written) : outcome;
  }
};

/** What somebody made of their own message. */
export interface ThreadEdit extends ThreadMessage {
  /** Whether the words are others; all files that it has now count anyway. */
  readonly isReworded: boolean;
  /** When they did it, if the chat says so. */
  readonly at: Ms | null;
}

/** The chat's files that the desk does not know yet; none of a message whose files it never knew. */
const unknownFiles = async (
  call: DeskCall,
  edit: ThreadEdit,
  files: readonly ThreadUpload[],
): Promise<readonly ThreadUpload[]> => {
  if (files.length === 0) return [];
  const known = (await takenOf(call, edit))?.files ?? null;
  return known === null ? [] : files.filter(({ id }) => known.every(({ fileId }) => fileId !== id));
};

/** Follows somebody who changed their own message: its words, its files or both. */
export const relayEdit = async (call: DeskCall, edit: ThreadEdit): Promise<RelayOutcome> => {
  const { thread, messageId, isReworded, at } = edit;
  try {
    const { body, files: all } = await contentOf(call, edit);
    const added = await unknownFiles(call, edit, all);
    for (const { name, size } of added) refuseLarge(name, size);
    const uploaded = new Map<string, Id<"attachment">>();
    for (const file of added) uploaded.set(file.id, await upload(call, file));
    const files = all.map(({ id: fileId }) => ({ fileId, attachmentId: uploaded.get(fileId) }));
    const words = isReworded ? { body } : {};
    const editedAt = at === null ? {} : { editedAt: toIso(at) };
    await call.api.request("PATCH /chat/messages", { body: { ...thread, messageId, ...words, files, ...editedAt } });
    return taken;
  } catch (error) {
    return changeOutcomeOf(call, edit, error);
  }
};

/** Has the desk know that the author of a message was told of a change that it was not taken, so that they are told once. */
export const keepRefused = async (call: DeskCall, thread: ChatThread, messageId: string, at: Ms): Promise<void> => {
  // Without it they are told again.
  await call.api
    .request("PATCH /chat/messages", { body: { ...thread, messageId, editedAt: toIso(at) } })
    .catch(() => undefined);
};

/** Follows somebody who deleted their own message. */
export const relayDelete = async (call: DeskCall, message: Omit<ThreadMessage, "content">): Promise<RelayOutcome> => {
  const { thread, messageId } = message;
  try {
    await call.api.request("DELETE /chat/messages", { query: { ...thread, messageId } });
    return taken;
  } catch (error) {
    return changeOutcomeOf(call, message, error);
  }
};
