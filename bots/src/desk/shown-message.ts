import type { ShownMessage, ShownQuery } from "@docket/core/contract/chat";
import type { DeskCall } from "./desk.ts";
import type { Excerpt } from "./excerpt.ts";
import { excerptOf } from "./excerpt.ts";
import { leadTo } from "./made-before.ts";
import type { MessageParts } from "./open-from-message.ts";
import type { Outcome } from "./outcome.ts";
import { soon } from "./soon.ts";

type Said = NonNullable<ShownMessage["said"]>;

/** What a form for a ticket from a message begins with. */
export interface Beginning {
  readonly words: string;
  readonly excerpt: Excerpt;
  /** The client's address; empty where nobody's is known. */
  readonly email: string;
}

/**
 * What a message that Docket sent to a thread holds, for a form that takes `most`: what the chat has of it is decorated, and
 * cut. Of what nobody said it is told which ticket it is of. Null when it is none of these, or the desk does not say soon.
 */
export const beginFromShown = async (
  { api }: DeskCall,
  query: ShownQuery,
  most: number,
): Promise<Beginning | { readonly instead: Outcome } | null> => {
  const shown = await soon((signal) => api.request("GET /chat/shown-message", { query, signal }));
  if (shown === null) return null;
  const { ticket, said } = shown;
  if (said === null) return { instead: leadTo(ticket, "This belongs to ticket") };
  const excerpt = excerptOf(said.body, most, said.attachments.length > 0);
  return { words: said.body, excerpt, email: said.email ?? "" };
};

const partsOf = ({ api }: DeskCall, { body, attachments }: Said): MessageParts => ({
  words: body,
  links: "",
  files: attachments.map(({ id, name, size }) => ({
    id,
    name,
    size,
    read: () => api.request("GET /attachments/{id}", { params: { id } }),
  })),
  unfit: [],
});

/** All that such a message holds; null when it holds nothing of anybody any more. */
export const readShown = async (call: DeskCall, query: ShownQuery): Promise<MessageParts | null> => {
  const { said } = await call.api.request("GET /chat/shown-message", { query });
  return said === null ? null : partsOf(call, said);
};
