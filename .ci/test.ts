/** Runs the suites one after the other and adds them up: `npm test`, or `npm test -- core api` for some of them. */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, buildWidget, root, run } from "./command.ts";

const suites = ["core", "api", "api/test/workerd", "widget", "bots", "examples"] as const;
type Suite = (typeof suites)[number];

/** The suites that load what the build makes. */
const needBuild: readonly Suite[] = ["api", "api/test/workerd", "bots", "examples"];

const timeoutMs = 15 * 60 * 1000;

interface Tally {
  readonly passed: number;
  readonly failed: number;
}

/** The part of vitest's JSON report that counts. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: "passed" | "failed";
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

const readReport = async (path: string): Promise<Report | null> => {
  try {
    return JSON.parse(await readFile(path, "utf8")) as Report;
  } catch {
    return null;
  }
};

/** Counts each failed test, and each file that failed by itself. A run that failed anyhow, or ran nothing, failed once. */
const tally = (report: Report | null, ok: boolean): Tally => {
  const files = report?.testResults ?? [];
  const broken = files.filter(
    ({ status, assertionResults }) =>
      status === "failed" && !assertionResults.some((assertion) => assertion.status === "failed"),
  );
  const passed = report?.numPassedTests ?? 0;
  const failed = (report?.numFailedTests ?? 0) + broken.length;
  const unexplained = failed === 0 && (!ok || passed === 0);
  return { passed, failed: unexplained ? 1 : failed };
};

const runSuite = async (suite: Suite, folder: string): Promise<Tally> => {
  const report = join(folder, `${suite.replaceAll("/", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  console.log(`\n== ${suite}`);
  const { ok } = await run(bin("vitest"), ["run", "--root", join(root, suite), ...reporters], {
    live: true,
    timeoutMs,
  });
  return tally(await readReport(report), ok);
};

const isSuite = (name: string): name is Suite => (suites as readonly string[]).includes(name);

/** The suites that were asked for; null if one of them does not exist. */
const chosen = (names: readonly string[]): readonly Suite[] | null => {
  if (names.length === 0) return suites;
  const known = names.filter(isSuite);
  return known.length === names.length ? known : null;
};

const runAll = async (names: readonly Suite[]): Promise<readonly Tally[]> => {
  const tallies: Tally[] = [];
  if (names.some((name) => needBuild.includes(name))) {
    const { ok } = await buildWidget(true);
    if (!ok) tallies.push({ passed: 0, failed: 1 });
  }
  const folder = await mkdtemp(join(tmpdir(), "docket-reports-"));
  try {
    for (const name of names) tallies.push(await runSuite(name, folder));
  } finally {
    await rm(folder, { recursive: true });
  }
  return tallies;
};

const names = chosen(process.argv.slice(2));
if (names === null) {
  console.error(`The suites are ${suites.join(", ")}.`);
  process.exitCode = 2;
} else {
  const tallies = await runAll(names);
  const passed = tallies.reduce((sum, each) => sum + each.passed, 0);
  const failed = tallies.reduce((sum, each) => sum + each.failed, 0);
  process.exitCode = failed === 0 ? 0 : 1;
  console.log(`\n${passed} passed, ${failed} failed`);
}
