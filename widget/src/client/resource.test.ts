import { Computed, Signal } from "@lit-labs/signals";
import { afterEach, describe, expect, test, vi } from "vitest";
import { ApiError } from "./api.ts";
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

describe("while the desk is away", () => {
  afterEach(() => void vi.useRealTimers());

  const away = new ApiError({ status: 503, code: "server.unavailable", detail: "Not now." });
  const looking = <T>(resource: Resource<T>): (() => void) => {
    const seen = new Computed(() => [resource.value, resource.error]);
    const watcher = new Signal.subtle.Watcher(() => undefined);
    watcher.watch(seen);
    seen.get();
    return () => watcher.unwatch(seen);
  };
  const failing = (failures: number, error: unknown = away) => {
    const read = vi.fn<() => Promise<string>>(async () => {
      if (read.mock.calls.length <= failures) throw error;
      return "there";
    });
    return read;
  };

  test("what is shown is read again by itself until the desk answers, and not any more then", async () => {
    vi.useFakeTimers();
    const resource = new Resource<string>();
    const read = failing(4);
    looking(resource);
    await resource.load(read);
    expect(resource.error).toBe(away);
    await vi.advanceTimersByTimeAsync(60_000);
    expect([resource.value, resource.error, read.mock.calls.length]).toEqual(["there", undefined, 5]);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(5);
  });

  test("it does not wait when the network is back", async () => {
    vi.useFakeTimers();
    const resource = new Resource<string>();
    looking(resource);
    await resource.load(failing(1));
    dispatchEvent(new Event("online"));
    await vi.advanceTimersByTimeAsync(0);
    expect(resource.value).toBe("there");
  });

  test("what nobody looks at any more, what was put since, and what was refused is left alone", async () => {
    vi.useFakeTimers();
    const refused = new ApiError({ status: 403, code: "permission.denied", detail: "No." });
    const [left, put, denied] = [new Resource<string>(), new Resource<string>(), new Resource<string>()];
    const reads = [failing(9), failing(9), failing(9, refused)] as const;
    looking(left)();
    looking(put);
    looking(denied);
    await Promise.all([left.load(reads[0]), put.load(reads[1]), denied.load(reads[2])]);
    put.set("put");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(reads.map((read) => read.mock.calls.length)).toEqual([1, 1, 1]);
  });
});
