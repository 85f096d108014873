import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { Gate } from "./gate.ts";
import type { Work } from "./port-routes.ts";
import type { ServerUnderTest } from "./server.ts";

/** How long work in another process may take on a machine that has a lot to do. */
export const patience = { timeout: 30_000 };

/** Starts background work in a request, which is over when this resolves. */
export const startWork = async (server: ServerUnderTest, gate: Gate, ...works: readonly Omit<Work, "gate">[]) => {
  const body = JSON.stringify(works.map((work) => ({ ...work, gate: gate.url })));
  const response = await fetch(`${server.url}/ports/background`, { method: "POST", body });
  await response.text();
  expect(response.status).toBe(202);
  gate.heard.push("answered");
};

/** What background work does everywhere. */
export const backgroundContract = (name: string, start: () => Promise<ServerUnderTest>): void => {
  describe(`background work: ${name}`, () => {
    let server: ServerUnderTest;
    let gate: Gate;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => server.stop());
    beforeEach(async () => {
      gate = await new Gate().start();
    });
    afterEach(() => gate.stop());

    /** The failures of these works that were logged. */
    const logged = (...works: readonly string[]) =>
      works.map((work) =>
        server
          .log()
          .split("\n")
          .filter((line) => line.includes(`"work":"${work}"`))
          .map((line) => JSON.parse(line.slice(line.indexOf("{"))) as { level: string; error: { message: string } })
          .map(({ level, error }) => `${level}: ${error.message}`),
      );

    test.each([null, 30])("goes on after the answer, begun after %j ms", async (delay) => {
      await startWork(server, gate, { name: "one", failure: "none", delay }, { name: "other", failure: "none", delay });
      await expect.poll(() => gate.heard.toSorted(), patience).toEqual(["answered", "come/one", "come/other"]);
      gate.open();
      await expect.poll(() => gate.heard.slice(3).toSorted(), patience).toEqual(["pass/one", "pass/other"]);
    });

    test.each([null, 30])("that fails is logged once and harms nothing, begun after %j ms", async (delay) => {
      const [broken, late, well] = [`broken-${delay}`, `late-${delay}`, `well-${delay}`];
      await startWork(
        server,
        gate,
        { name: broken, failure: "at once", delay },
        { name: late, failure: "in the end", delay },
        { name: well, failure: "none", delay },
      );
      gate.open();
      await expect.poll(() => gate.heard, patience).toContain(`pass/${well}`);
      const failures = [[`error: ${broken} fails at once`], [`error: ${late} fails in the end`], []];
      await expect.poll(() => logged(broken, late, well), patience).toEqual(failures);
      await startWork(server, gate, { name: "next", failure: "none", delay: null });
      await expect.poll(() => gate.heard, patience).toContain("pass/next");
    });
  });
};
