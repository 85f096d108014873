import type { Server } from "node:http";
import { AppPages } from "./app-pages.ts";
import { Actor } from "./actor.ts";
import type { Delivered } from "./delivery.ts";
import { Delivery } from "./delivery.ts";
import { Faults } from "./faults.ts";
import { changedEvent, deletedEvent, messageEvent } from "./events.ts";
import { Interactions } from "./interactions.ts";
import { OAuthCodes } from "./oauth.ts";
import { Pacing } from "./pacing.ts";
import { close, listen } from "./server.ts";
import { SocketMode } from "./socket-mode.ts";
import type { Channel, File, Install, Json, Message, User, Workspace } from "./state.ts";
import { signed } from "./signing.ts";
import { Mint, isJson, isMember, text } from "./state.ts";
import type { LoggedCall } from "./web-api.ts";

type NewFile = Pick<File, "name" | "size" | "userId"> & Partial<Pick<File, "mode" | "address" | "isForeign">>;
type NewMessage = Partial<Message> & Pick<Message, "userId">;

/**
 * Slack on loopback: workspaces with channels and people, the Web API with its bounds, Socket Mode, and people who press,
 * write and send. One app, installed in as many workspaces as a test likes.
 */
export class FakeSlack {
  readonly appId = "A0DOCKET0";
  readonly clientId = "1111.2222";
  readonly clientSecret = "client-secret-of-the-fake";
  readonly signingSecret = "signing-secret-of-the-fake";
  readonly appToken = "xapp-1-A0DOCKET0-fake";
  readonly now: () => number;
  readonly mint: Mint;
  readonly faults = new Faults();
  readonly pacing: Pacing;
  readonly interactions: Interactions;
  readonly codes = new OAuthCodes();
  readonly pages = new AppPages();
  readonly sockets: SocketMode;
  readonly delivery: Delivery;
  /** Comes before each answer to what somebody pressed is taken. */
  beforeResponse: () => unknown = () => undefined;
  /** What broke a bound of Slack; there should be none. */
  readonly violations: string[] = [];
  readonly calls: LoggedCall[] = [];
  readonly workspaces = new Map<string, Workspace>();
  readonly #shared = new Map<string, { readonly channel: Channel; readonly message: Message }>();
  readonly #told = new Set<Promise<unknown>>();
  #server: Server | null = null;
  #url = "";

