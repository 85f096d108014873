import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { refusalOf } from "../../test/refusal-of.ts";
import { Callers } from "./callers.ts";
import { Turns, mostRequests } from "./turns.ts";

/** Requests whose work ends when the test says so. */
const makeTurns = () => {
  const callers = new Callers("session");
  const turns = new Turns(callers);
  const begun: string[] = [];
  const ends: (() => void)[] = [];
  const turnOf = (address: string, authorization?: string) => turns.of(callers.of({ authorization }, address));
  const held = (name: string) => {
    begun.push(name);
    return new Promise<string>((resolve) => {
      ends.push(() => resolve(name));
    });
  };
  const ask = (address: string, authorization?: string) =>
    turnOf(address, authorization).take(() => held(authorization ?? address));
  const endOne = async () => {
    ends.shift()?.();
    await setImmediate();
  };
  const endAll = async () => {
    await setImmediate();
    while (ends.length > 0) await endOne();
  };
  return { turnOf, ask, held, begun, endOne, endAll };
};

const many = (count: number, ask: () => Promise<string>) => Array.from({ length: count }, ask);
const [flooder, honest] = ["192.0.2.1", "198.51.100.1"];

test("whoever asks without pause has a few under way, and nobody else waits for the others", async () => {
  const { ask, begun, endAll } = makeTurns();
  const flood = many(50, () => ask(flooder));
  const other = ask(honest);
  await setImmediate();
  expect(begun).toEqual([...Array<string>(mostRequests.atOnce).fill(flooder), honest]);
  await endAll();
  expect(await Promise.all([...flood, other])).toHaveLength(51);
});

test("the addresses of one network take turns", async () => {
  const { ask, begun, endAll } = makeTurns();
  const flood = many(20, () => ask("2001:db8:1:1::/64"));
  const neighbours = [ask("2001:db8:1:2::/64"), ask("2001:db8:1:3::/64")];
  const elsewhere = ask("2001:db8:2:1::/64");
  await endAll();
  await Promise.all([...flood, ...neighbours, elsewhere]);
  expect(begun.slice(mostRequests.atOnce, mostRequests.atOnce + 5)).toEqual([
    "2001:db8:2:1::/64",
    "2001:db8:1:1::/64",
    "2001:db8:1:2::/64",
    "2001:db8:1:3::/64",
    "2001:db8:1:1::/64",
  ]);
});

test("what waits is bounded, and is refused before it begins", async () => {
  const { ask, begun, endAll } = makeTurns();
  const flood = many(mostRequests.atOnce + mostRequests.waiting, () => ask(flooder));
  expect(await refusalOf(ask(flooder))).toEqual(["request.rate_limited", 2]);
  await endAll();
  await Promise.all(flood);
  const again = ask(flooder);
  await endAll();
  expect(await again).toBe(flooder);
  expect(begun).toHaveLength(flood.length + 1);
});

test("who is known has turns of their own at an address, in all sessions together, and made-up secrets have none", async () => {
  const { turnOf, ask, begun, endAll } = makeTurns();
  for (const session of ["Bearer one", "Bearer two"]) {
    await turnOf(honest, session).take(async () => turnOf(honest, session).isOf("ada"));
  }
  const flood = many(50, () => ask(flooder));
  const forged = ["x", "y"].map((secret) => ask(flooder, `Bearer ${secret}`));
  const own = ["Bearer one", "Bearer two"].flatMap((session) => many(4, () => ask(flooder, session)));
  await setImmediate();
  const firsts = begun.filter((name) => name.startsWith("Bearer"));
  expect(firsts).toEqual([...Array<string>(4).fill("Bearer one"), "Bearer two", "Bearer two"]);
  await endAll();
  await Promise.all([...flood, ...forged, ...own]);
});

test("a session is known by its cookie among others, and by nothing that shows none", () => {
  const callers = new Callers("session");
  const cookie = "theme=dark; session=ada.signed";
  callers.remember(callers.of({ cookie }, flooder), "ada");
  callers.remember(callers.of({}, flooder), "nobody");
  expect(callers.of({ cookie: "session=ada.signed; theme=light" }, honest)).toMatchObject({ name: "ada" });
  expect(callers.of({ cookie: "session=bob.signed" }, honest)).toMatchObject({ name: honest });
  expect(callers.of({}, flooder)).toMatchObject({ name: flooder });
});

test("what waits for something outside holds no turn, and goes on before those who come later", async () => {
  const { turnOf, ask, held, begun, endOne, endAll } = makeTurns();
  const arrived = Promise.withResolvers<undefined>();
  const slow = many(mostRequests.atOnce, () => {
    const turn = turnOf(flooder);
    return turn.take(async () => {
      await turn.outside(() => arrived.promise);
      return held("slow");
    });
  });
  const quick = many(mostRequests.atOnce + 1, () => ask(flooder));
  await setImmediate();
  expect(begun).toEqual(Array<string>(mostRequests.atOnce).fill(flooder));
  arrived.resolve(undefined);
  await setImmediate();
  await endOne();
  expect(begun.at(-1)).toBe("slow");
  await endAll();
  await Promise.all([...slow, ...quick]);
});
