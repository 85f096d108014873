import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "bots",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    globalSetup: ["../api/test/template.ts"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
