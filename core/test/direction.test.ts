import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "../..");

interface Case {
  /** The file that imports. */
  readonly file: string;
  readonly line: string;
}

/** A case that the linter or the compiler must refuse, with words of the refusal. */
interface Refused extends Case {
  readonly because: string;
}

const shutToLint: readonly Refused[] = [
  { file: "core/src/tickets/a.ts", line: `import "@docket/api/client";`, because: "core imports nothing but core" },
  { file: "core/src/tickets/b.ts", line: `import "node:fs";`, because: "core imports nothing but core" },
  { file: "core/src/tickets/c.ts", line: `import "zod";`, because: "core imports nothing but core" },
  {
    file: "core/src/tickets/d.ts",
    line: `import "../../../api/src/app.ts";`,
    because: "core imports nothing but core",
  },
  { file: "core/src/contract/a.ts", line: `import "hono";`, because: "zod in the contract" },
  { file: "core/src/contract/b.ts", line: `import "zod/v3";`, because: "zod in the contract" },
  { file: "widget/src/embed/a.ts", line: `import "@docket/api/app";`, because: "@docket/api/client only" },
  { file: "widget/src/embed/b.ts", line: `import "@docket/bots/desk";`, because: "@docket/api/client only" },
  { file: "widget/src/embed/c.ts", line: `import "../../../core/src/ids.ts";`, because: "@docket/core/* and" },
  {
    file: "widget/src/embed/d.ts",
    line: `import { ticketView } from "@docket/core/contract/ticket"; ticketView;`,
    because: "import types only",
  },
  { file: "widget/src/embed/e.ts", line: `import "zod";`, because: "zod never reaches the browser" },
  { file: "widget/src/embed/f.ts", line: `import "node:path";`, because: "does not run in a browser" },
  { file: "widget/src/embed/g.ts", line: `import "lit/directives/unsafe-html.js";`, because: "security policy" },
  { file: "bots/src/slack/a.ts", line: `import "@docket/api/app";`, because: "@docket/api/client only" },
  { file: "bots/src/slack/b.ts", line: `import "@docket/widget";`, because: "@docket/api/client only" },
  { file: "bots/src/slack/c.ts", line: `import "drizzle-orm";`, because: "Bots have no database" },
  {
    file: "api/src/tickets/claim-a.ts",
    line: `import "@docket/widget/src/embed/app.ts";`,
    because: "@docket/core/* only",
  },
  { file: "api/src/tickets/claim-b.ts", line: `import "@docket/bots/slack/app";`, because: "@docket/core/* only" },
  { file: "api/src/tickets/claim-c.ts", line: `import "../../../widget/src/embed/app.ts";`, because: "@docket/core/*" },
  { file: "api/src/tickets/claim-d.ts", line: `import "drizzle-orm/sqlite-core";`, because: "SQL belongs to a store" },
  { file: "api/src/tickets/claim-e.ts", line: `import "@libsql/client";`, because: "SQL belongs to a store" },
  { file: "api/src/tickets/claim-f.ts", line: `import "hono/http-exception";`, because: "Hono belongs to http" },
  { file: "api/src/tickets/claim-g.ts", line: `import "./routes.ts";`, because: "Imports go down" },
  { file: "api/src/tickets/claim-h.ts", line: `import "../app.ts";`, because: "Imports go down" },
  { file: "api/src/tickets/store.ts", line: `import "hono";`, because: "Hono belongs to http" },
  { file: "api/src/tickets/get-a.ts", line: `import "./routes.ts";`, because: "Imports go down" },
  { file: "api/src/tickets/routes.ts", line: `import "drizzle-orm";`, because: "SQL belongs to a store" },
  { file: "api/src/people/routes.ts", line: `import { a } from "./store.ts"; a;`, because: "A route calls a verb" },
  { file: "api/src/sites/routes.ts", line: `import "../node.ts";`, because: "Imports go down" },
  { file: "api/src/http/a.ts", line: `import "@libsql/client";`, because: "SQL belongs to a store" },
  { file: "api/src/db/a.ts", line: `import "../tickets/claim-ticket.ts";`, because: "lowest room" },
  { file: "api/src/app.ts", line: `import "./node.ts";`, because: "Imports go down" },
  { file: "api/src/demo.ts", line: `import "@docket/bots/slack/app";`, because: "@docket/core/* only" },
  { file: "api/src/node.ts", line: `import "@docket/widget/src/embed/app.ts";`, because: "@docket/bots/* only" },
];

