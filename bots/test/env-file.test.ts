import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { spawnLaunched } from "../../.ci/spawn-launched.ts";

/** A folder whose `.env` the bots read, and how to have them say what is wrong with it. */
const place = async () => {
  const folder = await mkdtemp(join(tmpdir(), "docket-env-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const complaints = async (): Promise<string[]> => {
    const { PATH } = process.env;
    const bots = spawnLaunched(join(import.meta.dirname, "../src/main.ts"), { cwd: folder, env: { PATH } });
    const said = bots.stderr === null ? "" : await text(bots.stderr);
    return said.split("\n");
  };
  return { env: join(folder, ".env"), complaints };
};

test("settings in a file that cannot be read do not count, and the bots say so and go on", async () => {
  const { env, complaints } = await place();
  await mkdir(env);
  expect(await complaints()).toEqual([
    "docket: the .env file of this folder cannot be read (EISDIR): nothing of it counts.",
    expect.stringMatching(/^docket: DOCKET_URL /),
    "",
  ]);
});

test("a setting that a template leaves blank is not set, as on the desk", async () => {
  const { env, complaints } = await place();
  const blank = ["SLACK_APP_TOKEN=' '", "SLACK_BOT_TOKEN=' '", "DISCORD_TOKEN=' '", "LOG_LEVEL=' '"];
  await writeFile(env, ["DOCKET_URL=http://127.0.0.1:1", "DOCKET_KEY=dk_x", ...blank].join("\n"));
  expect(await complaints()).toEqual([
    "docket: DISCORD_TOKEN or SLACK_APP_TOKEN with SLACK_BOT_TOKEN must be set: else there is nothing to do.",
    "",
  ]);
});

test("a file that an editor began with a mark which nobody sees is read like any other", async () => {
  const { env, complaints } = await place();
  await writeFile(env, "\uFEFFDOCKET_URL=http://127.0.0.1:1\r\nDOCKET_KEY=dk_x\r\n");
  expect(await complaints()).toEqual([expect.stringMatching(/^docket: DISCORD_TOKEN or SLACK_APP_TOKEN/), ""]);
});
