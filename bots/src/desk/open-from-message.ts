import { ApiError } from "@docket/api/client";
import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import type { Args } from "./command.ts";
import type { DeskCall } from "./desk.ts";
import { hurried } from "./desk.ts";
import type { Excerpt } from "./excerpt.ts";
import { isCut, wholeText } from "./excerpt.ts";
import type { Origin } from "./open-ticket.ts";
import { openTicket } from "./open-ticket.ts";
import type { Outcome } from "./outcome.ts";
import { done, Refusal } from "./outcome.ts";
import type { ThreadUpload } from "./relay.ts";
import { isDeskAway, refuseLarge, upload } from "./relay.ts";
import { attempt, reasonOf } from "./run.ts";

/** What a message of somebody holds, as far as it can be carried. */
export interface MessageParts {
  /** What they wrote, and what they forward. */
  readonly words: string;
  /** The addresses of what is kept elsewhere. */
  readonly links: string;
  readonly files: readonly ThreadUpload[];
  /** What cannot be carried: a sentence for each. */
  readonly unfit: readonly string[];
}

/** The files as the desk has them, and why some did not come: one that cannot be had does not keep the ticket. */
const carry = async (call: DeskCall, files: readonly ThreadUpload[]) => {
  const ids: Id<"attachment">[] = [];
  const lost: string[] = [];
  for (const file of files.slice(0, limits.files)) {
    try {
      refuseLarge(file.name, file.size);
      ids.push(await upload(call, file));
    } catch (error) {
      if (error instanceof ApiError && isDeskAway(error)) throw error;
      lost.push(
        reasonOf(error, call) ?? `The file “${file.name}” could not be fetched: add it to the ticket yourself.`,
      );
    }
  }
  const others = files.slice(limits.files).map(({ name }) => `“${name}”`);
  if (others.length > 0)
    lost.push(`A ticket begins with ${limits.files} files at most, so these were left: ${others.join(", ")}.`);
  return { ids, lost };
};

const unread = "Docket cannot read this message, because it is not in that channel";

const partsOf = async (read: () => Promise<MessageParts | null>, excerpt: Excerpt): Promise<MessageParts> => {
  const parts = await read();
  if (parts !== null) return parts;
  if (isCut(excerpt))
    throw new Refusal(
      `${unread}, and the form shows the beginning only: add Docket there and send the form again, or copy the text into a new ticket.`,
    );
  return { words: "", links: "", files: [], unfit: [`${unread}: add its files to the ticket yourself.`] };
};

const wholeDescription = (typed: string, { words, links }: MessageParts, excerpt: Excerpt): string => {
  const text = [wholeText(typed, words, excerpt), links].filter((part) => part.trim() !== "").join("\n\n");
  if (Array.from(text).length <= limits.body) return text;
  const most = limits.body.toLocaleString("en");
  throw new Refusal(
    `The message is too long: tickets can have up to ${most} characters. Open a new ticket and share the message as a file.`,
  );
};

/** Whether a message has to be read again when its form is sent. */
export const isMoreThanShown = (excerpt: Excerpt): boolean => isCut(excerpt) || excerpt.hasFiles;

/**
 * Opens a ticket from a message of a chat: from what somebody made of its words in a form, what the form did not show, and
 * its files. `read` looks the message up; null when the bot may not.
 */
export const openFromMessage = (
  call: DeskCall,
  args: Args,
  origin: Origin,
  excerpt: Excerpt,
  read: () => Promise<MessageParts | null>,
): Promise<Outcome> =>
  attempt(call, async () => {
    if (!isMoreThanShown(excerpt)) return done(await openTicket(hurried(call), args, origin), "opened.");
    const parts = await partsOf(read, excerpt);
    const description = wholeDescription(args["description"] ?? "", parts, excerpt);
    const { ids, lost } = await carry(call, parts.files);
    const ticket = await openTicket(call, { ...args, description }, origin, ids);
    return done(ticket, ["opened.", ...parts.unfit, ...lost].join(" "));
  });
