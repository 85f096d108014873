import { expect, test } from "vitest";
import { ProblemError } from "../http/problem.ts";
import { PasswordLine, mostPlaces } from "./password-line.ts";

const settle = () =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

/** A line whose hashing ends when the test says so. */
const makeLine = () => {
  const line = new PasswordLine();
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const ask = (caller: string) =>
    line.withPlace(caller, () =>
      line.inTurn(() => {
        begun.push(caller);
        return new Promise<string>((resolve) => {
          ends.push(() => resolve(caller));
        });
      }),
    );
  /** Ends what runs, until nothing more comes. */
  const endAll = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await settle();
    }
  };
  return { ask, begun, endAll };
};

const refusalOf = (asked: Promise<unknown>) =>
  asked.then(
    () => null,
    (error: unknown) => (error instanceof ProblemError ? [error.error.code, error.extra.retryAfter] : error),
  );

test("two are hashed at a time, and callers take turns", async () => {
  const { ask, begun, endAll } = makeLine();
  const many = Array.from({ length: 6 }, () => ask("many"));
  const one = ask("one");
  await settle();
  expect(begun).toEqual(["many", "many"]);
  await endAll();
  expect(await Promise.all([...many, one])).toHaveLength(7);
  // Of six that were there before, the one waited for those that ran and one more.
  expect(begun).toEqual(["many", "many", "many", "one", "many", "many", "many"]);
});

test("a caller has a few places, all have some more, and each is free again", async () => {
  const { ask, endAll } = makeLine();
  const full = Array.from({ length: mostPlaces.caller }, () => ask("a"));
  expect(await refusalOf(ask("a"))).toEqual(["request.rate_limited", 2]);
  const others = Array.from({ length: mostPlaces.all - mostPlaces.caller }, (_, i) => ask(`other ${i}`));
  expect(await refusalOf(ask("b"))).toEqual(["server.unavailable", 5]);
  await settle();
  await endAll();
  await Promise.all([...full, ...others]);
  const again = [ask("a"), ask("b")];
  await settle();
  await endAll();
  expect(await Promise.all(again)).toEqual(["a", "b"]);
});

test("one that fails hands its turn on", async () => {
  const line = new PasswordLine();
  const broken = () => line.withPlace("a", () => line.inTurn(() => Promise.reject(new Error("broken"))));
  for (let i = 0; i < 3; i++) await expect(broken()).rejects.toThrow("broken");
  expect(await line.inTurn(() => Promise.resolve("done"))).toBe("done");
});
