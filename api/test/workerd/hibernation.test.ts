import type { Hint } from "@docket/core/contract/live";
import { sessionEnded } from "@docket/core/contract/live";
import type { Me } from "@docket/core/contract/person";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterEach, expect, test } from "vitest";
import type { TestHarness } from "wrangler";
import { createTestHarness } from "wrangler";
import { Listener, bearerOf } from "../node/listener.ts";
import { Backing } from "./backing.ts";
import { Cast, times } from "./cast.ts";
import type { Waking } from "./waking-worker.ts";
import { changedConfig } from "./wrangler-config.ts";

const origin = "http://desk.test";

let backing: Backing;
let desk: TestHarness | null = null;
let url = "";

afterEach(async () => {
  await desk?.close();
  await backing.stop();
});

const start = async (settings: Readonly<Record<string, string>> = {}): Promise<void> => {
  backing = await Backing.start(origin);
  const configPath = await changedConfig(backing.folder, { main: "api/test/workerd/waking-worker.ts" });
  desk = createTestHarness({ workers: [{ configPath, secrets: { ...backing.settings, ...settings } }] });
  url = (await desk.listen()).url.origin;
};

const askHub = async (): Promise<Waking> => (await (await fetch(`${url}/test/hub`)).json()) as Waking;

/** The hub falls asleep, as it does by itself when nothing is said for a while. */
const fallAsleep = () => desk?.getWorker().evictDurableObject("DurableHub", { name: "desk", webSockets: "hibernate" });

const isHello = (hint: Hint): boolean => hint.type === "hello";
const about =
  ({ id }: TicketView) =>
  (hint: Hint) =>
    hint.type === "ticket.changed" && hint.id === id;

test("a hub that slept still knows whose sockets it holds: to whom to speak, whom to let go, who has too many", async () => {
  await start();
  const cast = await Cast.meet(url, backing);
  const leaver = await cast.colleague("leaver@desk.test");
  const [mine, other] = [await cast.visitor(), await cast.visitor()];
  const sockets = {
    staff: new Listener(url, bearerOf(cast.admin)),
    leaver: new Listener(url, bearerOf(leaver)),
    mine: new Listener(url, mine.token),
    other: new Listener(url, other.token),
  };
  for (const socket of Object.values(sockets)) await socket.next(isHello);
  const { made } = await askHub();

  await fallAsleep();
  const ticket = await cast.open(mine.caller);
  for (const socket of [sockets.staff, sockets.leaver, sockets.mine]) await socket.next(about(ticket));
  const { made: again } = await askHub();
  expect(again).not.toBe(made);

  await fallAsleep();
  const { id } = (await leaver.get<Me>("/me")).body;
  await cast.admin.call("PATCH", `/api/v1/people/${id}`, { active: false });
  expect(await sockets.leaver.closed).toBe(sessionEnded);

  await fallAsleep();
  const theirs = await cast.open(other.caller);
  for (const socket of [sockets.staff, sockets.other]) await socket.next(about(theirs));
  expect(sockets.other.hints).toEqual([{ type: "hello" }, expect.objectContaining({ id: theirs.id })]);
  expect(sockets.mine.hints.filter(about(theirs))).toEqual([]);

  const many = times(49, () => new Listener(url, other.token));
  for (const socket of many) await socket.next(isHello);
  await fallAsleep();
  expect(await new Listener(url, other.token).closed).toBe(1013);
  for (const socket of [...Object.values(sockets), ...many]) socket.close();
});

test("a hub that slept is woken by its alarm, and closes the sockets that are too old", async () => {
  await start({ SOCKET_AGE: "5000" });
  const cast = await Cast.meet(url, backing);
  const { token } = await cast.visitor();
  const { made } = await askHub();
  const socket = new Listener(url, token);
  await socket.next(isHello);
  await fallAsleep();
  expect(await socket.closed).toBe(1001);
  const { alarmBy } = await askHub();
  expect(alarmBy).toMatch(/^[0-9a-f-]{36}$/);
  expect(alarmBy).not.toBe(made);
});
