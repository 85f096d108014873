/**
 * Completes `package-lock.json`: `node .ci/complete-lock.ts`, or `--check` to only say what is missing. Packages with
 * native code name one optional package for each platform. npm leaves out of the lock those that it could not read when
 * it wrote it, and `npm ci` then refuses the lock. What is added is never fetched but on its own platform, where npm
 * compares it with the digest that the registry gives for it here.
 *
 * The Node that installs is not the one that runs: npm would leave out, without a word, what only the latter is new enough
 * for. So the lock does not name the Node of packages that may be left out.
 */
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { run } from "./command.ts";

interface Entry {
  readonly name?: string;
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly dev?: boolean;
  readonly optional?: boolean;
  readonly engines?: unknown;
  readonly os?: readonly string[];
  readonly cpu?: readonly string[];
  readonly libc?: readonly string[];
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
}
interface Lock {
  packages: Record<string, Entry>;
}

const systems = ["android", "darwin", "freebsd", "linux", "openharmony", "win32", "windows"];
const processors = ["arm64", "arm", "x64", "64", "ia32", "ppc64", "riscv64", "s390x"];

/** The folder around a package, as Node looks for what it needs; null at the top. */
const parentOf = (path: string): string | null => {
  if (path === "") return null;
  const end = path.lastIndexOf("/node_modules/");
  return end === -1 ? "" : path.slice(0, end);
};

/** The package that another one gets by a name; null where there is none. */
const find = (packages: Lock["packages"], from: string, name: string): Entry | null => {
  for (let folder: string | null = from; folder !== null; folder = parentOf(folder)) {
    const found = packages[`${folder === "" ? "" : `${folder}/`}node_modules/${name}`];
    if (found) return found;
  }
  return null;
};

/** What the name of a platform's package says about the platform. */
const platformOf = (name: string): Pick<Entry, "os" | "cpu" | "libc"> => {
  const parts = name.replace(/^@[^/]+\//, "").split(/[-_]/);
  const system = parts.find((part) => systems.includes(part));
  const processor = parts.find((part) => processors.includes(part));
  const libc = parts.includes("musl") ? "musl" : parts.includes("gnu") ? "glibc" : null;
  return {
    ...(processor ? { cpu: [processor === "64" ? "x64" : processor] } : {}),
    ...(libc ? { libc: [libc] } : {}),
    ...(system ? { os: [system === "windows" ? "win32" : system] } : {}),
  };
};

const file = join(import.meta.dirname, "../package-lock.json");
const lock = JSON.parse(await readFile(file, "utf8")) as Lock;
const missing = Object.entries(lock.packages).flatMap(([path, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies).filter(
    ([name, version]) => /^\d/.test(version) && find(lock.packages, path, name) === null,
  ),
);

const folder = "node_modules/";
const nameOf = (path: string): string => path.slice(path.lastIndexOf(folder) + folder.length);

/** Packages from the registry without a digest: npm would take whatever it is given for them. */
const unchecked = (): readonly string[] =>
  Object.entries(lock.packages)
    .filter(([path, { integrity, link }]) => path.includes(folder) && !link && !integrity)
    .map(([path]) => path);

/** Packages that npm leaves out where its own Node is not the one that they name. */
const leftOut = (): readonly string[] =>
  Object.entries(lock.packages)
    .filter(([, { optional, engines }]) => optional && engines)
    .map(([path]) => path);

/** What a package of a desk needs beside it, and would miss in an installation without what is for development alone. */
const lonely = (): readonly string[] =>
  Object.entries(lock.packages)
    .filter(([, { dev }]) => !dev)
    .flatMap(([path, { peerDependencies = {}, peerDependenciesMeta: meta = {} }]) =>
      Object.keys(peerDependencies)
        .filter((name) => !meta[name]?.optional && !name.startsWith("@types/"))
        .filter((name) => (find(lock.packages, path, name) ?? { dev: true }).dev)
        .map((name) => `${nameOf(path)} needs ${name}: name it in the dependencies of whoever uses it`),
    );

/** The digest that the registry has for a package; throws when it has none. */
const askIntegrity = async (name: string, version: string): Promise<string> => {
  const { ok, output } = await run("npm", ["view", `${name}@${version}`, "dist.integrity"]);
  const integrity = output.trim();
  if (!ok || !/^sha512-\S+$/.test(integrity)) throw new Error(`No digest of ${name}@${version}: ${integrity}`);
  return integrity;
};

if (process.argv.includes("--check")) {
  const alone = lonely();
  for (const fault of alone) console.log(fault);
  const faults = [
    ...missing.map(([name, version]) => `package-lock.json lacks ${name}@${version}`),
    ...unchecked().map((path) => `package-lock.json has no integrity for ${path}`),
    ...leftOut().map((path) => `package-lock.json names the Node of ${path}`),
  ];
  for (const fault of faults) console.log(fault);
  if (faults.length > 0) console.log("Run `node .ci/complete-lock.ts`.");
  process.exit(faults.length + alone.length > 0 ? 1 : 0);
}

for (const [name, version] of missing) {
  lock.packages[`${folder}${name}`] = { version, optional: true, ...platformOf(name) };
}
const asked = unchecked();
for (const path of asked) {
  const { version = "", ...entry } = lock.packages[path] ?? {};
  const integrity = await askIntegrity(entry.name ?? nameOf(path), version);
  lock.packages[path] = { version, ...entry, integrity };
}
for (const path of leftOut()) {
  const { engines: _, ...entry } = lock.packages[path] ?? {};
  lock.packages[path] = entry;
}
const sorted = Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1));
await writeFile(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(sorted) }, null, 2)}\n`);
console.log(`${missing.length} entries added, ${asked.length} digests filled in`);
