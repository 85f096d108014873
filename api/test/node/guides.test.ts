import { existsSync, globSync } from "node:fs";
import { mkdir, mkdtemp, readFile, readdir, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { day, second } from "@docket/core/time";
import { expect, onTestFinished, test } from "vitest";
import { deskSettings } from "../../src/config.ts";
import { drainTime } from "../../src/node/server.ts";
import { nodeSettings } from "../../src/node/settings.ts";
import { workerSettings } from "../../src/worker/bindings.ts";
import { root, run } from "./commands.ts";

const read = (path: string): Promise<string> => readFile(join(root, path), "utf8");

const { scripts } = JSON.parse(await read("package.json")) as { readonly scripts: Readonly<Record<string, string>> };
const settings = new Set([...deskSettings, ...nodeSettings, ...workerSettings]);

const all = (text: string, pattern: RegExp): string[] => [
  ...new Set(Array.from(text.matchAll(pattern), (match) => match[1] ?? "")),
];

/** Scripts of the package: `npm run name`, `npm start` and `npm test`. */
const scriptsIn = (text: string): string[] => [
  ...all(text, /npm run (?:--?\S+ )*([\w:-]+)/g),
  ...all(text, /npm (start|test)\b/g),
];

/** Words in capitals with a line in between, words in capitals that get a value, and those that stand alone in code. */
const settingsIn = (text: string): string[] =>
  all(text, /(?<![\w/.-])([A-Z]+(?:_[A-Z]+)+|[A-Z]{2,}(?==)|(?<=`)[A-Z]{2,}(?=`))(?![\w-])/g);

/** Links, from the folder of the document, and paths that begin with a folder or are a file at the top. */
const pathsIn = (text: string, document: string): string[] => [
  ...all(text, /\]\((?!https?:)([^)#]+)/g).map((path) => join(dirname(document), path)),
  ...all(
    text,
    /(?<![\w/.(-])(?:\/opt\/docket\/(?:current\/)?)?((?:api|bots|core|docs|examples|widget|node_modules)\/(?![\w./-]*\*)[\w./-]*\w)/g,
  ),
  ...all(text, /(?<![\w/.(-])((?:\.[\w.]+\.example|[\w.-]+\.(?:toml|json|md)))(?![\w/.-])/g),
];

/** What a backup writes, and not the repository. */
const elsewhere = new Set(["manifest.json"]);

const missingIn = (text: string, document: string): string[] => [
  ...scriptsIn(text).filter((name) => !(name in scripts)),
  ...settingsIn(text).filter((name) => !settings.has(name)),
  ...pathsIn(text, document).filter((path) => !elsewhere.has(path) && !existsSync(join(root, path))),
];

const guides = ["docs/self-hosting.md", "docs/cloudflare.md"];

test.each(guides)("%s names only scripts, settings and files that there are", async (guide) => {
  const text = await read(guide);
  expect(missingIn(text, guide)).toEqual([]);
  for (const named of [scriptsIn(text), settingsIn(text), pathsIn(text, guide)]) expect(named).not.toEqual([]);
});

test.each(guides)("%s has nothing run on whichever Node the machine has", async (guide) => {
  expect(await read(guide)).not.toMatch(/\bnpx\b/);
});

test("what a guide names is found, and what there is not is told", () => {
  const text = `
    Run \`npm run backup -- FOLDER\`, \`npm run --silent nothing\` and \`npm start\`, over HTTP or [so](../docs/gone.md#there).
    Set \`PORT\`, \`HOTS\` and DATABASE_ULR=libsql://desk, then DATA_DIR=data /opt/docket/node_modules/.bin/node api/src/node.ts.
    See \`api/src/nothing.ts\`, \`wrangler.toml\`, \`.env.example\`, \`.gone.example\` and https://example.com/docs/gone.
  `;
  expect(scriptsIn(text)).toEqual(["backup", "nothing", "start"]);
  expect(settingsIn(text)).toEqual(["PORT", "HOTS", "DATABASE_ULR", "DATA_DIR"]);
  expect(missingIn(text, "docs/guide.md")).toEqual([
    "nothing",
    "HOTS",
    "DATABASE_ULR",
    "docs/gone.md",
    "api/src/nothing.ts",
    ".gone.example",
  ]);
});

/** The folder in which the unit finds Node, whatever the processor; a shell has to find exactly one there. */
const nodes = globSync("node_modules/node-linux-*/bin/node", { cwd: root });

test.each([
  ["docs/docket.service", "api/src/node.ts"],
  ["docs/docket-bots.service", "bots/src/main.ts"],
])("the unit %s finds the Node that came with the packages", async (unit, program) => {
  expect(await read(unit)).toContain(`exec node_modules/node-linux-*/bin/node ${program}`);
  expect(nodes).toHaveLength(1);
});

test("the nightly backup deletes old ones of its own, and no other", async () => {
  const [command = ""] = all(await read("docs/self-hosting.md"), /^ExecStart=(\/usr\/bin\/find .+)$/gm);
  const saved = await mkdtemp(join(tmpdir(), "docket-saved-"));
  onTestFinished(() => rm(saved, { recursive: true }));
  const longAgo = new Date(Date.now() - 40 * day);
  for (const name of ["first", "before-upgrade", "nightly/old", "nightly/new"]) {
    await mkdir(join(saved, name), { recursive: true });
    await writeFile(join(saved, name, "manifest.json"), "{}");
    if (name !== "nightly/new") await utimes(join(saved, name), longAgo, longAgo);
  }
  const [program = "", ...args] = command.replace("/var/backups/docket", saved).split(" ");
  expect(await run(program, args, {})).toEqual({ code: 0, said: "", complained: "" });
  expect((await readdir(saved)).toSorted()).toEqual(["before-upgrade", "first", "nightly"]);
  expect(await readdir(join(saved, "nightly"))).toEqual(["new"]);
});

test("the unit for systemd runs what there is, and waits longer than the server takes to stop", async () => {
  const unit = await read("docs/docket.service");
  const paths = pathsIn(unit, "docs/docket.service");
  expect(paths).toContain("api/src/node.ts");
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  const [limit] = all(unit, /^TimeoutStopSec=(\d+)$/gm);
  expect(Number(limit) * second).toBeGreaterThan(drainTime);
  // The desk says when it is ready, by a program that it starts.
  expect(unit).toMatch(/^Type=notify\nNotifyAccess=all$/m);
});
