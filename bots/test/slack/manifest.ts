import { readFileSync } from "node:fs";

interface Manifest {
  readonly oauth_config: { readonly scopes: { readonly bot: readonly string[] } };
}

/** The manifest with which people install the app. */
export const manifest = JSON.parse(
  readFileSync(new URL("../../slack-manifest.json", import.meta.url), "utf8"),
) as Manifest;
