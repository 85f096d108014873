import type { ChatThread } from "@docket/core/chat/platform";
import type { Desk } from "./desk.ts";

/** What somebody did with their own message in a thread. */
export type Doing = "written" | "edited" | "deleted";

/** Where that was. */
export interface Done {
  readonly kind: Doing;
  readonly thread: ChatThread;
  readonly messageId: string;
}

const beginnings: Readonly<Record<Doing, string>> = {
  written: "Not sent.",
  edited: "Your change was not taken.",
  deleted: "Your message was not deleted in Docket.",
};

/** Who has what was sent first, and goes on reading it. */
const readers = {
  reply: { edited: "The client still reads what you sent first.", deleted: "The client still reads it." },
  note: { edited: "Your colleagues still read what you wrote first.", deleted: "Your colleagues still read it." },
} as const;

/** An edit of what the desk never took reaches nobody: it must not look like a remedy. */
const writeAgain = "Changing it does not send it: write it again.";
const takeBack = "Delete the message to take it back.";

/** Why nothing comes of what is done in the thread of a ticket that was deleted: nobody reads any of it. */
export const deletedTicket = {
  written: "This ticket was deleted: nobody got what you wrote.",
  changed: "This ticket was deleted: nobody reads your message any more.",
} as const;

/** Null when the desk does not have it, or does not say. */
const kindOf = async ({ bot }: Pick<Desk, "bot">, { thread, messageId }: Done) => {
  const query = { ...thread, messageId, limit: 1 };
  const found = await bot.request("GET /chat/messages", { query }).catch(() => null);
  return found?.items[0]?.kind ?? null;
};

/**
 * What an author reads of something that the desk did not take. Of a change they read what it leaves as it was: who wants
 * their words back must not believe that nobody has them. `canDelete`: whether what was said is at fault, so that a deletion would be taken.
 */
export const notTaken = async (
  desk: Pick<Desk, "bot">,
  done: Done,
  why: string,
  canDelete: boolean,
): Promise<string> => {
  const { kind } = done;
  const said = `${beginnings[kind]} ${why}`;
  if (kind === "written") return canDelete ? `${said} ${writeAgain}` : said;
  if (why === deletedTicket.changed) return said;
  const taken = await kindOf(desk, done);
  if (taken === null) return said;
  return [said, readers[taken][kind], ...(canDelete && kind === "edited" ? [takeBack] : [])].join(" ");
};
