import { playwright } from "@vitest/browser-playwright";
import { defineConfig } from "vitest/config";
import { browserLaunch } from "../.ci/chromium.ts";

export default defineConfig({
  // Ready before the first test: a dependency that is found on the way makes the page load again in the middle of a test.
  optimizeDeps: { include: ["axe-core"] },
  test: {
    name: "widget",
    include: ["src/**/*.test.ts"],
    // Another suite runs beside this one: a page may come late.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 30_000 } },
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: await browserLaunch() }),
      instances: [{ browser: "chromium" }],
    },
  },
});
