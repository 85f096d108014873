import type { KnownBlock, ModalView } from "@slack/types";
import type { TicketSummary } from "@docket/core/contract/ticket";
import type { MessageView } from "@docket/core/contract/message";
import type { Outcome } from "../../desk/outcome.ts";
import { wordsOf } from "../../desk/outcome.ts";
import { priorityNames, requesterWords, statusNames } from "../../desk/words.ts";
import { actionId, actionValue } from "./action-ids.ts";
import { clip, escapeText } from "./mrkdwn.ts";

/** A private answer: blocks, and the text that stands for them in notifications. */
export interface Answer {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

const most = { text: 3000, header: 150, excerpt: 300, name: 100 } as const;

const section = (text: string): KnownBlock => ({ type: "section", text: { type: "mrkdwn", text } });
const header = (text: string): KnownBlock => ({ type: "header", text: { type: "plain_text", text } });

const facts = ({ status, priority, assignee, requester }: TicketSummary): string =>
  [
    statusNames[status],
    priorityNames[priority],
    clip(escapeText(assignee?.name ?? "nobody has it"), most.name),
    requesterWords(requester, clip(escapeText(requester.name), most.name)),
  ].join(" · ");

/** One ticket of a list; a button takes it where that is possible. */
export const ticketRow = (ticket: TicketSummary): KnownBlock => ({
  type: "section",
  text: { type: "mrkdwn", text: `*#${ticket.number}* ${clip(escapeText(ticket.title), 1000)}\n${facts(ticket)}` },
  ...(ticket.can.includes("ticket.claim")
    ? {
        accessory: {
          type: "button",
          text: { type: "plain_text", text: "Claim" },
          action_id: actionId("claim"),
          value: actionValue(ticket.id),
        },
      }
    : {}),
});

const messageLine = (message: MessageView): KnownBlock => {
  const { author, kind, deletedAt } = message;
  const how = kind === "note" ? " (note)" : "";
  const words = deletedAt === null ? clip(escapeText(wordsOf(message)), most.excerpt) : "_deleted_";
  return section(`*${clip(escapeText(author.name), 100)}*${how}: ${words}`);
};

/** What a command came to, as blocks. */
export const renderOutcome = (outcome: Outcome): Answer => {
  switch (outcome.kind) {
    case "done":
    case "said":
    case "refused": {
      const text = clip(escapeText(outcome.text), most.text);
      return { text, blocks: [section(outcome.kind === "refused" ? `:warning: ${clip(text, most.text - 20)}` : text)] };
    }
    case "link":
      return {
        text: outcome.text,
        blocks: [
          section(escapeText(outcome.text)),
          {
            type: "actions",
            elements: [
              {
                type: "button",
                style: "primary",
                text: { type: "plain_text", text: outcome.label },
                url: outcome.url,
                action_id: actionId("opened"),
              },
            ],
          },
        ],
      };
    case "help":
      return {
        text: escapeText(outcome.title),
        blocks: [
          header(clip(outcome.title, most.header)),
          section(
            outcome.lines.map(({ usage, summary }) => `\`${escapeText(usage)}\`  ${escapeText(summary)}`).join("\n"),
          ),
        ],
      };
    case "tickets": {
      const { title, tickets, more, empty } = outcome;
      if (tickets.length === 0) return { text: escapeText(empty), blocks: [section(escapeText(empty))] };
      return {
        text: escapeText(title),
        blocks: [
          header(clip(title, most.header)),
          ...tickets.map(ticketRow),
          ...(more ? [section("There are more: look into the dashboard.")] : []),
        ],
      };
    }
    case "ticket": {
      const { ticket, opening, messages } = outcome;
      const title = clip(`#${ticket.number} ${ticket.title}`, most.header);
      return {
        text: escapeText(title),
        blocks: [
          header(title),
          section(facts(ticket)),
          section(clip(escapeText(opening), most.text - 10)),
          ...messages.map(messageLine),
        ],
      };
    }
  }
};

/** What somebody alone reads where they pressed or typed something, by the address that Slack gave for it. */
export const privateAnswer = (outcome: Outcome) =>
  ({ response_type: "ephemeral", replace_original: false, ...renderOutcome(outcome) }) as const;

/** The same for a reason alone. */
export const privateRefusal = (text: string) => privateAnswer({ kind: "refused", text });

/** A modal that shows what a form or a button in it came to. */
export const outcomeView = (outcome: Outcome): ModalView => ({
  type: "modal",
  callback_id: "docket_outcome",
  title: { type: "plain_text", text: "Docket" },
  close: { type: "plain_text", text: "Close" },
  blocks: renderOutcome(outcome).blocks,
});
