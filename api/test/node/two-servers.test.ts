import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Hint } from "@docket/core/contract/live";
import { sessionEnded } from "@docket/core/contract/live";
import type { MessageWritten } from "@docket/core/contract/message";
import type { Me } from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type { SiteView, WidgetSession } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import { createClient } from "@libsql/client";
import { afterAll, beforeAll, expect, test } from "vitest";
import { freePort } from "../../../.ci/free-port.ts";
import type { Sqld } from "../../src/dev/sqld.ts";
import { startSqld } from "../../src/dev/sqld.ts";
import type { Letter } from "../../src/email/mailer.ts";
import { Listener, bearerOf } from "./listener.ts";
import type { Reply } from "./people.ts";
import { RemoteCaller, firstAdmin, password, signIn } from "./people.ts";
import { ServerProcess } from "./server-process.ts";

/** Makes what a server does every minute come round sooner. */
const minutesOfHalfASecond = new URL("short-minutes.ts", import.meta.url).href;

/** Of the writes of one session, so that a test reaches it; nobody else comes near. */
const writesPerMinute = 40;

let folder = "";
let sqld: Sqld;
let one: ServerProcess;
let two: ServerProcess;
let admin: RemoteCaller;
let siteId = "";

const start = async (settings: Record<string, string> = {}): Promise<ServerProcess> => {
  const own = await mkdtemp(join(folder, "server-"));
  const limits = { RATE_WRITES_PER_MINUTE: String(writesPerMinute) };
  return ServerProcess.start(own, { DATABASE_URL: sqld.url, ...limits, ...settings });
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "docket-two-"));
  sqld = await startSqld(join(folder, "database"), await freePort());
  one = await start();
  admin = await firstAdmin(one);
  two = await start({ DOCKET_URL: one.url });
  siteId = (await admin.post<SiteView>("/sites", { name: "Shop", origins: ["https://shop.test"] })).body.id;
});
afterAll(async () => {
  await Promise.all([one, two].map((server) => server.end("SIGTERM")));
  await sqld.process.stop();
  await rm(folder, { recursive: true, force: true });
});

const times = <T>(n: number, make: (i: number) => T): T[] => Array.from({ length: n }, (_, i) => make(i));

/** The same person at this server. The desk has one address, whichever server a request ends up at. */
const at = (server: ServerProcess, { headers }: RemoteCaller): RemoteCaller =>
  new RemoteCaller(server.url, { ...headers, origin: one.url });

const lettersOf = async (server: ServerProcess): Promise<readonly Letter[]> =>
  ((await (await fetch(`${server.url}/dev/mailbox.json`)).json()) as { items: Letter[] }).items;

const allLetters = async (): Promise<readonly Letter[]> => (await Promise.all([one, two].map(lettersOf))).flat();

const lettersTo = async (address: string) => (await allLetters()).filter(({ to }) => to === address);

/** Somebody who was invited by letter and joined. */
const colleague = async (email: string): Promise<RemoteCaller> => {
  await admin.post("/invitations", { email, role: "agent" });
  const letter = async () => (await lettersTo(email))[0]?.text ?? "";
  await expect.poll(letter).toContain("/join#");
  const token = /\/join#(\S+)/.exec(await letter())?.[1];
  await new RemoteCaller(one.url).post("/invitations/accept", { token, name: "Colleague", password });
  return signIn(one.url, email);
};

const visitor = async (): Promise<{ readonly caller: RemoteCaller; readonly token: string }> => {
  const session = await new RemoteCaller(one.url).post<WidgetSession>("/widget/sessions", { site: siteId });
  const { token } = session.body;
  return { token, caller: new RemoteCaller(one.url, { authorization: `Bearer ${token}` }) };
};

let opened = 0;

/** By default for somebody who has no other ticket, so that no email is one too many for them. */
const openAs = async (caller: RemoteCaller, email = `vera${++opened}@clients.test`): Promise<TicketView> => {
  const input = { title: "Help", description: "Please", category: "question", requester: { name: "Vera", email } };
  return (await caller.post<TicketView>("/tickets", input)).body;
};

const about =
  ({ id }: TicketView, version = 1) =>
  (hint: Hint) =>
    hint.type === "ticket.changed" && hint.id === id && hint.version >= version;

/** How many answers there were of each status. */
const tally = (answers: readonly Reply<unknown>[]): Record<number, number> => {
  const counts: Record<number, number> = {};
  for (const { status } of answers) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
};

