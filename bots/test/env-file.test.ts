import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { spawnLaunched } from "../../.ci/spawn-launched.ts";

test("settings in a file that cannot be read do not count, and the bots say so and go on", async () => {
  const folder = await mkdtemp(join(tmpdir(), "docket-env-"));
  await mkdir(join(folder, ".env"));
  const { PATH } = process.env;
  const bots = spawnLaunched(join(import.meta.dirname, "../src/main.ts"), { cwd: folder, env: { PATH } });
  const said = bots.stderr === null ? "" : await text(bots.stderr);
  await rm(folder, { recursive: true });
  expect(said.split("\n")).toEqual([
    "docket: the .env file of this folder cannot be read (EISDIR): nothing of it counts.",
    expect.stringMatching(/^docket: DOCKET_URL /),
    "",
  ]);
});
