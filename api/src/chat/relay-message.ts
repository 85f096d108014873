import { actingStaff } from "@docket/core/actor";
import type { ChannelMode, ChatPlatform } from "@docket/core/chat/platform";
import { relayed } from "@docket/core/chat/relay";
import { writtenAt } from "@docket/core/chat/written-at";
import type { RelayedView, relayInput, TakenFile } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { fieldError } from "@docket/core/field-errors";
import type { z } from "zod";
import type { Call } from "../context.ts";
import { denied, notFound, problem } from "../http/problem.ts";
import { loadForChange } from "../tickets/change-query.ts";
import { carryOut } from "../tickets/change-ticket.ts";
import { getWritten } from "../tickets/get-message.ts";
import { untilCommitted } from "../tickets/retry.ts";
import { viewTicket } from "../tickets/view.ts";
import { isTicketOf, keepRelayed, selectPlace } from "./thread-query.ts";
import { unlessOff } from "./unless-off.ts";

type Input = z.output<typeof relayInput>;

/** Only for somebody of that chat does a bot bring what they wrote there. */
export const checkSpeaker = ({ actor }: Call, platform: ChatPlatform): void => {
  if (actingStaff(actor) === null || actor.kind !== "key" || actor.platform !== platform) throw denied();
};

export const saysNothing = () =>
  problem("request.invalid", "Some fields are not right.", [fieldError("body", "empty_message")]);

/** What was written before the mode became another one was never meant for the client, and is a note. */
const modeOf = (
  { mode, modeSince }: { readonly mode: ChannelMode; readonly modeSince: Ms },
  { platform, messageId }: Input,
): ChannelMode => {
  const at = writtenAt(platform, messageId);
  return at !== null && at < modeSince ? "discuss" : mode;
};

/** Which files of the chat these were, where that was said. */
const filesOf = (
  attachmentIds: Input["attachmentIds"],
  fileIds: Input["fileIds"] = [],
): readonly TakenFile[] | null => {
  const files = attachmentIds.flatMap((attachmentId, i) => {
    const fileId = fileIds[i];
    return fileId === undefined ? [] : [{ fileId, attachmentId }];
  });
  return files.length === attachmentIds.length ? files : null;
};

const attempt = async (call: Call, input: Input): Promise<RelayedView | null> => {
  const { services } = call;
  const { db } = services;
  const { messageId: externalId, attachmentIds, fileIds, body: text, ...thread } = input;
  const messageId = services.ids.next("message", services.clock.now());
  const change = {
    ref: isTicketOf(db, thread),
    command: { type: "note", messageId } as const,
    message: { body: text, attachmentIds },
  };
  const loaded = await loadForChange(call, change, { query: selectPlace(db, thread, externalId) });
  const [place] = loaded.beside;
  if (!place) throw notFound("thread");
  if (place.messageId !== null) return getWritten(call, { ticketId: place.ticketId, messageId: place.messageId });
  const { kind, body } = relayed(modeOf(place, input), text);
  if (body === "" && attachmentIds.length === 0) throw saysNothing();
  const changed = await carryOut(
    call,
    {
      ...change,
      command: { type: kind, messageId },
      message: { body, attachmentIds },
      from: (message) => keepRelayed(db, place.cardId, externalId, filesOf(attachmentIds, fileIds), message),
    },
    loaded,
  );
  if (changed === null) return null;
  const { ticket, people, message } = changed;
  if (message === null) throw new Error("a message is always an event");
  return { message, ticket: viewTicket(call, ticket, people) };
};

/**
 * Takes what somebody wrote in the thread of a card as a note or as a reply, as the channel says. The same message is
 * taken once, however many bots bring it, and the answer is always what it became.
 */
export const relayMessage = async (call: Call, input: Input): Promise<RelayedView> => {
  checkSpeaker(call, input.platform);
  return unlessOff(call, input, () => untilCommitted(call, () => attempt(call, input)));
};
