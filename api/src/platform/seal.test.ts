import { expect, test } from "vitest";
import { SealBroken, seal, unseal } from "./seal.ts";

const secret = "a secret for tests that is long enough";
const about = "slack:T1";
const token = "xoxb-1-ü-😀";

/** The sealed text with one bit of one byte turned over. */
const tamper = (sealed: string, at: number): string => {
  const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
  bytes[at] = (bytes[at] ?? 0) ^ 1;
  return btoa(String.fromCharCode(...bytes));
};

const lengthOf = (sealed: string): number => atob(sealed).length;

test("what was sealed opens again, and says nothing before that", async () => {
  const sealed = await seal(secret, about, token);
  expect(await unseal(secret, about, sealed)).toBe(token);
  expect(atob(sealed)).not.toContain("xoxb");
});

test("the same text is sealed in another way each time", async () => {
  const all = await Promise.all(Array.from({ length: 20 }, () => seal(secret, about, token)));
  expect(new Set(all).size).toBe(20);
});

test("no bit of it can be changed", async () => {
  const sealed = await seal(secret, about, token);
  for (let at = 0; at < lengthOf(sealed); at++) {
    await expect(unseal(secret, about, tamper(sealed, at))).rejects.toThrow(SealBroken);
  }
});

test.each([
  ["with another secret", `${secret}.`, about],
  ["for something else", secret, "slack:T2"],
])("it does not open %s", async (_, otherSecret, otherAbout) => {
  const sealed = await seal(secret, about, token);
  await expect(unseal(otherSecret, otherAbout, sealed)).rejects.toThrow(/DOCKET_SECRET/);
});

test.each(["", "AQ==", "not base64!", "Ag==".repeat(12), btoa("x".repeat(40))])("%j is no seal", async (text) => {
  await expect(unseal(secret, about, text)).rejects.toThrow(SealBroken);
});

test("a text of a later version is not taken for one of this", async () => {
  const sealed = await seal(secret, about, token);
  const bytes = Uint8Array.from(atob(sealed), (char) => char.charCodeAt(0));
  bytes[0] = 2;
  await expect(unseal(secret, about, btoa(String.fromCharCode(...bytes)))).rejects.toThrow(SealBroken);
});
