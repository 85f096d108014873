import { readOptions, takeViewAnswer } from "./app-answers.ts";
import type { Delivered } from "./delivery.ts";
import type { Input } from "./elements.ts";
import { elementOf, formState, optionOf } from "./elements.ts";
import { Conversation } from "./conversation.ts";
import { messageJson, viewJson } from "./json.ts";
import type { ResponsePlace } from "./interactions.ts";
import type { Channel, Ephemeral, Json, Message, View } from "./state.ts";
import { text } from "./state.ts";

/** What somebody can press something on. */
export type Target = Message | Ephemeral | View;

const isView = (target: Target): target is View => "source" in target;
const isMessage = (target: Target): target is Message => "reactions" in target;

const blocksOf = (target: Target): readonly Json[] =>
  isView(target) ? ((target.source["blocks"] ?? []) as readonly Json[]) : target.blocks;

/** Somebody in a workspace who does things; each call ends when the app has answered. */
export class Actor extends Conversation {
  /** The choices that the app offered last, by `action_id`. */
  readonly #offered = new Map<string, readonly Json[]>();

  /** The modal on top; null when there is none. */
  get view(): View | null {
    return this.workspace.stacks.get(this.user.id)?.at(-1) ?? null;
  }

  /** The Home tab as the app made it. */
  get home(): View | null {
    return this.workspace.homes.get(this.user.id) ?? null;
  }

  /** What nobody else sees, the oldest first. */
  get ephemerals(): readonly Ephemeral[] {
    return this.workspace.ephemerals.filter(({ userId }) => userId === this.user.id);
  }