  private constructor(now: () => number) {
    this.now = now;
    this.mint = new Mint(now);
    this.pacing = new Pacing(now);
    this.interactions = new Interactions(this.mint, now);
    this.sockets = new SocketMode(this.appId, () => this.#url);
    this.delivery = new Delivery(this.signingSecret, this.appId, this.mint, now, this.sockets, this.pages);
  }

  /** `now` is in milliseconds. */
  static async start(now: () => number = Date.now): Promise<FakeSlack> {
    const slack = new FakeSlack(now);
    const { server, url } = await listen(slack);
    slack.#server = server;
    slack.#url = url;
    slack.sockets.attach(server);
    return slack;
  }

  async stop(): Promise<void> {
    await this.told();
    this.sockets.stop();
    if (this.#server) await close(this.#server);
  }

  get url(): string {
    return this.#url;
  }

  /** What to give to a client as `slackApiUrl`. */
  get apiUrl(): string {
    return `${this.#url}/api/`;
  }

  /** Makes the app anew from a manifest, as the app of a workspace. Throws what Slack would complain of. */
  createApp(manifest: string, home: Workspace): void {
    this.pages.create(manifest, home);
    this.delivery.requestUrl = this.pages.requestUrl;
  }

  /** Asks the request URL for its challenge, and sends events there if it was given back. */
  async verifyRequestUrl(): Promise<boolean> {
    const challenge = crypto.randomUUID();
    const asked = JSON.stringify({ token: "legacy", challenge, type: "url_verification" });
    const { body } = await this.delivery.send(signed(asked, { secret: this.signingSecret, at: this.now() }));
    return this.pages.verified(isJson(body) && body["challenge"] === challenge);
  }

  /** Switches Socket Mode on: nothing goes to the request URL any more. Returns the app-level token. */
  useSockets(): string {
    this.delivery.requestUrl = null;
    return this.appToken;
  }

  /** A new workspace, with the app in it unless `scopes` is null. */
  addWorkspace(name: string, scopes: readonly string[] | null = this.pages.scopes): Workspace {
    const domain = name.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    const workspace: Workspace = {
      id: this.mint.id("T"),
      name,
      domain,
      users: new Map(),
      channels: new Map(),
      files: new Map(),
      ephemerals: [],
      views: new Map(),
      stacks: new Map(),
      homes: new Map(),
      install: null,
    };
    this.workspaces.set(workspace.id, workspace);
    if (scopes !== null) this.install(workspace, scopes);
    return workspace;
  }

  /** Installs the app, or gives it other scopes and a new token. */
  install(workspace: Workspace, scopes: readonly string[] = this.pages.scopes): Install {
    if (!this.pages.mayInstall(workspace)) throw new Error("invalid_team_for_non_distributed_app");
    const botUserId = workspace.install?.botUserId ?? this.addUser(workspace, "Docket", { isBot: true }).id;
    const botId = workspace.install?.botId ?? this.mint.id("B");
    const token = `xoxb-${workspace.id}-${crypto.randomUUID()}`;
    workspace.install = { token, botId, botUserId, scopes: new Set(scopes), state: "active" };
    return workspace.install;
  }

  workspaceOf(token: string): Workspace | undefined {
    return [...this.workspaces.values()].find(({ install }) => install?.token === token);
  }

  addUser(workspace: Workspace, name: string, { isBot = false, isRestricted = false } = {}): User {
    const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@${workspace.domain}.test`;
    const user: User = { id: this.mint.id("U"), name, email, isBot, isRestricted, deleted: false };
    workspace.users.set(user.id, user);
    return user;
  }

  /** Somebody new who does things there. */
  actor(workspace: Workspace, name: string, kind: { isBot?: boolean; isRestricted?: boolean } = {}): Actor {
    return new Actor(this, workspace, this.addUser(workspace, name, kind));
  }

  /** A new channel with these people in it, and the bot unless `withBot` is false. */
  addChannel(
    workspace: Workspace,
    name: string,
    { isPrivate = false, isIm = false, withBot = true, members = [] as readonly string[] } = {},
  ): Channel {
    const id = this.mint.id(isIm ? "D" : "C");
    const bot = withBot && workspace.install ? [workspace.install.botUserId] : [];
    const everybody = new Set([...members, ...bot]);
    const channel: Channel = { id, name, isPrivate, isIm, isArchived: false, members: everybody, messages: new Map() };
    workspace.channels.set(id, channel);
    return channel;
  }

  /** The direct messages between somebody and the bot. */
  openDirect(workspace: Workspace, userId: string): Channel {
    const known = [...workspace.channels.values()].find(({ isIm, members }) => isIm && members.has(userId));
    return known ?? this.addChannel(workspace, "directmessage", { isIm: true, members: [userId] });
  }

  addFile(workspace: Workspace, file: NewFile, content?: Uint8Array): File {
    const made: File = {
      mode: "hosted",
      address: null,
      isForeign: false,
      ...file,
      id: this.mint.id("F"),
      title: file.name,
      content: content ?? new Uint8Array(),
      uploaded: content !== undefined,
      complete: content !== undefined,
      deleted: false,
      mimetype: "application/octet-stream",
    };
    workspace.files.set(made.id, made);
    return made;
  }

  /** Puts a message into a channel and tells the app of it. */
  addMessage(workspace: Workspace, channel: Channel, message: NewMessage): Message {
    const ts = this.mint.ts();
    const made: Message = {
      threadTs: null,
      ours: false,
      subtype: null,
      text: "",
      blocks: [],
      metadata: null,
      attachments: [],
      files: [],
      parse: "none",
      editedTs: null,
      ...message,
      ts,
      channelId: channel.id,
      reactions: new Map(),
    };
    channel.messages.set(ts, made);
    if (made.ours) this.#tellLater(workspace, channel, messageEvent(this, workspace, channel, made));
    return made;
  }

  /** Tells the app that a message of its own was changed. */
  changed(workspace: Workspace, channel: Channel, message: Message, before: Json): void {
    this.#tellLater(workspace, channel, changedEvent(this, workspace, channel, message, before, this.mint));
  }

  /** Tells the app that a message of its own was deleted. */
  deleted(workspace: Workspace, channel: Channel, messageTs: string, before: Json): void {
    this.#tellLater(workspace, channel, deletedEvent(channel, messageTs, before, this.mint));
  }

  /** Tells the app what happened in a channel, if it may know. */
  async tell(workspace: Workspace, channel: Channel, event: Json): Promise<Delivered | null> {
    return isMember(workspace, channel) && this.delivery.isOpen ? this.delivery.event(workspace, event) : null;
  }

  #tellLater(workspace: Workspace, channel: Channel, event: Json): void {
    const telling: Promise<unknown> = this.tell(workspace, channel, event).finally(() => this.#told.delete(telling));
    this.#told.add(telling);
  }

  /** Waits until the app was told of everything it did itself. */
  async told(): Promise<void> {
    while (this.#told.size > 0) await Promise.all(this.#told);
  }

  /** A message with a link that may be unfurled. Returns the `unfurl_id`. */
  share(channel: Channel, message: Message): string {
    const id = this.mint.id("un");
    this.#shared.set(id, { channel, message });
    return id;
  }

  /** Where an unfurl belongs; null when there is no such place. */
  unfurlPlace(workspace: Workspace, args: Json): { readonly channel: Channel; readonly message: Message } | null {
    const shared = this.#shared.get(text(args["unfurl_id"]));
    if (shared) return shared;
    const channel = workspace.channels.get(text(args["channel"]));
    const message = channel?.messages.get(text(args["ts"]));
    return channel && message ? { channel, message } : null;
  }
}
