import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { deskSettings } from "../../src/config.ts";
import { nodeSettings } from "../../src/node/settings.ts";

test(".env.example names every setting, and no other", async () => {
  const text = await readFile(new URL("../../../.env.example", import.meta.url), "utf8");
  const named = [...text.matchAll(/^(?:# )?([A-Z_]+)=/gm)].map((match) => match[1]);
  expect(new Set(named)).toEqual(new Set([...deskSettings, ...nodeSettings]));
});
