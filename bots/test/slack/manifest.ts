import { readFileSync } from "node:fs";

/** A manifest, as far as the fake looks at it (https://docs.slack.dev/reference/app-manifest). */
export interface Manifest {
  readonly display_information: { readonly name: string; readonly description: string };
  readonly features: {
    readonly app_home: { readonly messages_tab_enabled: boolean };
    readonly slash_commands: readonly { readonly command: string; readonly url: string }[];
    readonly unfurl_domains: readonly string[];
  };
  readonly oauth_config: {
    readonly redirect_urls: readonly string[];
    readonly scopes: { readonly bot: readonly string[] };
  };
  readonly settings: {
    readonly event_subscriptions: { readonly request_url: string; readonly bot_events: readonly string[] };
    readonly interactivity: { readonly request_url: string; readonly message_menu_options_url: string };
  };
}

/** The text of the manifest with which people install the app. */
export const manifestText = readFileSync(new URL("../../slack-manifest.json", import.meta.url), "utf8");

/** The same, read. */
export const manifest = JSON.parse(manifestText) as Manifest;