const openToLint: readonly Case[] = [
  { file: "core/src/tickets/open.ts", line: `export { err } from "../result.ts";` },
  { file: "core/src/contract/open.ts", line: `import { z } from "zod"; export const name = z.string();` },
  { file: "widget/src/embed/open-a.ts", line: `export { createClient } from "@docket/api/client";` },
  { file: "widget/src/embed/open-b.ts", line: `export { stageOf } from "@docket/core/tickets/transitions";` },
  { file: "widget/src/embed/open-c.ts", line: `export type { TicketView } from "@docket/core/contract/ticket";` },
  { file: "bots/src/slack/open.ts", line: `export { createClient } from "@docket/api/client";` },
  { file: "api/src/tickets/open-ticket.ts", line: `export { decide } from "@docket/core/tickets/decide";` },
  { file: "api/src/people/store.ts", line: `export { eq } from "drizzle-orm";` },
  { file: "api/src/people/list-people.ts", line: `export { eq } from "drizzle-orm";` },
  { file: "api/src/http/rate-limit-query.ts", line: `export { eq } from "drizzle-orm";` },
  { file: "api/src/outbox/drain.ts", line: `export { eq } from "drizzle-orm";` },
  { file: "api/src/db/open.ts", line: `export { createClient } from "@libsql/client";` },
  { file: "api/src/teams/routes.ts", line: `export { Hono } from "hono";` },
  { file: "api/src/worker.ts", line: `export { boards } from "@docket/bots/slack/app";` },
];

const shutToTypes: readonly Refused[] = [
  { file: "core/src/a.ts", line: `export const title = document.title;`, because: "'document'" },
  { file: "core/src/b.ts", line: `export const port = process.env["PORT"];`, because: "'process'" },
  { file: "core/src/c.ts", line: `export const answer = fetch("https://example.com");`, because: "'fetch'" },
  { file: "core/src/d.ts", line: `export type Storage = DurableObjectNamespace;`, because: "'DurableObjectNamespace'" },
  { file: "core/src/e.ts", line: `setTimeout(() => 0, 1);`, because: "'setTimeout'" },
  { file: "core/src/f.ts", line: `export { readFile } from "node:fs/promises";`, because: "'node:fs/promises'" },
  { file: "core/src/g.ts", line: `export { run } from "@docket/api/services";`, because: "'@docket/api/services'" },
];

const openToTypes: readonly Case[] = [{ file: "core/src/open.ts", line: `export { z } from "zod";` }];

const timeout = 60_000;

/** What a program says. That it found faults is no error here. */
const say = (program: string, args: readonly string[], cwd: string): Promise<string> =>
  new Promise((resolve) => {
    const command = [join(root, "node_modules", program), ...args];
    execFile(process.execPath, command, { cwd, timeout }, (_, stdout, stderr) => {
      resolve(stdout + stderr);
    });
  });

/** A small copy of the house, with the real settings and nothing but these files. */
const house = async (cases: readonly Case[]): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-direction-"));
  for (const file of [".oxlintrc.json", "tsconfig.base.json", "core/tsconfig.json", "core/package.json"]) {
    await cp(join(root, file), join(folder, file));
  }
  await symlink(join(root, "node_modules"), join(folder, "node_modules"));
  for (const { file, line } of cases) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await writeFile(join(folder, file), `${line}\n`);
  }
  return folder;
};

interface Diagnostic {
  readonly code: string;
  readonly help?: string;
  readonly filename: string;
}

describe("lint", () => {
  let folder: string;
  let found: readonly Diagnostic[];

  beforeAll(async () => {
    folder = await house([...shutToLint, ...openToLint]);
    const said = await say("oxlint/bin/oxlint", ["--format=json", "api", "bots", "core", "widget"], folder);
    found = (JSON.parse(said) as { readonly diagnostics: readonly Diagnostic[] }).diagnostics;
  }, timeout);

  afterAll(() => rm(folder, { recursive: true }));

  const refusals = (file: string): readonly string[] =>
    found
      .filter(({ code, filename }) => filename === file && code.includes("no-restricted-imports"))
      .map(({ help }) => help ?? "");

  test.each(shutToLint)("$file may not: $line", ({ file, because }) => {
    expect(refusals(file).join("\n")).toContain(because);
  });

  test.each(openToLint)("$file may: $line", ({ file }) => {
    expect(refusals(file)).toEqual([]);
  });
});

describe("types", () => {
  let folder: string;
  let said: readonly string[];

  beforeAll(async () => {
    folder = await house([...shutToTypes, ...openToTypes]);
    said = (await say("typescript/bin/tsc", ["-p", "core", "--pretty", "false"], folder)).split("\n");
  }, timeout);

  afterAll(() => rm(folder, { recursive: true }));

  const faults = (file: string): readonly string[] => said.filter((line) => line.startsWith(`${file}(`));

  test.each(shutToTypes)("$file may not: $line", ({ file, because }) => {
    expect(faults(file).join("\n")).toContain(because);
  });

  test.each(openToTypes)("$file may: $line", ({ file }) => {
    expect(faults(file)).toEqual([]);
  });
});
