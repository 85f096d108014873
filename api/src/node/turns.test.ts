import { setImmediate } from "node:timers/promises";
import { expect, test } from "vitest";
import { refusalOf } from "../../test/refusal-of.ts";
import { Callers } from "./callers.ts";
import { LoopTurns } from "./loop-turns.ts";
import { Turns, mostRequests } from "./turns.ts";

/** So many turns of the event loop that whoever can begin has begun. */
const settled = async (): Promise<void> => {
  for (let turn = 0; turn < 40; turn++) await setImmediate();
};

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
    await settled();
  };
  const endAll = async () => {
    await settled();
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
  await settled();
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
  const { atOnce, waiting, waitingOfOne } = mostRequests;
  const [one, two, three] = ["2001:db8:1:1::/64", "2001:db8:1:2::/64", "2001:db8:1:3::/64"];
  const flood = many(atOnce + waitingOfOne, () => ask(one));
  expect(await refusalOf(ask(one))).toEqual(["request.rate_limited", 2]);
  flood.push(...many(waiting - waitingOfOne, () => ask(two)));
  expect(await refusalOf(ask(three))).toEqual(["request.rate_limited", 2]);
  await endAll();
  await Promise.all(flood);
  const again = ask(one);
  await endAll();
  expect(await again).toBe(one);
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
  await settled();
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
  await settled();
  expect(begun).toEqual(Array<string>(mostRequests.atOnce).fill(flooder));
  arrived.resolve(undefined);
  await settled();
  await endOne();
  expect(begun.at(-1)).toBe("slow");
  await endAll();
  await Promise.all([...slow, ...quick]);
});

test("no two requests are done in one turn of the event loop, and those who arrive go before the next", async () => {
  const loop = new LoopTurns();
  const turns = new Turns(new Callers("session"), loop);
  let turn = 0;
  let arrivals = 0;
  const begun: number[] = [];
  const ask = (address: string) =>
    turns.of(new Callers("session").of({}, address)).take(async () => void begun.push(turn));
  const asked = Promise.all([ask(flooder), ask(honest), ask("203.0.113.1"), ask("203.0.113.2")]);
  for (; begun.length < 4; turn++) {
    if (begun.length === 2 && arrivals++ < 10) loop.arrived();
    await setImmediate();
  }
  await asked;
  expect(new Set(begun).size).toBe(4);
  expect((begun[2] ?? 0) - (begun[1] ?? 0)).toBeGreaterThan(9);
});

test("arrivals without an end hold up what was asked for only for so long", async () => {
  const loop = new LoopTurns();
  const begun: number[] = [];
  const next = loop.next().then(() => begun.push(1));
  let turns = 0;
  for (; begun.length === 0 && turns < 1000; turns++) {
    loop.arrived();
    await setImmediate();
  }
  await next;
  expect(turns).toBeLessThan(100);
});

test("what somebody in between demands is no account", () => {
  const callers = new Callers("session");
  const basic = { authorization: "Basic ZGVzazpkZXNr" };
  const ada = callers.of({ ...basic, cookie: "session=ada" }, honest);
  callers.remember(ada, "person ada");
  expect(callers.of({ ...basic, cookie: "session=ada" }, flooder).name).toBe("person ada");
  expect(callers.of({ ...basic, cookie: "session=bo" }, flooder).lane).toBe("strangers");
  expect(callers.of(basic, flooder).proof).toBeNull();
});
