import { expect, test } from "vitest";
import { refusalOf } from "../../test/refusal-of.ts";
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
  const ask = (address: string, person: string | null = null) => {
    const caller = person ?? address;
    return line.withPlace({ person, address }, () =>
      line.inTurn(() => {
        begun.push(caller);
        return new Promise<string>((resolve) => {
          ends.push(() => resolve(caller));
        });
      }),
    );
  };
  /** Ends what runs, until nothing more comes. */
  const endAll = async () => {
    for (let end = ends.shift(); end; end = ends.shift()) {
      end();
      await settle();
    }
  };
  return { ask, begun, endAll };
};

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

const places = (count: number, ask: (i: number) => Promise<string>) => Array.from({ length: count }, (_, i) => ask(i));

test("an address has a few places, its network some more, and each is free again", async () => {
  const { ask, endAll } = makeLine();
  const full = places(mostPlaces.address, () => ask("192.0.2.1"));
  expect(await refusalOf(ask("192.0.2.1"))).toEqual(["request.rate_limited", 2]);
  const wide = places(mostPlaces.network, (i) => ask(`2001:db8:1:${i}::/64`));
  expect(await refusalOf(ask("2001:db8:1:ff::/64"))).toEqual(["request.rate_limited", 2]);
  const beside = ask("2001:db8:2:1::/64");
  await settle();
  await endAll();
  await Promise.all([...full, ...wide, beside]);
  const again = [ask("192.0.2.1"), ask("2001:db8:1:ff::/64")];
  await settle();
  await endAll();
  expect(await Promise.all(again)).toHaveLength(2);
});

test("where all places are taken, those who have one are refused, and whoever has none is not", async () => {
  const { ask, begun, endAll } = makeLine();
  const strangers = places(mostPlaces.strangers, (i) => ask(`192.0.2.${i}`));
  expect(await refusalOf(ask("192.0.2.1"))).toEqual(["server.unavailable", 5]);
  const newcomer = ask("198.51.100.1");
  const known = [ask("192.0.2.1", "ada"), ask("198.51.100.9", "bob")];
  await settle();
  await endAll();
  expect(await Promise.all([...strangers, newcomer, ...known])).toHaveLength(mostPlaces.strangers + 3);
  // Who is known waits for as many strangers as know them, and not for all.
  expect([begun.indexOf("ada"), begun.indexOf("bob")].every((turn) => turn <= 5)).toBe(true);
});

test("somebody who is known has a few places wherever they are, and takes none of another one's", async () => {
  const { ask, endAll } = makeLine();
  const full = places(mostPlaces.person, (i) => ask(`192.0.2.${i}`, "bob"));
  expect(await refusalOf(ask("198.51.100.1", "bob"))).toEqual(["request.rate_limited", 2]);
  const many = places(mostPlaces.known, (i) => ask("192.0.2.1", `person ${i}`));
  expect(await refusalOf(ask("192.0.2.1", "person 1"))).toEqual(["server.unavailable", 5]);
  const colleague = ask("192.0.2.1", "ada");
  await settle();
  await endAll();
  expect(await colleague).toBe("ada");
  await Promise.all([...full, ...many]);
});

test("one that fails hands its turn on", async () => {
  const line = new PasswordLine();
  const broken = () =>
    line.withPlace({ person: null, address: "a" }, () => line.inTurn(() => Promise.reject(new Error("broken"))));
  for (let i = 0; i < 3; i++) await expect(broken()).rejects.toThrow("broken");
  expect(await line.inTurn(() => Promise.resolve("done"))).toBe("done");
});
