import type { PostedCard } from "@docket/core/chat/card";
import { createSlackBoard } from "../../src/slack/board.ts";
import type { BoardWorld, SeenMessage } from "../board.contract.ts";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import { showMessage } from "./shown.ts";
import type { Channel, Message, Workspace } from "./state.ts";
import { repliesTo } from "./state.ts";

const sends = ["chat.postMessage", "files.completeUploadExternal"];

const seen = (message: Message): SeenMessage => ({
  id: message.ts,
  text: showMessage(message).text,
  files: message.files.map(({ name, content }) => ({ name, content: new TextDecoder().decode(content) })),
});

/** Slack with one workspace and one channel, for the contract of boards. */
export class SlackWorld implements BoardWorld {
  readonly slack: FakeSlack;
  readonly workspace: Workspace;
  readonly room: Channel;
  readonly ada: Actor;
  readonly board;
  readonly channel;
  readonly workspaceName = "Acme Inc";
  readonly channelName = "support";

  private constructor(slack: FakeSlack) {
    this.slack = slack;
    this.workspace = slack.addWorkspace(this.workspaceName);
    this.ada = slack.actor(this.workspace, "Ada Agent");
    this.room = slack.addChannel(this.workspace, this.channelName, { members: [this.ada.user.id] });
    this.board = createSlackBoard({ slackApiUrl: slack.apiUrl });
    const token = this.workspace.install?.token ?? "";
    this.channel = { token, workspaceId: this.workspace.id, channelId: this.room.id, kind: "text" } as const;
  }

  static async start(now?: () => number): Promise<SlackWorld> {
    return new SlackWorld(await FakeSlack.start(now));
  }

  now(): number {
    return this.slack.now();
  }

  #message(ts: string): Message {
    const message = this.room.messages.get(ts);
    if (!message) throw new Error(`There is no message ${ts}.`);
    return message;
  }

  cards(): readonly SeenMessage[] {
    return [...this.room.messages.values()].filter(({ threadTs }) => threadTs === null).map(seen);
  }

  thread({ threadId }: PostedCard): readonly SeenMessage[] {
    return repliesTo(this.room, threadId).map(seen);
  }

  tricks(): readonly string[] {
    return [...this.room.messages.values()]
      .filter(({ ours }) => ours)
      .flatMap((message) => showMessage(message).tricks);
  }

  violations(): readonly string[] {
    return this.slack.violations;
  }

  async write({ threadId }: PostedCard, text: string): Promise<string> {
    return (await this.ada.write(this.room, text, { thread: threadId })).ts;
  }

  marks(_posted: PostedCard, messageId: string): readonly string[] {
    const bot = this.workspace.install?.botUserId ?? "";
    return [...this.#message(messageId).reactions].filter(([, users]) => users.has(bot)).map(([name]) => name);
  }

  remove(_posted: PostedCard, messageId: string): void {
    this.room.messages.delete(messageId);
  }

  removeCard({ threadId }: PostedCard): void {
    for (const { ts } of repliesTo(this.room, threadId)) this.room.messages.delete(ts);
    this.room.messages.delete(threadId);
  }

  loseAnswer(nth: number): void {
    this.slack.faults.next(sends, { kind: "drop" }, { skip: nth - 1 });
  }

  breakNext(): void {
    this.slack.faults.next(sends, { kind: "status", status: 503 });
  }

  hangNext(): void {
    this.slack.faults.next(sends, { kind: "hang" });
  }

  limitNext(retryAfterMs: number): void {
    this.slack.faults.next(sends, { kind: "limit", retryAfter: retryAfterMs / 1000 });
  }

  archiveChannel(): void {
    this.room.isArchived = true;
  }

  deleteChannel(): void {
    this.workspace.channels.delete(this.room.id);
  }

  leaveChannel(): void {
    this.room.members.delete(this.workspace.install?.botUserId ?? "");
  }

  revokeToken(): void {
    if (this.workspace.install) this.workspace.install.state = "token_revoked";
  }

  stop(): Promise<void> {
    return this.slack.stop();
  }
}
