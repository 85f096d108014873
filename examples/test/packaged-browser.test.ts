import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { browserLaunch } from "../../.ci/chromium.ts";

test("the packaged browser brings the libraries that a small system lacks", async () => {
  const { executablePath, env } = await browserLaunch();
  const { LD_LIBRARY_PATH = "", ...machine } = env;
  const { stdout } = await promisify(execFile)("ldd", [executablePath], { env: { ...machine, LD_LIBRARY_PATH } });
  for (const name of ["libnspr4.so", "libnss3.so", "libnssutil3.so"]) {
    expect(stdout).toContain(`${name} => ${LD_LIBRARY_PATH}/`);
  }
  expect(stdout).not.toContain("not found");
});
