import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect } from "vitest";

/** The top folder of the repository. */
export const root = fileURLToPath(new URL("../../..", import.meta.url));

/** How a command ended, and what it printed. */
interface Ended {
  readonly code: number | null;
  readonly said: string;
  readonly complained: string;
}

/** Runs a program in the top folder of the repository, with these settings only. */
export const run = async (program: string, args: readonly string[], env: Record<string, string>): Promise<Ended> => {
  const { PATH, NODE_COMPILE_CACHE } = process.env;
  const child = spawn(program, args, { cwd: root, env: { PATH, NODE_COMPILE_CACHE, DATABASE_URL: "", ...env } });
  const [said, complained] = [child.stdout, child.stderr].map((stream) => stream.setEncoding("utf8").toArray());
  const [code] = (await once(child, "close")) as [number | null];
  return { code, said: ((await said) ?? []).join(""), complained: ((await complained) ?? []).join("") };
};

/** Runs a command as people do. */
export const npm = (command: "backup" | "restore", saved: string, desk: string): Promise<Ended> =>
  run("npm", ["run", "--silent", command, "--", saved], { DATA_DIR: desk });

/** Runs a command without npm, which has things of its own to say. */
export const node = (
  command: "backup" | "restore",
  saved: string,
  desk: string,
  env: Record<string, string> = {},
): Promise<Ended> => run(process.execPath, [join(root, `api/src/${command}.ts`), saved], { DATA_DIR: desk, ...env });

/** Checks that a command did nothing and said why in one line. */
export const expectRefused = ({ code, said, complained }: Ended, why: string): void => {
  expect({ code, said }).toEqual({ code: 1, said: "" });
  expect(complained).toMatch(/^docket: .+\n$/);
  expect(complained).toContain(why);
};
