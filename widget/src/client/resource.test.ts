import { expect, test } from "vitest";
import { Resource } from "./resource.ts";

test("the newest read wins, whichever answers last", async () => {
  const resource = new Resource<string>();
  const slow = Promise.withResolvers<string>();
  const first = resource.load(() => slow.promise);
  await resource.load(async () => "new");
  slow.resolve("old");
  await first;
  expect(resource.value).toBe("new");
  expect(resource.loading).toBe(false);
});

test("the read that nobody waits for any more is aborted", async () => {
  const resource = new Resource<string>();
  let aborted: AbortSignal | undefined;
  void resource.load((signal) => {
    aborted = signal;
    return new Promise(() => undefined);
  });
  await resource.load(async () => "new");
  expect(aborted?.aborted).toBe(true);
});

test("a failure keeps the value, and success takes the failure away", async () => {
  const resource = new Resource<string>();
  await resource.load(async () => "value");
  const failure = new Error("no");
  await resource.load(() => Promise.reject(failure));
  expect([resource.value, resource.error]).toEqual(["value", failure]);
  await resource.load(async () => "again");
  expect([resource.value, resource.error]).toEqual(["again", undefined]);
});

test("a value that is put, or a clear, outlives a read that was under way", async () => {
  const resource = new Resource<string>();
  const slow = Promise.withResolvers<string>();
  const reading = resource.load(() => slow.promise);
  resource.set("put");
  slow.resolve("read");
  await reading;
  expect(resource.value).toBe("put");
  resource.clear();
  expect(resource.value).toBeUndefined();
});
