import type { ChannelMode } from "./platform.ts";

/** What a message in a thread is to the desk. */
export interface Relayed {
  readonly kind: "reply" | "note";
  readonly body: string;
}

/** What turns a plain message of a `reply` channel into a note, at its beginning. */
export const noteMarker = "//";

/**
 * What somebody's plain message in a thread is: in `discuss` always a note, in `reply` a reply unless it begins with
 * the marker, which is not part of the note.
 */
export const relayed = (mode: ChannelMode, text: string): Relayed => {
  const trimmed = text.trim();
  const isMarked = trimmed.startsWith(noteMarker);
  const body = isMarked ? trimmed.slice(noteMarker.length).trim() : trimmed;
  return { kind: mode === "reply" && !isMarked ? "reply" : "note", body };
};
