/**
 * Slack's mrkdwn (https://docs.slack.dev/messaging/formatting-message-text): `&`, `<` and `>` begin entities, mentions
 * and links; everything else is only dressed up.
 */

const wordJoiner = "\u2060";

/** A call to everybody that Slack may make of bare words, also of longer ones that are cut off later. */
const call = /@(?=here|channel|everyone)/giu;

/** Text of people for a place that reads mrkdwn: it calls nobody and links to nothing but what it shows. */
export const escapeText = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll(call, `@${wordJoiner}`);

/** An entity, or a character that is joined to the one before, that a cut went through. */
const torn = /(?:&[a-z]{0,3}|\u200D|\p{M})$/u;

/** At most `max` UTF-16 units of a text, with an ellipsis where something was left out; escaped text stays whole. */
export const clip = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const cut = text.slice(0, max - 1);
  const whole = /[\uD800-\uDBFF]$/.test(cut) ? cut.slice(0, -1) : cut;
  return `${whole.replace(torn, "").trimEnd()}…`;
};

const decoded = (text: string): string =>
  text.replaceAll(/&(amp|lt|gt);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">" })[name] ?? "");

const withoutScheme = (address: string): string =>
  address.replace(/^(?:https?:\/\/|mailto:|tel:)/, "").replace(/\/$/, "");

const readLink = (address: string, label: string | undefined): string => {
  const isPlain = label === undefined || withoutScheme(label) === withoutScheme(address);
  if (isPlain) return /^(?:mailto|tel):/.test(address) ? withoutScheme(address) : address;
  return `${label} (${address})`;
};

const readToken = (inside: string): string => {
  const [body = "", label] = inside.split(/\|(.*)/su).map(decoded);
  if (body.startsWith("@")) return `@${label ?? body.slice(1)}`;
  if (body.startsWith("#")) return `#${label ?? body.slice(1)}`;
  if (!body.startsWith("!")) return readLink(body, label);
  if (label !== undefined) return label;
  return `@${body.slice(1).replace(/^subteam\^/, "")}`;
};

/**
 * What somebody wrote in Slack as plain text: `<@U1|ada>` becomes `@ada`, `<https://x|label>` becomes
 * `label (https://x)`, and entities become what they stand for. The rest stays as it was typed.
 */
export const toPlainText = (mrkdwn: string): string =>
  mrkdwn.replaceAll(/<([^<>]+)>|[^<]+|</g, (piece, inside: string | undefined) =>
    inside === undefined ? decoded(piece) : readToken(inside),
  );
