import { mkdir, mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bin, run } from "./command.ts";
import type { Outcome } from "./command.ts";

const kilobytes = 1024;

/** Builds the Worker as a deployment does, without sending it anywhere, and compares its size with what it may weigh. */
export const checkWorkerBundle = async (): Promise<Outcome> => {
  const folder = await mkdtemp(join(tmpdir(), "docket-bundle-"));
  try {
    // The built files are weighed elsewhere, and may be about to be built.
    const assets = join(folder, "assets");
    await mkdir(assets);
    const built = await run(bin("wrangler"), ["deploy", "--dry-run", "--outdir", folder, "--assets", assets], {
      env: { CI: "true", WRANGLER_SEND_METRICS: "false", WRANGLER_WRITE_LOGS: "false" },
    });
    if (!built.ok) return built;
    const size = gzipSync(await readFile(join(folder, "worker.js")), { level: 9 }).length / 1024;
    return { ok: size <= kilobytes, output: `${size.toFixed(0)} of ${kilobytes} KB` };
  } finally {
    await rm(folder, { recursive: true });
  }
};
