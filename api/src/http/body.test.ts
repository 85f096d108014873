import type { Problem } from "@docket/core/contract/problem";
import { second } from "@docket/core/time";
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from "vitest";
import type { Caller } from "../../test/desk.ts";
import { Desk, deskUrl } from "../../test/desk.ts";
import { pace } from "./body.ts";

/** The address as the platform knows it; a test says from where it calls. */
let from = "192.0.2.1";
let desk: Desk;
beforeEach(async () => {
  from = "192.0.2.1";
  desk = await Desk.start({}, { clientIp: () => from });
});
afterEach(() => desk.stop());

/** A body that comes when the test says so. */
class SlowBody {
  #wanted = Promise.withResolvers<ReadableStreamDefaultController<Uint8Array>>();
  readonly stream = new ReadableStream<Uint8Array>(
    { pull: (controller) => this.#wanted.resolve(controller) },
    { highWaterMark: 0 },
  );

  /** As an answer to `fetch` and the like takes it. */
  get init(): RequestInit {
    return { method: "POST", body: this.stream, duplex: "half" } as RequestInit;
  }

  /** Waits until somebody waits for more of it. */
  async wanted(): Promise<void> {
    await this.#wanted.promise;
  }

  async bring(bytes: number): Promise<void> {
    const controller = await this.#wanted.promise;
    this.#wanted = Promise.withResolvers();
    controller.enqueue(new Uint8Array(bytes).fill(32));
  }

  async end(): Promise<void> {
    (await this.#wanted.promise).close();
  }
}

/** Time that passes only as the test says. */
const stopTime = () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  return async (ms: number) => {
    desk.clock.advance(ms);
    await vi.advanceTimersByTimeAsync(ms);
  };
};

test.each([
  ["falls silent", 100, 0],
  ["brings a byte now and then", 100, 1],
  ["brings a byte now and then, of what is nearly there", pace.bytes + 6000, 1],
])("a sender who %s in the middle of a body is not waited for", async (_, bytes, more) => {
  const pass = stopTime();
  const body = new SlowBody();
  const headers = { "content-type": "application/json", origin: deskUrl };
  const sent = desk.fetch(new Request(`${deskUrl}/api/auth/sign-in/email`, { ...body.init, headers }));
  await body.bring(bytes);
  for (let waited = second; waited < pace.within; waited += second) {
    await body.wanted();
    await pass(second);
    if (more > 0) await body.bring(more);
  }
  await body.wanted();
  await pass(second);
  const answer = await sent;
  expect([answer.status, answer.headers.get("content-type")]).toEqual([408, "application/problem+json"]);
});

test("whoever is slow and brings something all the time is waited for", async () => {
  const client = await desk.person("client");
  const pass = stopTime();
  const body = new SlowBody();
  const sent = client.raw("/attachments?name=a.jpg", body.init);
  for (let i = 0; i < 30; i++) {
    await body.wanted();
    await pass(pace.within / 2 - second);
    await body.bring(pace.bytes / 2);
  }
  await body.end();
  expect((await sent).status).toBe(201);
});

/** Begins a file of which nobody says how long it is: so much comes, and not the end. */
const beginFile = async (caller: Caller, address: string, bytes: number) => {
  from = address;
  const body = new SlowBody();
  const sent = caller.raw("/attachments?name=a.bin", body.init);
  const outcome = sent.then(async (answer) => [answer.status, ((await answer.json()) as Problem).code]);
  await body.bring(bytes);
  await Promise.race([body.wanted(), outcome]);
  return { body, outcome };
};

test("accounts at one address are one sender, and whoever fills a room makes place for who has nothing in it", async () => {
  const client = () => desk.person("client");
  const size = 9.9 * 1024 * 1024;
  const first = await beginFile(await client(), "192.0.2.10", size);
  const again = await beginFile(await client(), "192.0.2.10", size);
  expect(await again.outcome).toEqual([429, "request.rate_limited"]);
  const other = await beginFile(await client(), "2001:db8:1:1::/64", size);
  const beside = await beginFile(await client(), "2001:db8:1:2::/64", size);
  expect(await beside.outcome).toEqual([429, "request.rate_limited"]);
  const third = await beginFile(await client(), "192.0.2.11", size);
  const agent = await desk.person("agent");
  from = "192.0.2.10";
  const ticket = { title: "Hello", description: "It broke.", category: "problem" };
  const requester = { name: "Vera", email: "vera@clients.test" };
  expect((await agent.post("/tickets", { ...ticket, requester })).status).toBe(201);
  const newcomer = await beginFile(await client(), "192.0.2.12", size / 2);
  expect(await first.outcome).toEqual([408, "request.too_slow"]);
  for (const { body, outcome } of [other, third, newcomer]) {
    await body.end();
    expect((await outcome)[0]).toBe(201);
  }
});
