import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    projects: ["core", "api", "api/test/workerd", "widget", "bots", "examples"],
  },
});
