import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "examples",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    // Each journey starts a server and a browser of its own: one at a time keeps their waits short.
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
