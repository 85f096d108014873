import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "bots",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["../api/test/template.ts"],
    // Two suites run side by side, each with servers of its own: what takes long is not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
