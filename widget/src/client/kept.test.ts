import { expect, test } from "vitest";
import { FakeStorage } from "../../test/fake-storage.ts";
import { Kept } from "./kept.ts";

test("what is kept is there for the next page, and only under its prefix", () => {
  const storage = new FakeStorage();
  new Kept("a:", () => storage).set("draft", { text: "Hello" });
  expect(new Kept("a:", () => storage).get("draft")).toEqual({ text: "Hello" });
  expect(new Kept("b:", () => storage).get("draft")).toBeNull();
});

test("what is removed is gone", () => {
  const storage = new FakeStorage();
  const kept = new Kept("a:", () => storage);
  kept.set("draft", "x");
  kept.remove("draft");
  expect(kept.get("draft")).toBeNull();
  expect(storage.length).toBe(0);
});

test("a storage that throws, or is not there, still lasts as long as the page", () => {
  const storage = new FakeStorage();
  storage.broken = true;
  const missing = (): Storage => {
    throw new DOMException("Access is denied.", "SecurityError");
  };
  for (const kept of [new Kept("a:", () => storage), new Kept("a:", missing)]) {
    kept.set("draft", "x");
    expect(kept.get("draft")).toBe("x");
    kept.remove("draft");
    expect(kept.get("draft")).toBeNull();
  }
});

test("what somebody else wrote there and is not JSON counts as nothing", () => {
  const storage = new FakeStorage();
  storage.setItem("a:draft", "{");
  expect(new Kept("a:", () => storage).get("draft")).toBeNull();
});
