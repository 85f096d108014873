import { ApiError } from "@docket/api/client";
import type { ChatThread } from "@docket/core/chat/platform";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import type { DeskCall } from "./desk.ts";
import { reasonOf } from "./run.ts";

/** A message that somebody wrote in a thread. */
export interface ThreadWords {
  readonly thread: ChatThread;
  readonly messageId: string;
  readonly body: string;
}

/** A file of such a message; `read` fetches it from the chat. */
export interface ThreadUpload {
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
      /** The desk did not answer: it makes sense to try the same again. */
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
  return { kind: "refused", text, isAway: code === "server.unavailable" };
};

const taken: RelayOutcome = { kind: "taken" };

const upload = async (call: DeskCall, { name, read }: ThreadUpload, place: number): Promise<Id<"attachment">> => {
  const file = await read();
  const { id } = await call.api.request("POST /attachments", {
    query: { name },
    body: file,
    idempotencyKey: `${call.key}.file${place}`,
  });
  return id;
};

/** Hands a message of a thread to the desk: the same one is taken once, however often it is handed over. */
export const relayMessage = async (
  call: DeskCall,
  { thread, messageId, body }: ThreadWords,
  files: readonly ThreadUpload[] = [],
): Promise<RelayOutcome> => {
  const large = files.find(({ size }) => size > limits.fileBytes);
  if (large) {
    const most = limits.fileBytes / 1024 / 1024;
    return { kind: "refused", text: `${large.name} is too large: a file may have ${most} MB.`, isAway: false };
  }
  try {
    // Most threads are nobody's ticket: no file is fetched for those.
    if (files.length > 0) await call.api.request("GET /chat/ticket", { query: thread });
    const attachmentIds: Id<"attachment">[] = [];
    for (const [i, file] of files.entries()) attachmentIds.push(await upload(call, file, i));
    await call.api.request("POST /chat/messages", {
      body: { ...thread, messageId, body, attachmentIds },
      idempotencyKey: call.key,
    });
    return taken;
  } catch (error) {
    return outcomeOf(call, thread, error);
  }
};

/** Follows somebody who changed their own message. */
export const relayEdit = async (call: DeskCall, { thread, messageId, body }: ThreadWords): Promise<RelayOutcome> => {
  try {
    await call.api.request("PATCH /chat/messages", { body: { ...thread, messageId, body } });
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
