import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bin, root, run } from "./command.ts";
import type { Outcome } from "./command.ts";

const openapi = join(root, "api/openapi.json");

/** Whether the committed description of the API is the one that the routes give. Leaves the file as it was. */
export const checkOpenapi = async (): Promise<Outcome> => {
  const committed = await readFile(openapi, "utf8");
  const written = await run(process.execPath, ["api/src/write-openapi.ts"]);
  const fresh = await readFile(openapi, "utf8");
  if (fresh === committed) return written;
  await writeFile(openapi, committed);
  return { ok: false, output: "api/openapi.json is out of date: npm run openapi" };
};

/** Whether the migrations lead to the schema: asked to generate another one, drizzle-kit must find nothing to do. */
export const checkMigrations = async (): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-migrations-"));
  try {
    await cp(join(root, "api/migrations"), join(folder, "migrations"), { recursive: true });
    const before = await readdir(join(folder, "migrations"));
    const schema = join(root, "api/src/db/schema/all.ts");
    const options = ["generate", "--dialect", "sqlite", "--schema", schema, "--out", "migrations"];
    const generated = await run(bin("drizzle-kit"), options, { cwd: folder });
    const after = await readdir(join(folder, "migrations"));
    if (!generated.ok || after.length === before.length) return generated;
    return {
      ok: false,
      output: `${generated.output}\nThe schema is ahead of the migrations: npx drizzle-kit generate`,
    };
  } finally {
    await rm(folder, { recursive: true });
  }
};
