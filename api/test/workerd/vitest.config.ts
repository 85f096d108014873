import { defineConfig } from "vitest/config";

/** A suite of its own, one file after the other: each starts a workerd. */
export default defineConfig({
  test: {
    name: "workerd",
    include: ["*.test.ts"],
    fileParallelism: false,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