  #base(type: string): Json {
    const { id, domain } = this.workspace;
    const { user } = this;
    const name = user.name.toLowerCase().replaceAll(" ", ".");
    return {
      type,
      token: "legacy",
      api_app_id: this.slack.appId,
      team: { id, domain },
      user: { id: user.id, username: name, name, team_id: id },
      enterprise: null,
      is_enterprise_install: false,
    };
  }

  #trigger(): string {
    return this.slack.interactions.trigger(this.workspace, this.user);
  }

  #respondTo(channel: Channel, on: ResponsePlace["on"]): string {
    const { workspace, user, slack } = this;
    return slack.url + slack.interactions.respondTo({ workspace, channel, user, on });
  }

  #place(target: Target): Json {
    if (isView(target)) {
      const view = viewJson(this.slack, this.workspace, target);
      return { container: { type: "view", view_id: target.id }, view };
    }
    const channel = this.channel(target.channelId);
    const isEphemeral = !isMessage(target);
    const thread = target.threadTs === null ? {} : { thread_ts: target.threadTs };
    return {
      container: {
        type: "message",
        message_ts: target.ts,
        channel_id: channel.id,
        is_ephemeral: isEphemeral,
        ...thread,
      },
      channel: { id: channel.id, name: channel.name },
      ...(isMessage(target) ? { message: messageJson(this.slack, this.workspace, channel, target) } : {}),
    };
  }

  async #act(target: Target, actionId: string, done: (element: Json) => Json): Promise<Delivered> {
    const { blockId, element } = elementOf(blocksOf(target), actionId);
    const values = formStateOrNothing(blocksOf(target), (id) => this.#offered.get(id) ?? []);
    const response = isView(target) ? {} : { response_url: this.#respondTo(this.channel(target.channelId), target) };
    const payload = {
      ...this.#base("block_actions"),
      ...this.#place(target),
      trigger_id: this.#trigger(),
      state: { values },
      ...response,
      actions: [
        {
          type: element["type"],
          action_id: actionId,
          block_id: blockId,
          action_ts: this.slack.mint.ts(),
          ...done(element),
        },
      ],
    };
    return this.slack.delivery.interaction(payload);
  }

  /** Presses a button. */
  async press(target: Target, actionId: string): Promise<Delivered> {
    return this.#act(target, actionId, (element) => {
      if (element["type"] !== "button") throw new Error(`${actionId} is not a button.`);
      return { text: element["text"], ...(element["value"] === undefined ? {} : { value: element["value"] }) };
    });
  }

  /** Chooses from a menu, by the value of the choice. */
  async choose(target: Target, actionId: string, value: string): Promise<Delivered> {
    return this.#act(target, actionId, (element) => {
      if (element["type"] === "users_select") return { selected_user: value };
      return { selected_option: optionOf(element, value, this.#offered.get(actionId) ?? []) };
    });
  }

  /** Types into a menu whose choices the app gives. Returns them. */
  async suggest(target: Target, actionId: string, typed: string): Promise<readonly Json[]> {
    const { blockId, element } = elementOf(blocksOf(target), actionId);
    if (!text(element["type"]).includes("external_select")) throw new Error(`${actionId} asks nobody.`);
    if (typed.length < Number(element["min_query_length"] ?? 3)) throw new Error("Slack does not ask for so little.");
    const about = { action_id: actionId, block_id: blockId, value: typed };
    const payload = { ...this.#base("block_suggestion"), ...this.#place(target), ...about };
    const options = readOptions(this.slack, await this.slack.delivery.interaction(payload));
    this.#offered.set(actionId, options);
    return options;
  }

  #top(): View {
    const { view } = this;
    if (!view) throw new Error("There is no modal.");
    return view;
  }

  /** Sends the modal on top; `inputs` go by `block_id` or `action_id`. */
  async submit(inputs: Readonly<Record<string, Input>> = {}): Promise<Delivered> {
    const view = this.#top();
    const values = formState(blocksOf(view), inputs, (id) => this.#offered.get(id) ?? []);
    const payload = {
      ...this.#base("view_submission"),
      trigger_id: this.#trigger(),
      view: viewJson(this.slack, this.workspace, view, values),
      response_urls: [],
    };
    const delivered = await this.slack.delivery.interaction(payload);
    if (delivered.acked) takeViewAnswer(this.slack, this.workspace, this.user, view, delivered.body);
    return delivered;
  }

  /** Closes the modal on top. */
  async close(): Promise<void> {
    const view = this.#top();
    this.workspace.stacks.get(this.user.id)?.pop();
    this.workspace.views.delete(view.id);
    if (view.source["notify_on_close"] !== true) return;
    const shown = viewJson(this.slack, this.workspace, view);
    await this.slack.delivery.interaction({ ...this.#base("view_closed"), view: shown, is_cleared: false });
  }

  /** Runs a slash command in a channel; Slack has none in threads. */
  async command(command: string, words: string, channel: Channel): Promise<Delivered> {
    if (!this.slack.pages.knows(command)) throw new Error(`There is no command ${command}.`);
    const delivered = await this.slack.delivery.command({
      token: "legacy",
      team_id: this.workspace.id,
      team_domain: this.workspace.domain,
      channel_id: channel.id,
      channel_name: channel.isPrivate ? "privategroup" : channel.name,
      user_id: this.user.id,
      user_name: this.user.name.toLowerCase().replaceAll(" ", "."),
      command,
      text: words,
      api_app_id: this.slack.appId,
      is_enterprise_install: "false",
      response_url: this.#respondTo(channel, null),
      trigger_id: this.#trigger(),
    });
    this.hear(channel, delivered);
    return delivered;
  }

  /** Runs a global shortcut. */
  async shortcut(callbackId: string): Promise<Delivered> {
    const about = { callback_id: callbackId, trigger_id: this.#trigger(), action_ts: this.slack.mint.ts() };
    return this.slack.delivery.interaction({ ...this.#base("shortcut"), ...about });
  }

  /** Runs a shortcut on a message. */
  async messageShortcut(callbackId: string, message: Message): Promise<Delivered> {
    const channel = this.channel(message.channelId);
    return this.slack.delivery.interaction({
      ...this.#base("message_action"),
      callback_id: callbackId,
      trigger_id: this.#trigger(),
      action_ts: this.slack.mint.ts(),
      message_ts: message.ts,
      response_url: this.#respondTo(channel, message),
      channel: { id: channel.id, name: channel.name },
      message: messageJson(this.slack, this.workspace, channel, message),
    });
  }

  /** Opens the Home tab of the app. */
  async openHome(): Promise<Delivered | null> {
    const channel = this.slack.openDirect(this.workspace, this.user.id);
    const view = this.home ? { view: viewJson(this.slack, this.workspace, this.home) } : {};
    const event = { type: "app_home_opened", user: this.user.id, channel: channel.id, tab: "home", ...view };
    return this.slack.delivery.event(this.workspace, { ...event, event_ts: this.slack.mint.ts() });
  }
}

/** What stands in the elements of a message or a view before somebody sends it. */
const formStateOrNothing = (blocks: readonly Json[], offered: (actionId: string) => readonly Json[]): Json => {
  const free = blocks.map((block) => ({ ...block, optional: true }));
  return formState(free, {}, offered);
};
