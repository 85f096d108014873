import type { CardOffer, CardView } from "@docket/core/chat/card";
import type { Ms } from "@docket/core/time";
import type { Priority } from "@docket/core/tickets/ticket";
import { priorities } from "@docket/core/tickets/ticket";
import type {
  APIActionRowComponent,
  APIButtonComponent,
  APIComponentInMessageActionRow,
  APIEmbed,
  APIEmbedField,
  APIStringSelectComponent,
} from "discord-api-types/v10";
import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import { priorityNames, provenWords, statusNames, toDashboard, unreachedWords } from "../../desk/words.ts";
import { customId } from "./custom-ids.ts";
import { clip, oneLine, safeLine, safeText } from "./markdown.ts";

type Row = APIActionRowComponent<APIComponentInMessageActionRow>;

/** A card as Discord shows it. */
export interface CardMessage {
  readonly embeds: readonly APIEmbed[];
  readonly components: readonly Row[];
}

const colours: Readonly<Record<Priority, number>> = {
  low: 0x95a5a6,
  normal: 0x3498db,
  high: 0xe67e22,
  urgent: 0xe74c3c,
};

type ButtonOffer = Exclude<CardOffer, "status" | "priority">;

const buttons: Readonly<
  Record<
    ButtonOffer,
    { readonly label: string; readonly style: ButtonStyle.Primary | ButtonStyle.Secondary | ButtonStyle.Success }
  >
> = {
  claim: { label: "Claim", style: ButtonStyle.Primary },
  assign: { label: "Assign…", style: ButtonStyle.Secondary },
  reply: { label: "Reply…", style: ButtonStyle.Success },
  note: { label: "Note…", style: ButtonStyle.Secondary },
  resolve: { label: "Resolve", style: ButtonStyle.Success },
  close: { label: "Close", style: ButtonStyle.Secondary },
  reopen: { label: "Reopen", style: ButtonStyle.Primary },
};

/** Discord takes addresses with a top-level domain only, so not those of a desk on this machine. */
export const isTaken = (url: string, max: number): boolean =>
  url.length <= max && URL.canParse(url) && /\.[a-z][a-z\d-]+$/i.test(new URL(url).hostname);

/** A time that Discord shows as so long ago, in the language of who looks. */
export const ago = (at: Ms): string => `<t:${Math.floor(at / 1000)}:R>`;

/** An address that cannot end the link it stands in. */
export const linkTarget = (url: string): string =>
  url.replaceAll(/[\s<>()\\]/g, (mark) => `%${mark.charCodeAt(0).toString(16).padStart(2, "0")}`);

const titleOf = ({ number, title }: CardView, max: number): string => {
  const prefix = `#${number} `;
  return prefix + safeLine(title, max - prefix.length);
};

const field = (name: string, value: string): APIEmbedField => ({ name, value, inline: true });

const lastMessage = ({ lastMessage: last }: CardView): readonly APIEmbedField[] => {
  if (!last) return [];
  const heading = `**${safeLine(last.author, 100)}** · ${last.kind === "note" ? "internal note" : "reply"} · ${ago(last.at)}`;
  return [{ name: "Last message", value: `${heading}\n${safeText(last.excerpt, 1000 - heading.length)}` }];
};

const requesterOf = ({ requester, emailProven, unreached }: CardView): string => {
  const name = provenWords(safeLine(requester, 200), emailProven);
  return unreached === null ? name : `${name}\n${unreachedWords(unreached)}`;
};

const embed = (card: CardView, url: string): APIEmbed => {
  const linked = isTaken(url, 2048);
  const text = [safeText(card.excerpt, 2000), linked ? "" : `[${toDashboard}](<${linkTarget(url)}>)`];
  return {
    title: titleOf(card, 256),
    ...(linked ? { url } : {}),
    color: colours[card.priority],
    description: text.filter((one) => one !== "").join("\n"),
    fields: [
      field("Requester", requesterOf(card)),
      field("Status", statusNames[card.status]),
      field("Priority", priorityNames[card.priority]),
      field("Assignee", card.assignee === null ? "Nobody" : safeLine(card.assignee, 200)),
      field("Category", safeLine(card.category, 100)),
      field("Opened", ago(card.createdAt)),
      ...(card.tags.length === 0 ? [] : [field("Tags", safeLine(card.tags.join(", "), 500))]),
      ...lastMessage(card),
    ],
  };
};

const button = (offer: ButtonOffer, { ticketId }: CardView): APIButtonComponent => ({
  type: ComponentType.Button,
  custom_id: customId({ use: "run", command: offer, about: ticketId }),
  ...buttons[offer],
});

const linkButton = ({ url }: CardView): readonly APIButtonComponent[] =>
  isTaken(url, 512) ? [{ type: ComponentType.Button, style: ButtonStyle.Link, label: toDashboard, url }] : [];

const select = <T extends string>(
  { ticketId }: CardView,
  action: "status" | "priority",
  placeholder: string,
  values: readonly T[],
  names: Readonly<Record<T, string>>,
): APIStringSelectComponent => ({
  type: ComponentType.StringSelect,
  custom_id: customId({ use: "run", command: action, about: ticketId }),
  placeholder,
  options: values.map((value) => ({ label: names[value], value })),
});

const rowOf = (components: readonly APIComponentInMessageActionRow[]): Row => ({
  type: ComponentType.ActionRow,
  components: [...components],
});

const buttonRows = (card: CardView): readonly Row[] => {
  const offered = (Object.keys(buttons) as ButtonOffer[]).filter((offer) => card.offers.includes(offer));
  const all = [...offered.map((offer) => button(offer, card)), ...linkButton(card)];
  return [all.slice(0, 5), all.slice(5)].filter((row) => row.length > 0).map(rowOf);
};

const selectRows = (card: CardView): readonly Row[] => {
  const { offers, nextStatuses, status, priority } = card;
  const others = priorities.filter((one) => one !== priority);
  const statuses = select(card, "status", `Status: ${statusNames[status]}`, nextStatuses, statusNames);
  return [
    ...(offers.includes("status") && nextStatuses.length > 0 ? [rowOf([statuses])] : []),
    ...(offers.includes("priority")
      ? [rowOf([select(card, "priority", `Priority: ${priorityNames[priority]}`, others, priorityNames)])]
      : []),
  ];
};

const tombstone = ({ number }: CardView): CardMessage => ({
  embeds: [{ title: `#${number}`, description: "This ticket was deleted.", color: colours.low }],
  components: [],
});

/** The card of a ticket; `url` is where its title leads. */
export const renderCard = (card: CardView, url = card.url): CardMessage =>
  card.deleted
    ? tombstone(card)
    : { embeds: [embed(card, url)], components: [...buttonRows(card), ...selectRows(card)] };

/** The name of the thread or post of a ticket; names show no markdown. */
export const threadName = ({ number, title, deleted }: CardView): string =>
  deleted ? `#${number} (deleted)` : clip(`#${number} ${oneLine(title)}`, 100);
