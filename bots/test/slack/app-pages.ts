import { manifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import type { Json, Workspace } from "./state.ts";
import { text } from "./state.ts";

/** What an app may hear, by the scope that it needs for it (https://docs.slack.dev/reference/events). */
const scopeOfEvent: Readonly<Record<string, string | null>> = {
  app_home_opened: null,
  app_uninstalled: null,
  channel_archive: "channels:read",
  channel_deleted: "channels:read",
  channel_left: "channels:read",
  channel_rename: "channels:read",
  channel_unarchive: "channels:read",
  group_archive: "groups:read",
  group_deleted: "groups:read",
  group_left: "groups:read",
  group_rename: "groups:read",
  group_unarchive: "groups:read",
  link_shared: "links:read",
  member_joined_channel: "channels:read",
  member_left_channel: "channels:read",
  "message.channels": "channels:history",
  "message.groups": "groups:history",
  tokens_revoked: null,
};

const kinds: Readonly<Record<string, string>> = { channel: "channels", group: "groups", im: "im" };

/** The name under which an app subscribes to an event. */
const subscriptionOf = (event: Json): string => {
  const type = text(event["type"]);
  return type === "message" ? `message.${kinds[text(event["channel_type"])]}` : type;
};

const isReachable = (address: string): boolean => {
  const url = URL.parse(address);
  return url !== null && (url.protocol === "https:" || ["localhost", "127.0.0.1"].includes(url.hostname));
};

const complaints = ({ display_information: about, features, oauth_config: oauth, settings }: Manifest): string[] => {
  const urls = [
    ...features.slash_commands.map(({ url }) => url),
    ...oauth.redirect_urls,
    settings.event_subscriptions.request_url,
    settings.interactivity.request_url,
    settings.interactivity.message_menu_options_url,
  ];
  const events = settings.event_subscriptions.bot_events;
  const scopes = new Set(oauth.scopes.bot);
  const without = (scope: string | null | undefined) => typeof scope === "string" && !scopes.has(scope);
  return [
    ...(about.name.length > 35 ? ["the name is too long"] : []),
    ...(about.description.length > 140 ? ["the description is too long"] : []),
    ...urls.filter((url) => !isReachable(url)).map((url) => `${url} is no address that Slack can reach`),
    ...events.filter((name) => scopeOfEvent[name] === undefined).map((name) => `there is no event ${name}`),
    ...events.filter((name) => without(scopeOfEvent[name])).map((name) => `${name} needs ${scopeOfEvent[name]}`),
    ...(features.slash_commands.length > 0 && without("commands") ? ["a slash command needs commands"] : []),
    ...(events.includes("link_shared") && features.unfurl_domains.length === 0 ? ["link_shared needs domains"] : []),
  ];
};

/** The pages of the app at api.slack.com, as far as somebody needs them who installs Docket. */
export class AppPages {
  #manifest = manifest;
  /** The workspace that the app belongs to; null while any may install it. */
  #home: Workspace | null = null;
  /** "App Home", "Messages Tab": without it the app sends nobody a direct message. */
  messagesTab = manifest.features.app_home.messages_tab_enabled;
  /** Whether the request URL has given its challenge back; without that Slack sends it no events. */
  #isVerified = true;

  /**
   * "Create New App", "From a manifest", in a workspace: nobody else can install it, and no event is sent before the
   * request URL is verified. Throws what Slack would complain of.
   */
  create(words: string, home: Workspace): void {
    const made = JSON.parse(words) as Manifest;
    const wrong = complaints(made);
    if (wrong.length > 0) throw new Error(`invalid_manifest: ${wrong.join("; ")}`);
    this.#manifest = made;
    this.messagesTab = made.features.app_home.messages_tab_enabled;
    this.#home = home;
    this.#isVerified = false;
  }

  get requestUrl(): string {
    return this.#manifest.settings.event_subscriptions.request_url;
  }

  get scopes(): readonly string[] {
    return this.#manifest.oauth_config.scopes.bot;
  }

  get redirectUrls(): readonly string[] {
    return this.#manifest.oauth_config.redirect_urls;
  }

  /** Whether the request URL gave its challenge back. */
  verified(isVerified: boolean): boolean {
    this.#isVerified = isVerified;
    return isVerified;
  }

  /** "Activate Public Distribution": other workspaces may install it too. */
  distribute(): void {
    this.#home = null;
  }

  mayInstall(workspace: Workspace): boolean {
    return this.#home === null || this.#home === workspace;
  }

  /** Whether the app is told of this. */
  hears(event: Json): boolean {
    return this.#isVerified && this.#manifest.settings.event_subscriptions.bot_events.includes(subscriptionOf(event));
  }

  /** Whether people see this slash command. */
  knows(command: string): boolean {
    return this.#manifest.features.slash_commands.some((one) => one.command === command);
  }
}
