/**
 * Runs a program of this repository on the Node that it needs: `node .ci/launch.cjs [--build] FILE ARGUMENTS`, where `--build`
 * makes the files of the browser first. Any Node from 20 on can start it. It is plain JavaScript that even older ones can
 * read, so that they can say what is wrong; how npm links programs does not matter.
 */
"use strict";

const { spawn, spawnSync } = require("child_process");
const { existsSync, readFileSync, readdirSync } = require("fs");
const path = require("path");

const oldest = 20;
const root = path.dirname(__dirname);
const packages = path.join(root, "node_modules");
const parent = process.ppid;

/** Whose child a process is, where the system tells (proc(5), "stat"); null elsewhere. @type {(pid: number) => string | null} */
const parentOf = (pid) => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1] || null;
  } catch {
    return null;
  }
};
/** npm itself, when a script of it runs in the shell that is the parent. */
const npm = parentOf(parent);

/** Says in one line what is wrong, and ends. @type {(why: string) => never} */
const fail = (why) => {
  console.error(`docket: ${why}`);
  process.exit(1);
};

/** Whether this version runs TypeScript as it is. @param {string} version */
const runsTypeScript = (version) => {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major >= 24 || (major === 23 && minor >= 6) || (major === 22 && minor >= 18);
};

/** The version of a program that can be run here; one for another C library cannot, although it is there. @param {string} node */
const versionOf = (node) => {
  const { status, stdout } = spawnSync(node, ["--version"], { encoding: "utf8" });
  return status === 0 ? stdout.trim() : "";
};

/** The Node that came with the packages, or else the one that runs this. */
const findNode = () => {
  const file = process.platform === "win32" ? "node.exe" : "node";
  const brought = readdirSync(packages)
    .filter((name) => name.startsWith("node-"))
    .map((name) => path.join(packages, name, "bin", file))
    .find((node) => existsSync(node) && runsTypeScript(versionOf(node)));
  if (brought) return brought;
  if (runsTypeScript(process.version)) return process.execPath;
  const system = `${process.platform}-${process.arch}`;
  return fail(
    `no Node that fits came with the packages, and this one is ${process.version}. Run \`npm ci\` again without ` +
      `\`--omit=optional\`; if that does not help (there is none for macOS and Alpine; this is ${system}), install Node 24.`,
  );
};

/**
 * Packages with native code for this system that the lock names and npm left out: some versions take the machine for
 * another one, and packages are copied from other machines.
 */
const leftOut = () => {
  /** @typedef {{ optional?: boolean, dev?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Entry */
  const file = path.join(root, "package-lock.json");
  if (!existsSync(file)) return [];
  const { packages: locked } = /** @type {{ packages: Record<string, Entry> }} */ (
    JSON.parse(readFileSync(file, "utf8"))
  );
  const { header } = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  const libc = header.glibcVersionRuntime ? "glibc" : "musl";
  return Object.entries(locked)
    .filter(([folder, entry]) => {
      const { optional, dev, os = [], cpu = [] } = entry;
      const isFor =
        os.includes(process.platform) && cpu.includes(process.arch) && (entry.libc || [libc]).includes(libc);
      return optional && !dev && isFor && !existsSync(path.join(root, folder, "package.json"));
    })
    .map(([folder]) => folder);
};

/**
 * Runs a file and passes on what it is told; resolves with how it ended.
 * @type {(node: string, file: string, args: string[]) => Promise<{ code: number | null, signal: NodeJS.Signals | null }>}
 */