test("two servers on one libSQL server are one desk: one winner, every reply, each letter once", async () => {
  const agents = [await colleague("a@desk.test"), await colleague("b@desk.test")];
  const [first, second] = [agents[0] as RemoteCaller, at(two, agents[1] as RemoteCaller)];

  for (let i = 0; i < 5; i++) {
    const { id } = await openAs(admin, `cleo${i}@clients.test`);
    const claims = await Promise.all([first, second].map((agent) => agent.post<Problem>(`/tickets/${id}/claim`)));
    expect(claims.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 409]);
    const replies = await Promise.all(
      [first, second, first, second].map((agent, n) =>
        agent.post<MessageWritten>(`/tickets/${id}/replies`, { body: `Reply ${n}` }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual([201, 201, 201, 201]);
  }

  const client = createClient({ url: sqld.url });
  await expect.poll(async () => (await client.execute("SELECT id FROM outbox")).rows).toEqual([]);
  client.close();
  const sent = (await allLetters()).map(({ messageId }) => messageId);
  expect(sent).toHaveLength(new Set(sent).size);
  expect((await allLetters()).filter(({ text }) => /Reply \d/.test(text)).length).toBeGreaterThanOrEqual(20);
});

test("what one server does is heard at the other, by those who may see it", async () => {
  const [mine, other] = [await visitor(), await visitor()];
  const sockets = {
    staffAtOne: new Listener(one.url, bearerOf(admin)),
    staffAtTwo: new Listener(two.url, bearerOf(admin)),
    mineAtTwo: new Listener(two.url, mine.token),
    otherAtTwo: new Listener(two.url, other.token),
  };
  for (const socket of Object.values(sockets)) await socket.next((hint) => hint.type === "hello");

  const ticket = await openAs(mine.caller);
  await sockets.staffAtTwo.next(about(ticket));
  await sockets.mineAtTwo.next(about(ticket));
  expect((await at(two, admin).post(`/tickets/${ticket.id}/claim`)).status).toBe(200);
  await sockets.staffAtOne.next(about(ticket, 2));

  // Proof that the other one would have heard by now: its own ticket came later.
  const theirs = await openAs(other.caller);
  await sockets.otherAtTwo.next(about(theirs));
  expect(sockets.otherAtTwo.hints.filter(about(ticket))).toEqual([]);
  expect(sockets.mineAtTwo.hints.filter(about(theirs))).toEqual([]);
  for (const socket of Object.values(sockets)) socket.close();
});

test("who is let out at one server loses the socket at the other", async () => {
  const leaver = await colleague("leaver@desk.test");
  const socket = new Listener(two.url, bearerOf(leaver));
  await socket.next((hint) => hint.type === "hello");
  const { id } = (await leaver.get<Me>("/me")).body;
  expect((await admin.call("PATCH", `/api/v1/people/${id}`, { active: false })).status).toBe(200);
  expect(await socket.closed).toBe(sessionEnded);
  expect(await new Listener(two.url, bearerOf(leaver)).closed).toBe(401);
});

test("the writes of one session count together, wherever they arrive", async () => {
  const { caller } = await visitor();
  const ticket = await openAs(caller);
  const answers = await Promise.all(
    times(2 * writesPerMinute, (i) =>
      at(i % 2 === 0 ? one : two, caller).call<Problem>("PATCH", `/api/v1/tickets/${ticket.id}`, { title: "Help" }),
    ),
  );
  expect(tally(answers)).toEqual({ 200: writesPerMinute - 1, 429: writesPerMinute + 1 });
});

test("guesses at a password and codes for an address count together, wherever they arrive", async () => {
  const nobody = new RemoteCaller(one.url);
  const anywhere = (i: number) => at(i % 2 === 0 ? one : two, nobody);
  const guesses = await Promise.all(
    times(40, (i) =>
      anywhere(i).call("POST", "/api/auth/sign-in/email", { email: "nobody@desk.test", password: `guess ${i}` }),
    ),
  );
  expect(tally(guesses)).toEqual({ 401: 10, 429: 30 });

  const email = "cleo@clients.test";
  const codes = await Promise.all(
    times(8, (i) => anywhere(i).call("POST", "/api/auth/email-otp/send-verification-otp", { email, type: "sign-in" })),
  );
  expect(tally(codes)).toEqual({ 200: 8 });
});

test("after the database was away each server hears of the other again", async () => {
  const socket = new Listener(two.url, bearerOf(admin));
  await socket.next((hint) => hint.type === "hello");
  await sqld.process.kill();
  await two.says("live updates wait for the database");
  sqld = await startSqld(join(folder, "database"), Number(new URL(sqld.url).port));
  const ticket = await openAs(admin);
  expect(await socket.next(about(ticket))).toMatchObject({ version: 1 });
  socket.close();
});

test("who signs out at one server loses the socket at another within a minute; that one stops cleanly with the others", async () => {
  const third = await start({ DOCKET_URL: one.url, NODE_OPTIONS: `--import=${minutesOfHalfASecond}` });
  const leaver = await colleague("signs-out@desk.test");
  const [socket, left] = [admin, leaver].map((caller) => new Listener(third.url, bearerOf(caller))) as [
    Listener,
    Listener,
  ];
  for (const listener of [socket, left]) await listener.next((hint) => hint.type === "hello");
  expect((await leaver.call("POST", "/api/auth/sign-out", {})).status).toBe(200);
  expect(await left.closed).toBe(sessionEnded);
  expect(await new Listener(third.url, bearerOf(leaver)).closed).toBe(401);
  expect(await third.end("SIGTERM")).toBe(0);
  expect(await socket.closed).toBe(1001);
  expect(third.output).not.toContain('"level":"error"');
});
