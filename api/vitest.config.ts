import { configDefaults, defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    name: "api",
    include: ["src/**/*.test.ts", "test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, "test/workerd/**"],
    globalSetup: ["test/template.ts"],
    // No module keeps state that a test could leave to another one, and loading them for each file took half of the time.
    isolate: false,
    // Two suites run side by side, each with servers of its own: what takes long is not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
  },
});