const run = (node, file, args) =>
  new Promise((done) => {
    const child = spawn(node, ["--require", __filename, file, ...args], {
      // The channel tells the child when this process is gone.
      stdio: ["inherit", "inherit", "inherit", "ipc"],
    });
    /** @type {NodeJS.SignalsListener} */
    const passOn = (signal) => {
      // A terminal sends Ctrl-C to everybody in front of it.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    };
    for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, passOn);
    // npm runs scripts in a shell, which passes no signal on, and does not notice when npm is killed.
    const watch = setInterval(() => {
      const isAlone = process.ppid !== parent || parentOf(parent) !== npm;
      if (process.env["npm_lifecycle_event"] && isAlone) child.kill("SIGTERM");
    }, 200);
    child.on("error", (error) => fail(`${node} cannot be started: ${error.message}`));
    child.on("exit", (code, signal) => {
      clearInterval(watch);
      for (const each of ["SIGTERM", "SIGINT", "SIGHUP"]) process.off(each, passOn);
      done({ code, signal });
    });
  });

/** The flags that a program takes, for those that take nothing else. @type {Record<string, string[] | undefined>} */
const takes = {
  "widget/build.ts": [],
  "api/src/demo.ts": [],
  "api/src/dev-workers.ts": [],
  "api/src/deploy.ts": ["--dry-run", "--name", "--config", "-c", "--env", "-e"],
  "api/src/node.ts": [],
  "api/src/write-openapi.ts": [],
  "bots/src/main.ts": [],
};

/** Ends where a program is given what it does not take, before anything is built. @type {(file: string, args: string[]) => void} */
const refuseUnknown = (file, args) => {
  const known = takes[path.relative(root, path.resolve(file)).split(path.sep).join("/")];
  if (!known) return;
  /** @param {string | undefined} word */
  const isKnown = (word) => known.includes((word || "").replace(/=.*/, ""));
  // A flag may have its value in the next word.
  const other = args.find((word, i) => !isKnown(word) && (word.startsWith("-") || !isKnown(args[i - 1])));
  if (other === undefined) return;
  const what = known.length > 0 ? `no argument but ${known.join(", ")}` : "no arguments";
  fail(`${process.env["npm_lifecycle_event"] || file} takes ${what}, and was given ${other}.`);
};

/** @type {(words: string[]) => Promise<void>} */
const launch = async (words) => {
  if (parseInt(process.versions.node, 10) < oldest) {
    fail(`Docket needs Node ${oldest} or later, and this is ${process.versions.node}. Get one at https://nodejs.org.`);
  }
  const builds = words[0] === "--build";
  const [file = "", ...args] = builds ? words.slice(1) : words;
  refuseUnknown(file, args);
  if (!existsSync(packages)) fail("the packages are not installed. Run `npm ci` first.");
  const node = findNode();
  // For what the program starts in turn.
  process.env["PATH"] = `${path.dirname(node)}${path.delimiter}${process.env["PATH"] || ""}`;
  const building = { program: path.join(root, "widget/build.ts"), rest: [] };
  for (const { program, rest } of [...(builds ? [building] : []), { program: path.resolve(file), rest: args }]) {
    if (!existsSync(program))
      fail(`${program} is not there. Run \`npm ci --include=dev\`, which brings the tools, too.`);
    const { code, signal } = await run(node, program, rest);
    // As it ended, this process ends.
    if (signal) process.kill(process.pid, signal);
    if (code === 0) continue;
    const [missing] = leftOut();
    if (missing) {
      const name = missing.replace(/^.*node_modules\//, "");
      fail(`${name} was not installed. Run \`npm ci\` again here, without \`--omit=optional\` and with a newer npm.`);
    }
    process.exit(code || 1);
  }
};

if (require.main === module) {
  void launch(process.argv.slice(2));
} else if (process.channel) {
  // Loaded before the program: it ends when the launcher is gone, however that came about.
  const isGone = () => {
    if (process.ppid !== parent) return true;
    try {
      return !process.kill(parent, 0);
    } catch {
      return true;
    }
  };
  // A program may also end the channel by itself, as Wrangler does when it is done.
  process.once("disconnect", () => {
    setInterval(() => {
      if (isGone()) process.kill(process.pid, "SIGTERM");
    }, 20).unref();
  });
  process.channel.unref();
}
