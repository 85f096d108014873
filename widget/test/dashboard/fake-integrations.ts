import { fieldError } from "@docket/core/field-errors";
import type { ChatPlatform } from "@docket/core/chat/platform";
import { chatPlatforms } from "@docket/core/chat/platform";
import type { ChannelView, IntegrationView } from "@docket/core/contract/integration";
import type { Handlers } from "./fake-staff-desk.ts";
import { newId, pageOf, Refusal } from "./fake-world.ts";

const since = "2025-06-02T09:00:00.000Z";
const sound = { state: "active", reason: null, since: null } as const;
const everything: ChannelView["filter"] = { categories: [], priorities: [], tags: [], sites: [] };

const notConfigured = () => new Refusal(409, "integration.not_configured", "The settings of this desk do not name it.");

/** The chats of the fake desk. */
export class FakeIntegrations {
  readonly workspaces: IntegrationView[] = [];
  readonly channels: ChannelView[] = [];
  /** Channels that showed cards before. */
  readonly left: ChannelView[] = [];
  /** The chats whose tokens stand in the settings. */
  readonly configured = new Set<ChatPlatform>(["slack"]);
  /** Whether the settings say how the Slack app is installed. */
  installs = true;
  /** Where the bot of each chat is. */
  readonly reached: Record<ChatPlatform, { readonly workspaceId: string; readonly name: string }[]> = {
    slack: [{ workspaceId: "T1", name: "Acme" }],
    discord: [],
  };

  connect(platform: ChatPlatform, name: string, more: Partial<IntegrationView> = {}): IntegrationView {
    const id = newId("integration");
    const workspaceId = `W${this.workspaces.length}`;
    const workspace = {
      id,
      platform,
      workspaceId,
      name,
      ...sound,
      listening: sound,
      directs: sound,
      createdAt: since,
      ...more,
    };
    this.workspaces.push(workspace);
    return workspace;
  }

  add({ id, platform, workspaceId }: IntegrationView, name: string, more: Partial<ChannelView> = {}): ChannelView {
    const channel: ChannelView = {
      id: newId("channel"),
      integrationId: id,
      platform,
      workspaceId,
      channelId: `C${this.channels.length}`,
      name,
      kind: "text",
      mode: "discuss",
      filter: everything,
      fallback: false,
      ...sound,
      createdAt: since,
      version: 1,
      ...more,
    };
    this.channels.push(channel);
    return channel;
  }

  /** What somebody changes in a channel. */
  change(id: string, more: Partial<ChannelView>): ChannelView {
    const at = this.#place(this.channels, id);
    const before = this.channels[at] as ChannelView;
    return (this.channels[at] = { ...before, ...more, version: before.version + 1 });
  }

  readonly handlers: Handlers = {
    "GET /chats": () => ({
      items: chatPlatforms.map((platform) => ({
        platform,
        canConnect: this.configured.has(platform),
        canInstall: platform === "slack" && this.installs,
      })),
    }),
    "GET /workspaces": ({ query }) => ({
      items: this.#reachedBy(query.platform).map((place) => ({
        ...place,
        integrationId: this.workspaces.find(({ workspaceId }) => workspaceId === place.workspaceId)?.id ?? null,
      })),
    }),
    "GET /integrations": ({ query }) => pageOf(this.workspaces, query),
    "POST /integrations": ({ body: { platform, workspaceId } }) => {
      const place = this.#reachedBy(platform).find((one) => one.workspaceId === workspaceId);
      if (place) return this.connect(platform, place.name, place);
      const errors = [fieldError("workspaceId", "unknown_workspace", { options: "Acme (T1)" })];
      throw new Refusal(422, "request.invalid", "Say which workspace is meant.", { errors });
    },
    "POST /integrations/slack/install": () => {
      if (!this.installs) throw notConfigured();
      return { url: "https://slack.example/oauth?state=abc" };
    },
    "DELETE /integrations/{id}": ({ params }) => {
      this.workspaces.splice(this.#place(this.workspaces, params.id), 1);
      const kept = this.channels.filter(({ integrationId }) => integrationId !== params.id);
      this.channels.splice(0, this.channels.length, ...kept);
    },
    "POST /integrations/{id}/resume": ({ params }) => {
      const at = this.#place(this.workspaces, params.id);
      const resumed = { ...this.workspaces[at], ...sound, directs: sound } as IntegrationView;
      this.workspaces[at] = resumed;
      for (const [i, channel] of this.channels.entries()) this.channels[i] = { ...channel, ...sound };
      return resumed;
    },
    "GET /channels": ({ query }) => pageOf(query?.off === "true" ? this.left : this.channels, query),
    "POST /channels": ({ body }) => {
      const { integrationId, channelId, mode = "discuss", fallback = false, filter = {} } = body;
      if (this.channels.some((channel) => channel.channelId === channelId)) {
        throw new Refusal(409, "channel.taken", "Cards are shown in this channel already.");
      }
      const workspace = this.workspaces[this.#place(this.workspaces, integrationId)] as IntegrationView;
      const rules = { mode, fallback, filter: { ...everything, ...filter } as ChannelView["filter"] };
      return this.add(workspace, "support", { channelId, ...rules });
    },
    "GET /channels/{id}": ({ params }) => this.channels[this.#place(this.channels, params.id)] as ChannelView,
    "PATCH /channels/{id}": ({ params, body, ifMatch }) => {
      const before = this.channels[this.#place(this.channels, params.id)] as ChannelView;
      if (ifMatch !== before.version) throw new Refusal(412, "channel.stale_version", "Somebody changed this channel.");
      return this.change(before.id, body as Partial<ChannelView>);
    },
    "DELETE /channels/{id}": ({ params }) => {
      this.left.push(...this.channels.splice(this.#place(this.channels, params.id), 1));
    },
  };

  #reachedBy(platform: ChatPlatform) {
    if (!this.configured.has(platform)) throw notConfigured();
    return this.reached[platform];
  }

  #place(list: readonly { readonly id: string }[], id: string): number {
    const at = list.findIndex((item) => item.id === id);
    if (at < 0) throw new Refusal(404, "resource.not_found", "There is no such thing.");
    return at;
  }
}
