import type { ChannelMode } from "./platform.ts";

/** What a message in a thread is to the desk. */
export interface Relayed {
  readonly kind: "reply" | "note";
  readonly body: string;
}

/** What turns a plain message of a `reply` channel into a note, at its beginning. */
export const noteMarker = "//";

/**
 * What may stand before the marker: a mention as either chat writes it (`<@U1>`, `<!subteam^S1|@team>`, `<#1>`) or as it is
 * typed; an emoji, as a sign or by its name; marks of quotes, lists, headings, code and spoilers, in Slack's spelling too;
 * quotation marks and brackets; and what nobody sees. Where in doubt it is a note: a client cannot unread anything.
 */
const beforeMarker =
  /^(?:<[@#!][^<>]*>|<a?:\w{1,40}:\d{1,20}>|:[\w+'-]{1,80}:|@[^\s/]+(?=\s)|&gt;|\d{1,3}[.)]|```\w{1,20}(?=\s)|[\s\p{Default_Ignorable_Code_Point}\p{Extended_Pictographic}\p{Emoji_Modifier}\p{Regional_Indicator}>*_~`|#+•"'“”„‘’«»()[\]-])*/u;
const unseen = /^[\s\p{Default_Ignorable_Code_Point}]+/u;
/** A Japanese or Chinese keyboard types slashes in full width. */
const marker = /^[/／]{2}/u;

/** A marked text without its marker, and with what stood before it; null for a text that is not marked. */
const withoutMarker = (whole: string): string | null => {
  const text = whole.replace(unseen, "");
  const [before = ""] = beforeMarker.exec(text) ?? [];
  const marked = text.slice(before.length);
  if (!marker.test(marked)) return null;
  const gap = before.endsWith(">") ? " " : "";
  return `${before}${gap}${marked.slice(noteMarker.length).trimStart()}`.trim();
};

/**
 * The same text with the marker before everything, where it stands behind mentions and marks. A chat's text has to go through
 * this before its mentions become names: where a name ends cannot be seen.
 */
export const markerFirst = (text: string): string => {
  const body = withoutMarker(text);
  return body === null ? text : `${noteMarker} ${body}`;
};

/**
 * What somebody's plain message in a thread is: in `discuss` always a note, in `reply` a reply unless it begins with
 * the marker, which is not part of the note.
 */
export const relayed = (mode: ChannelMode, text: string): Relayed => {
  const note = withoutMarker(text);
  if (note !== null) return { kind: "note", body: note };
  return { kind: mode === "reply" ? "reply" : "note", body: text.trim() };
};

/** What everybody in a channel reads when it takes another mode. */
export const modeLine = (mode: ChannelMode): string =>
  mode === "reply"
    ? `From now on what is written in a ticket's thread goes to the client; ${noteMarker} at the beginning makes a note.`
    : "From now on what is written in a ticket's thread stays among the staff, as a note.";
