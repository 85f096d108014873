import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { Hint } from "@docket/core/contract/live";
import { sessionEnded } from "@docket/core/contract/live";
import type { Me } from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type { TicketView } from "@docket/core/contract/ticket";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Listener, bearerOf } from "../node/listener.ts";
import type { Reply } from "../node/people.ts";
import { RemoteCaller } from "../node/people.ts";
import { Cast, times } from "./cast.ts";
import type { WorkerOfDesk } from "./desk-on-workerd.ts";
import { DeskOnWorkerd } from "./desk-on-workerd.ts";

/** Of the writes of one session, so that a test reaches it; nobody else comes near. */
const writesPerMinute = 40;

let desk: DeskOnWorkerd;
let twin: WorkerOfDesk;
let cast: Cast;

beforeAll(async () => {
  desk = await DeskOnWorkerd.start({ RATE_WRITES_PER_MINUTE: String(writesPerMinute) });
  twin = await desk.startTwin();
  cast = await Cast.meet(desk.url, desk.backing);
});
afterAll(() => desk.stop());

/** The same person at this Worker. */
const at = ({ url }: WorkerOfDesk, { headers }: RemoteCaller): RemoteCaller => new RemoteCaller(url, headers);

/** Now at the one, now at the other. */
const anywhere = (i: number, caller: RemoteCaller): RemoteCaller => at(i % 2 === 0 ? desk.worker : twin, caller);

const about =
  ({ id }: TicketView, version = 1) =>
  (hint: Hint) =>
    hint.type === "ticket.changed" && hint.id === id && hint.version >= version;

const isHello = (hint: Hint): boolean => hint.type === "hello";

const outbox = async () =>
  (await desk.backing.database.execute("SELECT type, lane, begun, attempts, last_error FROM outbox")).rows;

/** A minute passes for what was taken up: its lease is over, and so is the time after which Postmark finds what it took. */
const leaseRunsOut = () =>
  desk.backing.database.batch([
    "UPDATE outbox SET lease_until = 0",
    "UPDATE letters SET sent_at = sent_at - 60000 WHERE provider_id IS NULL",
  ]);

