import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { browserLaunch } from "../../.ci/chromium.ts";

test("the packaged browser brings the libraries that a small system lacks", async () => {
  const { executablePath, env } = await browserLaunch();
  const { stdout } = await promisify(execFile)("ldd", [executablePath], { env });
  const unpacked = join(dirname(executablePath), "al2023/lib");
  for (const name of ["libnspr4.so", "libnss3.so", "libnssutil3.so"]) {
    expect(stdout).toContain(`${name} => ${unpacked}/${name}`);
  }
  expect(stdout).not.toContain("not found");
});
