/** Everything that can be known about the code without running it: `npm run verify`. */
import { join } from "node:path";
import { checkBudgets } from "./budgets.ts";
import { bin, run } from "./command.ts";
import type { Outcome } from "./command.ts";
import { checkMigrations, checkOpenapi } from "./generated.ts";
import { checkWorkerBundle } from "./worker-bundle.ts";

interface Step {
  readonly name: string;
  readonly check: () => Promise<Outcome>;
  /** Whether a success has something to tell. */
  readonly talks?: boolean;
}

const steps: readonly Step[] = [
  { name: "format", check: () => run(bin("oxfmt"), ["--check"]) },
  { name: "lint and direction of imports", check: () => run(bin("oxlint"), []) },
  { name: "types", check: () => run(bin("tsc"), ["-b"]) },
  { name: "openapi.json up to date", check: checkOpenapi },
  { name: "migrations up to date", check: checkMigrations },
  {
    name: "lock file complete",
    check: () => run(process.execPath, [join(import.meta.dirname, "complete-lock.ts"), "--check"]),
  },
  { name: "unused code and packages", check: () => run(bin("knip"), ["--no-progress"]) },
  { name: "budgets", check: checkBudgets, talks: true },
  { name: "the Worker's bundle", check: checkWorkerBundle, talks: true },
];

const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(1)} s`;

/** Runs a step and prints its line; a failure prints all that it said. */
const perform = async ({ name, check, talks }: Step): Promise<boolean> => {
  const began = performance.now();
  const { ok, output } = await check().catch((error: unknown): Outcome => ({ ok: false, output: String(error) }));
  const said = output.trim();
  console.log(`${ok ? "ok  " : "FAIL"}  ${name} (${seconds(began)})${ok && talks ? `: ${said}` : ""}`);
  if (!ok) console.log(`\n${said}\n`);
  return ok;
};

const began = performance.now();
const results = await Promise.all(steps.map(perform));
const failures = results.filter((ok) => !ok).length;
console.log(failures === 0 ? `verified in ${seconds(began)}` : `${failures} of ${steps.length} checks failed`);
process.exitCode = failures === 0 ? 0 : 1;
