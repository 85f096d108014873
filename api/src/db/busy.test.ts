import { LibsqlError } from "@libsql/client";
import { expect, test } from "vitest";
import { cutOff, retryWhileBusy, serverBusy } from "./busy.ts";

const failure = (code: string) => new LibsqlError(code, code);

/** Fails with these codes, one after the other, and is done then. */
const failing = (...codes: string[]) => {
  const left = [...codes];
  return () => {
    const code = left.shift();
    return code === undefined ? Promise.resolve("done") : Promise.reject(failure(code));
  };
};

test("a busy database is waited for, whichever way it says so", async () => {
  expect(await retryWhileBusy(failing("SQLITE_BUSY", serverBusy, "SQLITE_BUSY_SNAPSHOT", serverBusy, cutOff))).toBe(
    "done",
  );
});

test("nothing else is tried again", async () => {
  for (const code of ["SERVER_UNAVAILABLE", "SQLITE_CONSTRAINT", "SQLITE_FULL"]) {
    await expect(retryWhileBusy(failing(code))).rejects.toMatchObject({ code });
  }
});

test("what may have been done, and then is in its own way, is not told as if others had been first", async () => {
  await expect(retryWhileBusy(failing(cutOff, serverBusy, "SQLITE_CONSTRAINT"))).rejects.toMatchObject({
    code: cutOff,
  });
  await expect(retryWhileBusy(failing(serverBusy, "SQLITE_CONSTRAINT"))).rejects.toMatchObject({
    code: "SQLITE_CONSTRAINT",
  });
});
