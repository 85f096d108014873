import { vi } from "vitest";
import { passTime } from "../../../api/test/chat-desk.ts";
import type { Caller } from "../../../api/test/desk.ts";
import { Desk, deskUrl } from "../../../api/test/desk.ts";
import { link, newKey, program } from "../../../api/test/keys.ts";
import { createDesk } from "../../src/desk/desk.ts";
import { createSlackBoard } from "../../src/slack/board.ts";
import { runSocketMode } from "../../src/slack/socket-mode.ts";
import type { Actor } from "./actor.ts";
import { FakeSlack } from "./fake-slack.ts";
import type { Channel, Message, Workspace } from "./state.ts";
import { isCard } from "./state.ts";

/** A desk that Slack does not reach, and the bot that asks Slack for it, as a process of its own would. */
export class SocketDesk {
  readonly desk: Desk;
  readonly slack: FakeSlack;
  readonly workspace: Workspace;
  readonly channel: Channel;
  /** What the bot complained of. */
  readonly faults: string[] = [];
  /** Comes before each request of the bot to the desk; what it throws is no answer. */
  before: (request: Request) => unknown = () => undefined;
  readonly #key: string;
  #bot: { stop(): Promise<void> } | null = null;

  private constructor(desk: Desk, slack: FakeSlack, workspace: Workspace, key: string) {
    this.desk = desk;
    this.slack = slack;
    this.workspace = workspace;
    this.channel = slack.addChannel(workspace, "support");
    this.#key = key;
  }

  static async start(): Promise<SocketDesk> {
    const clock: { now: () => number } = { now: () => 0 };
    const slack = await FakeSlack.start(() => clock.now());
    const board = createSlackBoard({ slackApiUrl: slack.apiUrl });
    const chat: { board: typeof board; token: string | null } = { board, token: null };
    const desk = await Desk.start({}, { chats: { slack: chat } });
    clock.now = () => desk.clock.now();
    const workspace = slack.addWorkspace("Acme");
    chat.token = workspace.install?.token ?? null;
    const world = new SocketDesk(desk, slack, workspace, await newKey(desk, ["chat"]));
    await world.startBot();
    return world;
  }

  async startBot(): Promise<void> {
    const complain = (message: string): number => this.faults.push(message);
    this.#bot = await runSocketMode({
      appToken: this.slack.appToken,
      botToken: this.workspace.install?.token ?? "",
      slackApiUrl: this.slack.apiUrl,
      log: { info: () => undefined, warn: complain, error: complain },
      desk: createDesk({
        baseUrl: deskUrl,
        key: this.#key,
        fetch: async (input, init) => {
          const request = new Request(input, init);
          await this.before(request.clone());
          return this.desk.fetch(request);
        },
      }),
    });
  }

  /** Ends the bot; from then on Slack knows that nobody listens. */
  async stopBot(): Promise<void> {
    await this.#bot?.stop();
    this.#bot = null;
    await vi.waitUntil(() => this.slack.sockets.connections === 0, { interval: 5, timeout: 30_000 });
  }

  /** Says what the bot says every minute. */
  async sayFollowed(): Promise<void> {
    await program(this.desk, this.#key).put("/chat/followed", { platform: "slack", workspaceId: this.workspace.id });
  }

  /** Somebody of Slack who is linked to somebody of the staff. */
  async linked(person: Caller, name: string): Promise<Actor> {
    const actor = this.slack.actor(this.workspace, name);
    this.channel.members.add(actor.user.id);
    await link(this.desk, person, `slack:${this.workspace.id}/${actor.user.id}`);
    return actor;
  }

  /** Waits until the desk has done all that it owes, and the bot has heard of it. */
  async settled(): Promise<void> {
    await passTime(this.desk);
    await this.slack.told();
    await passTime(this.desk);
  }

  /** The only card there is. */
  get card(): Message {
    const [card, another] = [...this.channel.messages.values()].filter(isCard);
    if (!card || another) throw new Error("there is not one card");
    return card;
  }

  /** Throws when something was done that Slack does not take. */
  async stop(): Promise<void> {
    this.before = () => undefined;
    await this.stopBot();
    await this.slack.stop();
    await this.desk.stop();
    if (this.slack.violations.length > 0) throw new Error(this.slack.violations.join("\n"));
  }
}
