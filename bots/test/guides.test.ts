import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { commands } from "../src/desk/commands/all.ts";
import { botSettings } from "../src/settings.ts";
import { shortcutIds } from "../src/slack/listeners/shortcuts.ts";
import { lifecycleEvents } from "../src/slack/listeners/lifecycle.ts";
import { botScopes } from "../src/slack/install.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

/** Whatever of this kind a text names, each once. */
const named = (text: string, pattern: RegExp): readonly string[] => [
  ...new Set([...text.matchAll(pattern)].map(([, name = ""]) => name)),
];

interface Manifest {
  readonly features: {
    readonly app_home: { readonly messages_tab_enabled: boolean };
    readonly shortcuts: readonly { readonly callback_id: string }[];
  };
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
  readonly settings: { readonly event_subscriptions: { readonly bot_events: readonly string[] } };
}

const manifest = async (): Promise<Manifest> => JSON.parse(await read("bots/slack-manifest.json")) as Manifest;

describe.each(["docs/slack.md", "docs/discord.md"])("%s", (path) => {
  test("names settings, scripts, commands and files that there are", async () => {
    const text = await read(path);
    const ofDesk = named(await read(".env.example"), /^(?:# )?([A-Z][A-Z_]+)=/gm);
    const settings = named(text, /\b([A-Z]+_[A-Z_]+[A-Z])\b/g);
    expect(settings.length).toBeGreaterThan(2);
    expect([...ofDesk, ...botSettings]).toEqual(expect.arrayContaining([...settings]));

    const { scripts } = JSON.parse(await read("package.json")) as { scripts: Record<string, string> };
    const called = named(text, /`npm run ([a-z:]+)/g);
    expect(called.length).toBeGreaterThan(0);
    expect(Object.keys(scripts)).toEqual(expect.arrayContaining([...called]));

    const typed = named(text, /`\/ticket ([a-z]+)/g);
    expect([...commands.map(({ name }) => name), "help"]).toEqual(expect.arrayContaining([...typed]));
    await Promise.all(named(text, /`((?:bots|docs|api)\/[\w./-]+)`/g).map((file) => read(file)));
  });
});

test("the app may send people direct messages", async () => {
  const { features } = await manifest();
  expect(features.app_home.messages_tab_enabled).toBe(true);
});

test("the shortcuts of the manifest are those that the app listens to", async () => {
  const { features } = await manifest();
  const ids = features.shortcuts.map(({ callback_id: id }) => id);
  expect(ids.toSorted()).toEqual(Object.values(shortcutIds).toSorted());
});

test("the app is told of all that becomes of channels and of itself", async () => {
  const { settings } = await manifest();
  expect(settings.event_subscriptions.bot_events).toEqual(expect.arrayContaining([...lifecycleEvents]));
});

test("the scopes of Slack are the same in the guide, in the manifest and in the installation", async () => {
  const { oauth_config: oauth } = await manifest();
  const text = await read("docs/slack.md");
  const table = text.slice(text.indexOf("| scope "));
  const explained = named(table, /`([a-z]+(?::[a-z]+)?)`/g).filter((name) => name.includes(":") || name === "commands");
  expect(oauth.scopes.bot.toSorted()).toEqual(botScopes.toSorted());
  expect(explained.toSorted()).toEqual(botScopes.toSorted());
});
