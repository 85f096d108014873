import { minute } from "@docket/core/time";
import { expect, test } from "vitest";
import type { HibernatingSocket, HubState } from "./durable-hub.ts";
import { DurableHub } from "./durable-hub.ts";

class FakeSocket implements HibernatingSocket {
  closedWith: number | null = null;
  #attachment: unknown;

  constructor(attachment: unknown) {
    this.#attachment = attachment;
  }
  send(): void {
    throw new Error("it is closing");
  }
  close(code: number): void {
    this.closedWith = code;
  }
  serializeAttachment(value: unknown): void {
    this.#attachment = value;
  }
  deserializeAttachment(): unknown {
    return this.#attachment;
  }
}

const hubWith = (sockets: readonly FakeSocket[]) => {
  const alarms: number[] = [];
  const state: HubState = {
    acceptWebSocket: () => undefined,
    getWebSockets: () => sockets,
    getTags: () => [],
    storage: {
      getAlarm: () => Promise.resolve(null),
      setAlarm: (at) => Promise.resolve(void alarms.push(at)),
    },
  };
  return { hub: new DurableHub(state), alarms };
};

test("sockets that are old enough are closed, and the next ones get their alarm", async () => {
  const now = Date.now();
  const [old, young, younger] = [
    new FakeSocket(now - 1),
    new FakeSocket(now + 5 * minute),
    new FakeSocket(now + 9 * minute),
  ];
  const { hub, alarms } = hubWith([younger, old, young]);
  await hub.alarm();
  expect([old, young, younger].map(({ closedWith }) => closedWith)).toEqual([1001, null, null]);
  expect(alarms).toEqual([now + 5 * minute]);
});

test("sockets whose time comes soon after wait for one alarm, and without sockets there is none", async () => {
  const now = Date.now();
  const soon = hubWith([new FakeSocket(now + 1000), new FakeSocket(now + 2000)]);
  await soon.hub.alarm();
  expect(soon.alarms).toHaveLength(1);
  expect(soon.alarms[0]).toBeGreaterThanOrEqual(now + minute);
  const none = hubWith([]);
  await none.hub.alarm();
  expect(none.alarms).toEqual([]);
});

test("a socket that is closing keeps no hint from the others", async () => {
  const { hub } = hubWith([new FakeSocket(0)]);
  const body = JSON.stringify({ type: "publish", audiences: ["staff"], hint: { type: "hello" } });
  expect((await hub.fetch(new Request("https://hub", { method: "POST", body }))).status).toBe(204);
});
