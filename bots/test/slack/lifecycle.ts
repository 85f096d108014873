import type { FakeSlack } from "./fake-slack.ts";
import type { Channel, Json, Workspace } from "./state.ts";

/** What becomes of a workspace's channels and of the app in it, with the events that Slack sends of it. */
export class Lifecycle {
  readonly #slack: FakeSlack;
  readonly #workspace: Workspace;

  constructor(slack: FakeSlack, workspace: Workspace) {
    this.#slack = slack;
    this.#workspace = workspace;
  }

  async #tell(type: string, more: Json): Promise<void> {
    const delivered = await this.#slack.delivery.event(this.#workspace, {
      type,
      ...more,
      event_ts: this.#slack.mint.ts(),
    });
    if (delivered?.acked !== true) throw new Error(`the app did not take ${type}`);
  }

  /** Events of private channels have another name, but for who is in them. */
  #tellOf(channel: Channel, what: string, more: Json): Promise<void> {
    return this.#tell(`${channel.isPrivate ? "group" : "channel"}_${what}`, more);
  }

  archive(channel: Channel): Promise<void> {
    channel.isArchived = true;
    return this.#tellOf(channel, "archive", { channel: channel.id, user: "U0" });
  }

  unarchive(channel: Channel): Promise<void> {
    channel.isArchived = false;
    return this.#tellOf(channel, "unarchive", { channel: channel.id, user: "U0" });
  }

  rename(channel: Channel, name: string): Promise<void> {
    Object.assign(channel, { name });
    return this.#tellOf(channel, "rename", { channel: { id: channel.id, name, created: 1 } });
  }

  async putOut(channel: Channel): Promise<void> {
    const user = this.#workspace.install?.botUserId ?? "";
    channel.members.delete(user);
    await this.#tell("member_left_channel", { user, channel: channel.id, channel_type: "C", team: this.#workspace.id });
    await this.#tellOf(channel, "left", { channel: channel.id, actor_id: "U0" });
  }

  async invite(channel: Channel): Promise<void> {
    const user = this.#workspace.install?.botUserId ?? "";
    channel.members.add(user);
    await this.#tell("member_joined_channel", {
      user,
      channel: channel.id,
      channel_type: "C",
      team: this.#workspace.id,
    });
  }

  delete(channel: Channel): Promise<void> {
    this.#workspace.channels.delete(channel.id);
    return this.#tellOf(channel, "deleted", { channel: channel.id });
  }

  async uninstall(): Promise<void> {
    const { install } = this.#workspace;
    if (!install) throw new Error("the app is not installed");
    install.state = "account_inactive";
    await this.#tell("tokens_revoked", { tokens: { oauth: [], bot: [install.botUserId] } });
    await this.#tell("app_uninstalled", {});
  }
}
