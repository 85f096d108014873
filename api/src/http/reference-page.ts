import { html } from "hono/html";

interface Operation {
  readonly summary?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly "x-access"?: string;
}

/** A page that lists the routes of an OpenAPI document; it needs no script. */
export const referencePage = async (document: { readonly paths: object }): Promise<string> => {
  const operations = Object.entries(document.paths as Record<string, Record<string, Operation>>);
  return String(await html`<!doctype html><title>Docket API</title>${operations.map(([path]) => html`<p>${path}</p>`)}`);
};
