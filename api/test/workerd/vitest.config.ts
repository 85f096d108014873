import { defineConfig } from "vitest/config";

/** A suite of its own, one file after the other: each starts a workerd. */
export default defineConfig({
  test: {
    name: "workerd",
    include: ["*.test.ts"],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    // What runs within the tests calls nobody, and says only what is wrong.
    env: { CI: "true", CLOUDFLARE_CF_FETCH_ENABLED: "false", WRANGLER_LOG: "error", WRANGLER_SEND_METRICS: "false" },
  },
});
