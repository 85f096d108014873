import { checkContent } from "./message-content.ts";
import { Refused } from "./refused.ts";
import type { Channel, Ephemeral, Json, Message, Mint, User, Workspace } from "./state.ts";
import { isJson, removeMessage, text } from "./state.ts";

const triggerLasts = 3000;
const responseLasts = 30 * 60_000;
const mostOfResponses = 5;

interface Trigger {
  readonly workspace: Workspace;
  readonly user: User;
  readonly until: number;
  used: boolean;
}

/** Where an answer to something that somebody did may go, and what it was done on. */
export interface ResponsePlace {
  readonly workspace: Workspace;
  readonly channel: Channel;
  readonly user: User;
  readonly on: Message | Ephemeral | null;
}

interface ResponseUrl extends ResponsePlace {
  readonly until: number;
  uses: number;
}

/** What the app may do after somebody did something: open a modal within three seconds, and answer a few times. */
export class Interactions {
  readonly #mint: Mint;
  readonly #now: () => number;
  readonly #triggers = new Map<string, Trigger>();
  readonly #responses = new Map<string, ResponseUrl>();

  constructor(mint: Mint, now: () => number) {
    this.#mint = mint;
    this.#now = now;
  }

  /** A `trigger_id` for somebody. */
  trigger(workspace: Workspace, user: User): string {
    const id = `${this.#mint.id("1")}.${this.#mint.id("2")}.${crypto.randomUUID().replaceAll("-", "")}`;
    this.#triggers.set(id, { workspace, user, until: this.#now() + triggerLasts, used: false });
    return id;
  }

  /** Takes a trigger, once. Throws `Refused`. */
  useTrigger(id: string, workspace: Workspace): User {
    const trigger = this.#triggers.get(id);
    if (!trigger || trigger.workspace !== workspace) throw new Refused("invalid_trigger_id");
    if (trigger.used) throw new Refused("exchanged_trigger_id");
    if (this.#now() > trigger.until) throw new Refused("expired_trigger_id");
    trigger.used = true;
    return trigger.user;
  }

  /** The path of a `response_url`. */
  respondTo(place: ResponsePlace): string {
    const path = `/response/${place.workspace.id}/${this.#mint.id("R")}/${crypto.randomUUID()}`;
    this.#responses.set(path, { ...place, until: this.#now() + responseLasts, uses: 0 });
    return path;
  }

  /** What was sent to a `response_url`, and where it belongs. Throws `Refused`. */
  takeResponse(path: string, body: Json): ResponsePlace & { readonly content: ReturnType<typeof checkContent> | null } {
    const response = this.#responses.get(path);
    if (!response) throw new Refused("no_service");
    if (this.#now() > response.until) throw new Refused("expired_url");
    if (response.uses === mostOfResponses) throw new Refused("used_url");
    const content = body["delete_original"] === true ? null : checkContent(body, this.#mint);
    response.uses++;
    return { ...response, content };
  }
}

const isMessage = (on: Message | Ephemeral): on is Message => "reactions" in on;

/** Does what was sent to a `response_url`. `add` puts a new message into the channel. */
export const respond = (
  place: ReturnType<Interactions["takeResponse"]>,
  body: Json,
  add: (content: NonNullable<typeof place.content>, threadTs: string | null) => void,
  mint: Mint,
): void => {
  const { workspace, channel, user, on, content } = place;
  if (content === null) {
    if (on === null) throw new Refused("message_not_found");
    if (isMessage(on)) removeMessage(channel, on);
    else workspace.ephemerals.splice(workspace.ephemerals.indexOf(on), 1);
    return;
  }
  if (body["replace_original"] === true && on !== null) {
    Object.assign(on, isMessage(on) ? content : { text: content.text, blocks: content.blocks });
    return;
  }
  const threadTs = text(body["thread_ts"]) || null;
  if (body["response_type"] === "in_channel") return add(content, threadTs);
  const { text: words, blocks } = content;
  workspace.ephemerals.push({ ts: mint.ts(), channelId: channel.id, threadTs, userId: user.id, text: words, blocks });
};

/** The body of a request to a `response_url`. */
export const readResponseBody = (raw: string): Json => {
  const body: unknown = JSON.parse(raw);
  if (!isJson(body)) throw new Refused("invalid_payload");
  return body;
};
