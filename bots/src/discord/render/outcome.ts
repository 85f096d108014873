import type { MessageView } from "@docket/core/contract/message";
import type { TicketSummary } from "@docket/core/contract/ticket";
import type { APIActionRowComponent, APIButtonComponent, APIComponentInMessageActionRow } from "discord-api-types/v10";
import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import type { Outcome } from "../../desk/outcome.ts";
import { wordsOf } from "../../desk/outcome.ts";
import { priorityNames, requesterWords, statusNames } from "../../desk/words.ts";
import { isTaken, linkTarget } from "./card.ts";
import { customId } from "./custom-ids.ts";
import { clip, escapeText } from "./markdown.ts";

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A private answer. Nothing in it mentions anybody. */
export interface Answer {
  readonly content: string;
  readonly components: Row[];
  readonly allowedMentions: { readonly parse: [] };
}

const most = { content: 2000, line: 180, title: 80, name: 30, buttons: 5 } as const;

const answer = (content: string, components: Row[] = []): Answer => ({
  content: clip(content, most.content),
  components,
  allowedMentions: { parse: [] },
});

const row = (buttons: readonly APIButtonComponent[]): Row[] =>
  buttons.length === 0 ? [] : [{ type: ComponentType.ActionRow, components: [...buttons] }];

const facts = ({ status, priority, assignee, requester }: TicketSummary): string =>
  [
    statusNames[status],
    priorityNames[priority],
    clip(escapeText(assignee?.name ?? "nobody has it"), most.name),
    requesterWords(requester, clip(escapeText(requester.name), most.name)),
  ].join(" · ");

/** The title gives way to what else there is to say. */
const ticketLine = (ticket: TicketSummary): string => {
  const [number, more] = [`**#${ticket.number}** `, ` — ${facts(ticket)}`];
  const room = Math.max(10, most.line - number.length - more.length);
  return `${number}${clip(escapeText(ticket.title), Math.min(most.title, room))}${more}`;
};

const claimButton = ({ id, number }: TicketSummary): APIButtonComponent => ({
  type: ComponentType.Button,
  style: ButtonStyle.Secondary,
  label: `Claim #${number}`,
  custom_id: customId({ use: "run", command: "claim", about: id }),
});

const messageLine = (message: MessageView): string => {
  const { author, kind, deletedAt } = message;
  const how = kind === "note" ? " (note)" : "";
  const words = deletedAt === null ? clip(escapeText(wordsOf(message)), 200) : "*deleted*";
  return `**${clip(escapeText(author.name), 60)}**${how}: ${words}`;
};

const listed = ({ title, tickets, more, empty }: Extract<Outcome, { kind: "tickets" }>): Answer => {
  if (tickets.length === 0) return answer(escapeText(empty));
  const lines = [`**${escapeText(clip(title, 100))}**`, ...tickets.map(ticketLine)];
  if (more) lines.push("There are more: look into the dashboard.");
  const claimable = tickets.filter(({ can }) => can.includes("ticket.claim")).slice(0, most.buttons);
  return answer(lines.join("\n"), row(claimable.map(claimButton)));
};

/** What a command came to, as a message. */
export const renderOutcome = (outcome: Outcome): Answer => {
  switch (outcome.kind) {
    case "done":
    case "said":
      return answer(escapeText(outcome.text));
    case "refused":
      return answer(`⚠️ ${escapeText(outcome.text)}`);
    case "link": {
      const { text, label, url } = outcome;
      const button = { type: ComponentType.Button, style: ButtonStyle.Link, label, url } as const;
      return isTaken(url, 512)
        ? answer(escapeText(text), row([button]))
        : answer(`${escapeText(text)}\n<${linkTarget(url)}>`);
    }
    case "help":
      return answer(
        [`**${outcome.title}**`, ...outcome.lines.map(({ usage, summary }) => `\`/ticket ${usage}\` ${summary}`)].join(
          "\n",
        ),
      );
    case "tickets":
      return listed(outcome);
    case "ticket": {
      const { ticket, opening, messages } = outcome;
      const head = `**#${ticket.number}** ${clip(escapeText(ticket.title), 150)}\n${facts(ticket)}`;
      return answer([head, clip(escapeText(opening), 600), ...messages.map(messageLine)].join("\n"));
    }
  }
};