/** How many answers there were of each status. */
const tally = (answers: readonly Reply<unknown>[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

test("one winner, every reply, and each letter once", async () => {
  const agents = await Promise.all(["one@desk.test", "two@desk.test"].map((email) => cast.colleague(email)));
  const callers = agents.map((agent, i) => anywhere(i, agent));
  const tickets = await Promise.all(times(4, (i) => cast.open(cast.admin, `twin${i}@clients.test`)));
  for (const { id } of tickets) {
    const claims = await Promise.all(callers.map((caller) => caller.post<Problem>(`/tickets/${id}/claim`)));
    expect(tally(claims)).toEqual({ 200: 1, 409: 1 });
    const replies = await Promise.all(
      callers.map((caller) => caller.post(`/tickets/${id}/replies`, { body: "Hello." })),
    );
    expect(tally(replies)).toEqual({ 201: 2 });
  }
  await Promise.all([desk.worker.sweep(), twin.sweep()]);
  await expect.poll(outbox).toEqual([]);
  const sent = desk.backing.postmark.letters().map(({ messageId }) => messageId);
  expect(sent).toHaveLength(new Set(sent).size);
  for (const i of tickets.keys()) {
    expect(cast.lettersTo(`twin${i}@clients.test`).filter(({ text }) => text.includes("Hello."))).toHaveLength(2);
  }
});

test("what one Worker does is heard on the sockets of the other, by those who may see it", async () => {
  const [mine, other] = [await cast.visitor(), await cast.visitor()];
  const sockets = {
    staffAtOne: new Listener(desk.url, bearerOf(cast.admin)),
    staffAtTwo: new Listener(twin.url, bearerOf(cast.admin)),
    mineAtTwo: new Listener(twin.url, mine.token),
    otherAtTwo: new Listener(twin.url, other.token),
  };
  for (const socket of Object.values(sockets)) await socket.next(isHello);

  const ticket = await cast.open(mine.caller);
  await sockets.staffAtTwo.next(about(ticket));
  await sockets.mineAtTwo.next(about(ticket));
  expect((await at(twin, cast.admin).post(`/tickets/${ticket.id}/claim`)).status).toBe(200);
  await sockets.staffAtOne.next(about(ticket, 2));

  // Proof that the other one would have heard by now: its own ticket came later.
  const theirs = await cast.open(other.caller);
  await sockets.otherAtTwo.next(about(theirs));
  expect(sockets.otherAtTwo.hints.filter(about(ticket))).toEqual([]);
  expect(sockets.mineAtTwo.hints.filter(about(theirs))).toEqual([]);
  for (const socket of Object.values(sockets)) socket.close();
});

test("the sockets of both are held by one object: those of one session count together", async () => {
  const { token } = await cast.visitor();
  const sockets = times(51, (i) => new Listener(i % 2 === 0 ? desk.url : twin.url, token));
  expect(await Promise.race(sockets.map(({ closed }) => closed))).toBe(1013);
  for (const socket of sockets) socket.close();
});

test("who is let out at one Worker loses the socket at the other", async () => {
  const leaver = await cast.colleague("leaver@desk.test");
  const socket = new Listener(twin.url, bearerOf(leaver));
  await socket.next(isHello);
  const { id } = (await leaver.get<Me>("/me")).body;
  expect((await cast.admin.call("PATCH", `/api/v1/people/${id}`, { active: false })).status).toBe(200);
  expect(await socket.closed).toBe(sessionEnded);
  expect(await new Listener(twin.url, bearerOf(leaver)).closed).toBe(401);
});

test("the writes of one session count together, wherever they arrive", async () => {
  const { caller } = await cast.visitor();
  const { id } = await cast.open(caller);
  const answers = await Promise.all(
    times(2 * writesPerMinute, (i) => anywhere(i, caller).call("PATCH", `/api/v1/tickets/${id}`, { title: "Help" })),
  );
  expect(tally(answers)).toEqual({ 200: writesPerMinute - 1, 429: writesPerMinute + 1 });
});

test("guesses at a password and codes for an address count together, wherever they arrive", async () => {
  const nobody = new RemoteCaller(desk.url, { origin: desk.backing.origin });
  const guess = { email: "nobody@desk.test", password: "not the right one" };
  const guesses = await Promise.all(
    times(40, (i) => anywhere(i, nobody).call("POST", "/api/auth/sign-in/email", guess)),
  );
  expect(tally(guesses)).toEqual({ 401: 10, 429: 30 });

  const wanted = { email: "cleo@clients.test", type: "sign-in" };
  const codes = await Promise.all(
    times(8, (i) => anywhere(i, nobody).call("POST", "/api/auth/email-otp/send-verification-otp", wanted)),
  );
  expect(tally(codes)).toEqual({ 200: 8 });
});

test("what a Worker that died had not sent yet, the other one sends when its time comes", async () => {
  const silent = createServer().listen(0, "127.0.0.1");
  await new Promise((resolve) => {
    silent.once("listening", resolve);
  });
  const { port } = silent.address() as AddressInfo;
  const dying = await desk.startTwin({ POSTMARK_URL: `http://127.0.0.1:${port}` });
  const asked = new Promise((resolve) => {
    silent.once("request", resolve);
  });
  await cast.open(at(dying, cast.admin), "late@clients.test");
  await asked;
  await dying.process.kill();
  silent.closeAllConnections();
  silent.close();
  expect(await outbox()).not.toEqual([]);

  await twin.sweep();
  // Until its lease has run out nobody takes it up: for all that the others know it is being sent.
  expect(cast.lettersTo("late@clients.test")).toEqual([]);
  await leaseRunsOut();
  await Promise.all([desk.worker.sweep(), twin.sweep()]);
  await expect.poll(outbox).toEqual([]);
  expect(cast.lettersTo("late@clients.test")).toHaveLength(1);
});

test("what a Worker had sent and not written down when it was killed, the other one finds and does not send again", async () => {
  const { postmark } = desk.backing;
  const before = postmark.lookedFor.length;
  const dying = await desk.startTwin();
  const lettersToKilled = () => postmark.letters().filter(({ to }) => to.startsWith("killed"));
  const answer = postmark.holdAnswers();
  await Promise.all(times(6, (i) => cast.open(at(dying, cast.admin), `killed${i}@clients.test`)));
  await expect.poll(() => lettersToKilled().length).toBe(6);
  await dying.process.kill();
  answer();
  // As the cron does: what a busy database kept from being written down is taken up a minute later.
  const aMinuteLater = async () => {
    await leaseRunsOut();
    await Promise.all([desk.worker.sweep(), twin.sweep()]);
    return outbox();
  };
  await expect.poll(aMinuteLater, { interval: 4000 }).toEqual([]);
  expect(
    lettersToKilled()
      .map(({ to }) => to)
      .toSorted(),
  ).toEqual(times(6, (i) => `killed${i}@clients.test`));
  // A busy database may let one be looked for twice; nothing else was, and none was sent unasked.
  const marks = postmark.requests.filter(({ body }) => body.To.startsWith("killed")).map(({ body }) => body.Metadata);
  expect(new Set(postmark.lookedFor.slice(before).map((one) => JSON.stringify(one)))).toEqual(
    new Set(marks.map((one) => JSON.stringify(one))),
  );
});
