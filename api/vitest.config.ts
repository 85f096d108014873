import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "api",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/workerd/**"],
    globalSetup: ["test/template.ts"],
    testTimeout: 20_000,
    hookTimeout: 20_000,
  },
});
