import type { AttachmentView } from "@docket/core/contract/attachment";
import type { MessageView } from "@docket/core/contract/message";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Entry } from "../../elements/conversation/conversation.ts";
import { viaText } from "./history-text.ts";
import { unreachedText } from "./unreached-text.ts";

/** What was said on a ticket, from its description on. */
export const entriesOf = (
  ticket: TicketView,
  files: readonly AttachmentView[],
  messages: readonly MessageView[],
): readonly Entry[] => {
  const { unreached } = ticket.requester;
  const whyNot = unreached === null ? "" : unreachedText(unreached);
  return [
    {
      id: ticket.id,
      kind: "reply",
      author: { kind: "client", id: ticket.requester.id, name: ticket.requester.name },
      body: ticket.description,
      attachments: [...files],
      delivery: "none",
      createdAt: ticket.createdAt,
    },
    ...messages.map((message) => ({ ...message, through: viaText(message.via), unreached: whyNot })),
  ];
};
