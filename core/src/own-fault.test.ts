import { expect, test } from "vitest";
import { isOwnFault } from "./own-fault.ts";

test("what the program does wrong is told from what it talks to", () => {
  expect(isOwnFault(new TypeError("Cannot read properties of undefined (reading 'map')"))).toBe(true);
  expect(isOwnFault(new RangeError("Invalid array length"))).toBe(true);
  expect(isOwnFault(new TypeError("fetch failed", { cause: new Error("ECONNRESET") }))).toBe(false);
  expect(isOwnFault(new TypeError("terminated"))).toBe(false);
  expect(isOwnFault(new Error("The mail service is down."))).toBe(false);
  expect(isOwnFault("TypeError")).toBe(false);
});
