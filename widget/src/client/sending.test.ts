import { expect, test } from "vitest";
import { ApiError } from "./api.ts";
import { Sending } from "./sending.ts";

const unanswered = new ApiError({ status: 0, code: "server.unavailable", detail: "No answer." });
const refused = new ApiError({ status: 400, code: "request.invalid", detail: "No." });

/** A desk that fails as often as it is told, and remembers the keys that it was asked with. */
class Desk {
  readonly keys: string[] = [];
  failures: Error[];

  constructor(...failures: Error[]) {
    this.failures = failures;
  }

  readonly task = async (key: string): Promise<void> => {
    this.keys.push(key);
    const failure = this.failures.shift();
    if (failure) throw failure;
  };
}

const networkComesBack = () => dispatchEvent(new Event("online"));

test("trying again uses the same key; the next thing gets another one", async () => {
  const desk = new Desk(refused);
  const sending = new Sending();
  expect(await sending.send(desk.task)).toBe(false);
  expect(sending.error).toBe(refused);
  expect(await sending.again()).toBe(true);
  expect(sending.error).toBeUndefined();
  await sending.send(desk.task);
  const [first, second, third] = desk.keys;
  expect(second).toBe(first);
  expect(third).not.toBe(first);
});

test("changed content gets another key", async () => {
  const desk = new Desk(unanswered);
  const sending = new Sending();
  await sending.send(desk.task);
  sending.changed();
  expect(sending.error).toBeUndefined();
  await sending.send(desk.task);
  expect(new Set(desk.keys).size).toBe(2);
});

test("without an answer it is tried once more when the network is back, and only once", async () => {
  const desk = new Desk(unanswered, unanswered, unanswered);
  const sending = new Sending();
  await sending.send(desk.task);
  networkComesBack();
  await expect.poll(() => desk.keys.length).toBe(2);
  await expect.poll(() => sending.busy).toBe(false);
  networkComesBack();
  sending.networkIsBack();
  expect(desk.keys.length).toBe(2);
  expect(new Set(desk.keys).size).toBe(1);
  expect(sending.error).toBe(unanswered);
});

test("what the desk refused is not tried again by itself", async () => {
  const desk = new Desk(refused);
  const sending = new Sending();
  await sending.send(desk.task);
  networkComesBack();
  sending.networkIsBack();
  expect(desk.keys.length).toBe(1);
});

test("after stop the network is nobody's business", async () => {
  const desk = new Desk(unanswered);
  const sending = new Sending();
  await sending.send(desk.task);
  sending.stop();
  networkComesBack();
  expect(desk.keys.length).toBe(1);
});

test("one thing at a time", async () => {
  const sending = new Sending();
  const { promise, resolve } = Promise.withResolvers<void>();
  const first = sending.send(() => promise);
  const desk = new Desk();
  expect(await sending.send(desk.task)).toBe(false);
  expect(desk.keys.length).toBe(0);
  resolve();
  expect(await first).toBe(true);
});
