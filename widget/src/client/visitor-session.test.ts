import { expect, test } from "vitest";
import { FakeStorage } from "../../test/fake-storage.ts";
import { Kept } from "./kept.ts";
import { VisitorSession } from "./visitor-session.ts";

const day = 24 * 60 * 60 * 1000;
const kept = (storage = new FakeStorage()) => new Kept("site:", () => storage);
const inDays = (days: number) => new Date(Date.now() + days * day).toISOString();

/** Counts how often a session was asked for. */
const opener = (expiresAt = inDays(1)) => {
  let count = 0;
  return { open: async () => ({ token: `tok_${++count}`, expiresAt }), opened: () => count };
};

test("nothing is kept before the first send", () => {
  const storage = new FakeStorage();
  const session = new VisitorSession(kept(storage), opener().open);
  expect([session.token, session.contact, storage.length]).toEqual([null, null, 0]);
});

test("one session is opened, also when two things are sent at once, and the next page has it", async () => {
  const storage = new FakeStorage();
  const { open, opened } = opener();
  const session = new VisitorSession(kept(storage), open);
  await Promise.all([session.ensure(), session.ensure()]);
  await session.ensure();
  expect(opened()).toBe(1);
  session.remember({ name: "Mia", email: "mia@example.com" });
  const next = new VisitorSession(kept(storage), open);
  expect([next.token, next.contact]).toEqual(["tok_1", { name: "Mia", email: "mia@example.com" }]);
});

test("a session that expired is none", async () => {
  const storage = new FakeStorage();
  await new VisitorSession(kept(storage), opener(inDays(-1)).open).ensure();
  expect(new VisitorSession(kept(storage), opener().open).token).toBeNull();
});

test("a session that could not be opened is asked for again", async () => {
  let fails = true;
  const session = new VisitorSession(kept(), async () => {
    if (fails) throw new Error("no");
    return { token: "tok", expiresAt: inDays(1) };
  });
  await expect(session.ensure()).rejects.toThrow("no");
  fails = false;
  await session.ensure();
  expect(session.token).toBe("tok");
});

test("what is forgotten is gone from the device", async () => {
  const storage = new FakeStorage();
  const session = new VisitorSession(kept(storage), opener().open);
  await session.ensure();
  session.forget();
  expect([session.token, storage.length]).toEqual([null, 0]);
});
