import type { Json, Message } from "./state.ts";
import { isJson, list, text } from "./state.ts";

/** What becomes of a text when Slack shows it. */
export interface Shown {
  text: string;
  /** Who is called by it, and links that show another address than they lead to. */
  tricks: string[];
}

const nothing: Shown = { text: "", tricks: [] };

const decoded = (raw: string): string => raw.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");

const looksLikeAddress = /(?:https?:\/\/|www\.|\w\.(?:com|org|net|example|test)\b)/i;

const linked = (address: string, label: string | undefined): Shown => {
  if (label === undefined || label === address) return { text: address, tricks: [] };
  const disguised = looksLikeAddress.test(label) && !address.includes(label.replace(/^https?:\/\//, ""));
  return { text: `${label} (${address})`, tricks: disguised ? [`a disguised link: ${label}`] : [] };
};

const token = (inside: string): Shown => {
  const [body = "", label] = inside.split(/\|(.*)/su);
  if (body.startsWith("!date^"))
    return { text: label ?? "", tricks: label === undefined ? ["a date without words"] : [] };
  if (/^[@!#]/.test(body)) return { text: label ?? body, tricks: [`a mention: ${body}`] };
  return linked(decoded(body), label === undefined ? undefined : decoded(label));
};

const bareMention = /@(?:here|channel|everyone)\b/giu;

const bare = (raw: string): string[] => (raw.match(bareMention) ?? []).map((one) => `a bare mention: ${one}`);

/** Shows mrkdwn: `parses` says whether words such as `@here` are made into mentions. */
export const showMrkdwn = (raw: string, parses: boolean): Shown => {
  const tricks: string[] = [];
  const shown = raw.replaceAll(/<([^<>]*)>|[^<>]+/g, (piece, inside: string | undefined) => {
    if (inside === undefined) {
      if (parses) tricks.push(...bare(piece));
      return decoded(piece);
    }
    const part = token(inside);
    tricks.push(...part.tricks);
    return part.text;
  });
  return { text: shown.replaceAll(/(?<!\w)([*_~`])(?=\S)([^*_~`\n]+)\1(?!\w)/gu, "$2"), tricks };
};

const showText = (value: unknown): Shown => {
  if (!isJson(value)) return nothing;
  if (value["type"] === "mrkdwn") return showMrkdwn(text(value["text"]), value["verbatim"] !== true);
  return { text: text(value["text"]), tricks: [] };
};

const showRich = (element: Json): Shown => {
  switch (element["type"]) {
    case "text":
      return { text: text(element["text"]), tricks: [] };
    case "link":
      return linked(text(element["url"]), element["text"] === undefined ? undefined : text(element["text"]));
    case "date":
      return { text: text(element["fallback"]), tricks: [] };
    case "emoji":
      return { text: `:${text(element["name"])}:`, tricks: [] };
    case "user":
    case "usergroup":
    case "broadcast":
    case "channel":
      return { text: "@", tricks: [`a mention: ${text(element["type"])}`] };
    default:
      return join(list(element["elements"]).map(showRich), "");
  }
};

const join = (parts: readonly Shown[], between: string): Shown => ({
  text: parts
    .map((part) => part.text)
    .filter((one) => one !== "")
    .join(between),
  tricks: parts.flatMap(({ tricks }) => tricks),
});

const showElement = (element: Json): Shown => {
  if (element["type"] === "mrkdwn" || element["type"] === "plain_text") return showText(element);
  return join([showText(element["text"]), showText(element["placeholder"])], "");
};

const showBlock = (block: Json): Shown => {
  if (block["type"] === "rich_text") return join(list(block["elements"]).map(showRich), "\n");
  const fields = list(block["fields"]).map(showText);
  const elements = list(block["elements"]).map(showElement);
  const accessory = isJson(block["accessory"]) ? [showElement(block["accessory"])] : [];
  return join([showText(block["text"]), showText(block["label"]), ...fields, ...accessory, ...elements], "\n");
};

/** Shows blocks as people see them: their texts, line by line. */
export const showBlocks = (blocks: readonly Json[]): Shown => join(blocks.map(showBlock), "\n");

/** Shows a message: its blocks, or its text where it has none. The text calls people in either case. */
export const showMessage = (message: Pick<Message, "text" | "blocks" | "parse">): Shown => {
  const plain = showMrkdwn(message.text, message.parse === "full");
  const blocks = showBlocks(message.blocks);
  return { text: message.blocks.length > 0 ? blocks.text : plain.text, tricks: [...plain.tricks, ...blocks.tricks] };
};
