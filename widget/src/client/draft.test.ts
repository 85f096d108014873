import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { FakeStorage } from "../../test/fake-storage.ts";
import { Draft } from "./draft.ts";
import { Kept } from "./kept.ts";

const storage = new FakeStorage();
const draft = () => new Draft<string>(new Kept("a:", () => storage), "draft:new");

beforeEach(() => {
  vi.useFakeTimers();
  storage.clear();
});
afterEach(() => void vi.useRealTimers());

test("it is kept once the typing pauses", () => {
  const typing = draft();
  for (const text of ["H", "He", "Hel"]) typing.write(text);
  expect(storage.length).toBe(0);
  expect(typing.value).toBe("Hel");
  vi.runAllTimers();
  expect(draft().value).toBe("Hel");
});

test("saving does not wait for the pause", () => {
  const typing = draft();
  typing.write("Hello");
  typing.save();
  expect(draft().value).toBe("Hello");
});

test("nothing left of it leaves nothing behind, also when a pause was running", () => {
  const typing = draft();
  typing.write("Hello");
  typing.write(null);
  vi.runAllTimers();
  expect(storage.length).toBe(0);
  expect(typing.value).toBeNull();
});
