/**
 * Runs the suites, two at a time, and adds them up: `npm test`, or `npm test -- core api` for some of them. `npm run proof` runs
 * them at the full length of those tests that are else kept short.
 */
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { existsSync } from "node:fs";
import { lookup } from "node:dns/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative } from "node:path";
import { bin, buildWidget, root, run } from "./command.ts";

/** The longest first, so that both lanes end at about the same time. */
const suites = ["api", "widget", "bots", "api/test/workerd", "examples", "core"] as const;
type Suite = (typeof suites)[number];

/** The suites that load what the build makes. */
const needBuild: readonly Suite[] = ["api", "api/test/workerd", "bots", "examples"];

/** Ends a suite that hangs. On a busy machine the longest one takes a good part of it. */
const timeoutMs = 30 * 60 * 1000;

/** How many suites run at a time: on two cores each keeps one of them busy, and that not all the time. */
const lanes = Math.min(2, availableParallelism());

interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly timed: readonly Timed[];
  /** What failed, and the first lines of why. */
  readonly failures: readonly string[];
}

/** How long a test took. */
interface Timed {
  readonly milliseconds: number;
  readonly test: string;
}

/** The part of vitest's JSON report that counts. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: "passed" | "failed";
    readonly assertionResults: readonly {
      readonly status: string;
      readonly fullName: string;
      readonly duration?: number | null;
      readonly failureMessages?: readonly string[];
    }[];
    readonly message?: string;
  }[];
}

/** The first lines of a failure: the message and where it was thrown. */
const why = (messages: readonly string[] = []): string =>
  messages
    .join("\n")
    .split("\n")
    .slice(0, 12)
    .map((line) => `    ${line}`)
    .join("\n");

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
  const timed = files.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ fullName, duration }) => ({
      milliseconds: duration ?? 0,
      test: `${relative(root, name)}: ${fullName}`,
    })),
  );
  const failures = [
    ...files.flatMap(({ name, assertionResults }) =>
      assertionResults
        .filter(({ status }) => status === "failed")
        .map((test) => `  ${relative(root, name)}: ${test.fullName}\n${why(test.failureMessages)}`),
    ),
    ...broken.map(({ name, message = "" }) => `  ${relative(root, name)}\n${why([message])}`),
  ];
  return { passed, failed: unexplained ? 1 : failed, timed, failures };
};

const add = (tallies: readonly Tally[]): Tally => ({
  passed: tallies.reduce((sum, each) => sum + each.passed, 0),
  failed: tallies.reduce((sum, each) => sum + each.failed, 0),
  timed: tallies.flatMap(({ timed }) => timed),
  failures: tallies.flatMap(({ failures }) => failures),
});

/** The ten that took the longest, one a line. */
const slowest = ({ timed }: Tally): string =>
  timed
    .toSorted((a, b) => b.milliseconds - a.milliseconds)
    .slice(0, 10)
    .map(({ milliseconds, test }) => `${(milliseconds / 1000).toFixed(1).padStart(6)} s  ${test}`)
    .join("\n");

/** What failed, said again where one looks first: at the end. */
const failed = ({ failures }: Tally): string =>
  failures.length === 0 ? "" : `\nWhat failed:\n${failures.join("\n")}\n`;

const words = ({ passed, failed }: Tally): string => `${passed} passed, ${failed} failed`;

const longestName = Math.max(...suites.map(({ length }) => length));

const runSuite = async (suite: Suite, folder: string): Promise<Tally> => {
  const report = join(folder, `${suite.replaceAll("/", "-")}.json`);
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
  const say = (line: string): void => console.log(`${suite.padEnd(longestName)} | ${line}`);
  const { ok } = await run(bin("vitest"), ["run", "--root", join(root, suite), ...reporters], {
    onLine: say,
    timeoutMs,
    env: {
      // The tests start many servers, which are ready much sooner when what one of them compiled is there for the others.
      NODE_COMPILE_CACHE: join(folder, "compiled"),
      ...(isProof ? { DOCKET_PROOF: "yes" } : {}),
      ...(process.stdout.isTTY ? { FORCE_COLOR: "1" } : {}),
    },
  });
  const counted = tally(await readReport(report), ok);
  say(words(counted));
  return counted;
};

const isSuite = (name: string): name is Suite => (suites as readonly string[]).includes(name);

/** The suites that were asked for; null if one of them does not exist. */
const chosen = (names: readonly string[]): readonly Suite[] | null => {
  if (names.length === 0) return suites;
  const known = names.filter(isSuite);
  return known.length === names.length ? known : null;
};

const build = async (): Promise<Tally> => {
  const { ok, output } = await buildWidget();
  if (!ok) console.log(output);
  return { passed: 0, failed: ok ? 0 : 1, timed: [], failures: ok ? [] : ["  the build of the widget"] };
};

const runAll = async (names: readonly Suite[]): Promise<readonly Tally[]> => {
  const tallies = names.some((name) => needBuild.includes(name)) ? [await build()] : [];
  const folder = await mkdtemp(join(tmpdir(), "docket-tests-"));
  const waiting = suites.filter((suite) => names.includes(suite));
  const runLane = async (): Promise<void> => {
    for (let suite = waiting.shift(); suite !== undefined; suite = waiting.shift()) {
      tallies.push(await runSuite(suite, folder));
    }
  };
  try {
    await Promise.all(Array.from({ length: lanes }, runLane));
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 });
  }
  return tallies;
};

/** What keeps every test from running here, and what to do about it; null when nothing does. */
const hindrance = async (): Promise<string | null> => {
  if (!existsSync(bin("vitest"))) {
    return "The development packages are not installed. Run `npm ci --include=dev`.";
  }
  const found = await lookup("localhost").catch(() => null);
  return found === null
    ? "This machine does not know localhost. Add the line `127.0.0.1 localhost` to /etc/hosts."
    : null;
};

const asked = process.argv.slice(2);
const isProof = asked.includes("--proof");
const names = chosen(asked.filter((name) => name !== "--proof"));
const hindered = await hindrance();
if (names === null || hindered !== null) {
  console.error(hindered ?? `The suites are ${suites.join(", ")}.`);
  process.exitCode = 2;
} else {
  const total = add(await runAll(names));
  process.exitCode = total.failed === 0 ? 0 : 1;
  console.log(`\nThe slowest:\n${slowest(total)}\n${failed(total)}\n${words(total)}`);
}
