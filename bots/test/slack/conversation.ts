import type { Delivered } from "./delivery.ts";
import { changedEvent, deletedEvent, messageEvent } from "./events.ts";
import type { FakeSlack } from "./fake-slack.ts";
import { forwardJson, messageJson } from "./json.ts";
import { checkContent } from "./message-content.ts";
import { Refused } from "./refused.ts";
import type { Channel, File, Json, Message, User, Workspace } from "./state.ts";
import { isJson, removeMessage, text } from "./state.ts";

/** A file that somebody sends. */
interface Sent extends Partial<Pick<File, "mode" | "address" | "isForeign">> {
  readonly name: string;
  readonly content: string;
}

/** What somebody says beside their words. */
export interface Saying {
  /** The message whose thread it goes to. */
  readonly thread?: string;
  readonly files?: readonly Sent[];
  /** Another message, which they forward with these words. */
  readonly forwards?: Message;
}

/** Somebody who writes, edits and deletes. Texts are as Slack sends them: `&lt;` for `<`, `<@U1>` for a mention. */
export class Conversation {
  readonly slack: FakeSlack;
  readonly workspace: Workspace;
  readonly user: User;
  /** What became of the last thing that the app was told; null when it was told nothing. */
  delivered: Delivered | null = null;

  constructor(slack: FakeSlack, workspace: Workspace, user: User) {
    this.slack = slack;
    this.workspace = workspace;
    this.user = user;
  }

  protected channel(id: string): Channel {
    const channel = this.workspace.channels.get(id);
    if (!channel) throw new Error(`There is no channel ${id}.`);
    return channel;
  }

  async #tell(channel: Channel, event: Json): Promise<void> {
    this.delivered = await this.slack.tell(this.workspace, channel, event);
  }

  #upload({ content, ...file }: Sent): File {
    const bytes = new TextEncoder().encode(content);
    return this.slack.addFile(this.workspace, { ...file, size: bytes.length, userId: this.user.id }, bytes);
  }

  /** Writes in a channel. */
  async write(channel: Channel, words: string, { thread, files = [], forwards }: Saying = {}): Promise<Message> {
    if (channel.isArchived) throw new Error("Nobody can write in an archived channel.");
    const message = this.slack.addMessage(this.workspace, channel, {
      userId: this.user.id,
      text: words,
      threadTs: thread ?? null,
      subtype: files.length > 0 ? "file_share" : null,
      files: files.map((file) => this.#upload(file)),
      attachments: forwards
        ? [forwardJson(this.slack, this.workspace, this.channel(forwards.channelId), forwards)]
        : [],
    });
    await this.#tell(channel, messageEvent(this.slack, this.workspace, channel, message));
    return message;
  }

  /** Changes what they wrote. */
  async edit(message: Message, words: string): Promise<void> {
    const channel = this.channel(message.channelId);
    const before = messageJson(this.slack, this.workspace, channel, message);
    message.text = words;
    // Slack tells the second of a change, and nothing finer.
    message.editedTs = `${this.slack.mint.ts().split(".")[0]}.000000`;
    await this.#tell(channel, changedEvent(this.slack, this.workspace, channel, message, before, this.slack.mint));
  }

  /** Takes a file out of what they wrote, or puts one in: of neither does Slack say that the words were edited. */
  async changeFiles(message: Message, files: { readonly without?: string; readonly with?: Sent }): Promise<void> {
    const channel = this.channel(message.channelId);
    const before = messageJson(this.slack, this.workspace, channel, message);
    for (const file of message.files) if (file.name === files.without) file.deleted = true;
    if (files.with) message.files = [...message.files, this.#upload(files.with)];
    await this.#tell(channel, changedEvent(this.slack, this.workspace, channel, message, before, this.slack.mint));
  }

  /** Deletes a message. */
  async delete(message: Message): Promise<void> {
    const channel = this.channel(message.channelId);
    const before = messageJson(this.slack, this.workspace, channel, message);
    removeMessage(channel, message);
    await this.#tell(channel, deletedEvent(channel, message.ts, before, this.slack.mint));
  }

  /** Writes a link, which the app may unfurl. */
  async share(channel: Channel, url: string, saying: Saying = {}): Promise<Message> {
    const message = await this.write(channel, `<${url}>`, saying);
    const event = {
      type: "link_shared",
      channel: channel.id,
      is_bot_user_member: channel.members.has(this.workspace.install?.botUserId ?? ""),
      user: this.user.id,
      message_ts: message.ts,
      ...(message.threadTs === null ? {} : { thread_ts: message.threadTs }),
      links: [{ domain: new URL(url).hostname, url }],
      unfurl_id: this.slack.share(channel, message),
      source: "conversations_history",
      event_ts: message.ts,
    };
    this.delivered = await this.slack.delivery.event(this.workspace, event);
    return message;
  }

  /** Hears what the app said with the acknowledgement of a command. */
  protected hear(channel: Channel, { acked, body }: Delivered): void {
    const said = typeof body === "string" ? { text: body } : isJson(body) ? body : {};
    if (!acked || (text(said["text"]) === "" && said["blocks"] === undefined)) return;
    try {
      const content = checkContent(said, this.slack.mint);
      const { workspace, slack } = this;
      const userId = workspace.install?.botUserId ?? "";
      if (said["response_type"] === "in_channel")
        slack.addMessage(workspace, channel, { ...content, userId, ours: true });
      else
        workspace.ephemerals.push({
          ts: slack.mint.ts(),
          channelId: channel.id,
          threadTs: null,
          userId: this.user.id,
          text: content.text,
          blocks: content.blocks,
        });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.slack.violations.push(`command: ${error.code} ${JSON.stringify(error.extra)}`);
    }
  }
}
