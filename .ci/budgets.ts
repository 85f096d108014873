import { existsSync, readFileSync, statSync } from "node:fs";
import { globSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { buildWidget, root } from "./command.ts";
import type { Outcome } from "./command.ts";

/** What one surface loads, as `widget/vite.config.ts` writes it down; paths are from `widget/dist`. */
interface Surface {
  readonly entry: string;
  /** Loaded with the entry. */
  readonly imports: readonly string[];
  /** Loaded when it is needed. */
  readonly lazy: readonly string[];
}

interface Budget {
  readonly surface: string;
  readonly kilobytes: number;
  /** Whether what people first see waits for one of the lazy chunks, too. */
  readonly lazyRoute: boolean;
}

const budgets: readonly Budget[] = [
  { surface: "launcher", kilobytes: 1, lazyRoute: false },
  { surface: "widget", kilobytes: 20, lazyRoute: false },
  { surface: "dashboard", kilobytes: 120, lazyRoute: true },
];

const dist = join(root, "widget/dist");
const manifest = join(dist, "manifest.json");
const sources = ["widget/src/**", "widget/*.{ts,json}", "core/src/**", "api/src/client.ts", "package-lock.json"];

const changedAt = (path: string): number => statSync(path).mtimeMs;

const isStale = (): boolean => {
  if (!existsSync(manifest)) return true;
  const built = changedAt(manifest);
  return globSync(sources, { cwd: root }).some((path) => changedAt(join(root, path)) > built);
};

const gzipped = (path: string): number => gzipSync(readFileSync(join(dist, path)), { level: 9 }).length;

const sum = (sizes: readonly number[]): number => sizes.reduce((total, size) => total + size, 0);

/** The bytes that travel before a surface can be used: with lazy routes, those of the largest one. */
const firstLoad = ({ entry, imports, lazy }: Surface, lazyRoute: boolean): number =>
  sum([entry, ...imports].map(gzipped)) + (lazyRoute ? Math.max(0, ...lazy.map(gzipped)) : 0);

const check = (surfaces: Readonly<Record<string, Surface>>, { surface, kilobytes, lazyRoute }: Budget): Outcome => {
  const built = surfaces[surface];
  if (!built) return { ok: false, output: `${surface} is not in widget/dist/manifest.json` };
  const size = firstLoad(built, lazyRoute);
  return {
    ok: size <= kilobytes * 1024,
    output: `${surface} ${(size / 1024).toFixed(2)} of ${kilobytes} KB`,
  };
};

/** Compares what the browser loads, compressed, with what each surface may weigh. */
export const checkBudgets = async (): Promise<Outcome> => {
  if (isStale()) {
    const built = await buildWidget();
    if (!built.ok) return built;
  }
  const surfaces = JSON.parse(readFileSync(manifest, "utf8")) as Readonly<Record<string, Surface>>;
  const outcomes = budgets.map((budget) => check(surfaces, budget));
  return { ok: outcomes.every(({ ok }) => ok), output: outcomes.map(({ output }) => output).join(", ") };
};
