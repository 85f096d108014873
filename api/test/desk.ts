import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Role } from "@docket/core/actor";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { day } from "@docket/core/time";
import { createClient } from "@libsql/client";
import { eq } from "drizzle-orm";
import { serializeSigned } from "hono/utils/cookie";
import { inject } from "vitest";
import { createApp } from "../src/app.ts";
import { createAuth } from "../src/auth/better-auth.ts";
import type { Config } from "../src/config.ts";
import { readConfig } from "../src/config.ts";
import { createDb } from "../src/db/client.ts";
import { sessions } from "../src/db/schema/auth.ts";
import { people } from "../src/db/schema/people.ts";
import { sites, visitors } from "../src/db/schema/sites.ts";
import { visitorTokenPrefix } from "../src/http/credential.ts";
import { drain } from "../src/outbox/drain.ts";
import { TrackedBackground } from "../src/platform/background.ts";
import { sha256 } from "../src/platform/digest.ts";
import { cryptoIds } from "../src/platform/ids.ts";
import { noLine } from "../src/platform/turn.ts";
import { createLogger } from "../src/platform/logger.ts";
import type { Services } from "../src/services.ts";
import { countingClient } from "./counting-client.ts";
import { FakeClock } from "./fake-clock.ts";
import { FakeHub } from "./fake-hub.ts";
import { FakeMailer } from "./fake-mailer.ts";
import { MemoryBlobs } from "./memory-blobs.ts";
import { checkAnswer } from "./openapi-check.ts";

const secret = "a secret for tests that is long enough";
export const deskUrl = "http://desk.test";
export const shopOrigin = "https://shop.test";

export interface Answer<T = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly body: T;
}

export type HeaderList = Readonly<Record<string, string>>;

/** Somebody who calls the API. */
export class Caller {
  readonly #desk: Desk;
  readonly #headers: HeaderList;
  readonly id: string;
  readonly email: string;

  constructor(desk: Desk, headers: HeaderList, id = "", email = "") {
    this.#desk = desk;
    this.#headers = headers;
    this.id = id;
    this.email = email;
  }

  /** The same caller with more headers. */
  with(headers: HeaderList): Caller {
    return new Caller(this.#desk, { ...this.#headers, ...headers }, this.id, this.email);
  }

  /** Calls `/api/v1` + path; the answer was checked against the OpenAPI document. */
  async call<T = never>(method: string, path: string, body?: unknown, headers: HeaderList = {}): Promise<Answer<T>> {
    const isBytes = body instanceof Uint8Array;
    const request = new Request(`${deskUrl}/api/v1${path}`, {
      method,
      headers: {
        ...this.#headers,
        ...(body === undefined ? {} : { "content-type": isBytes ? "application/octet-stream" : "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: isBytes ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    return this.#desk.send(request) as Promise<Answer<T>>;
  }

  /** Calls `/api/v1` + path and gives the answer as it is: for what is not JSON. */
  async raw(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = { ...this.#headers, ...(init.headers as HeaderList | undefined) };
    return this.#desk.fetch(new Request(`${deskUrl}/api/v1${path}`, { ...init, headers }));
  }

  get = <T = never>(path: string, headers?: HeaderList) => this.call<T>("GET", path, undefined, headers);
  post = <T = never>(path: string, body?: unknown, headers?: HeaderList) => this.call<T>("POST", path, body, headers);
  put = <T = never>(path: string, body?: unknown, headers?: HeaderList) => this.call<T>("PUT", path, body, headers);
  patch = <T = never>(path: string, body?: unknown, headers?: HeaderList) => this.call<T>("PATCH", path, body, headers);
  delete = <T = never>(path: string, headers?: HeaderList) => this.call<T>("DELETE", path, undefined, headers);

  /** Opens a ticket and returns it. */
  async open(input: Record<string, unknown> = {}): Promise<TicketView> {
    const answer = await this.post<TicketView>("/tickets", {
      title: "The printer is on fire",
      description: "It began this morning.",
      category: "problem",
      ...input,
    });
    if (answer.status !== 201) throw new Error(`no ticket: ${JSON.stringify(answer.body)}`);
    return answer.body;
  }
}

/** A whole desk for one test: the real app on a libSQL file of its own, with a clock that stands still. */
export class Desk {
  readonly app = createApp();
  readonly clock: FakeClock;
  readonly mailer = new FakeMailer();
  readonly hub = new FakeHub();
  readonly blobs = new MemoryBlobs();
  readonly logs: string[] = [];
  readonly services: Services;
  readonly background: TrackedBackground;
  /** How many round trips to the database there were so far. */
  readonly trips: () => number;
  readonly #folder: string;
  readonly #close: () => void;
  #people = 0;

  private constructor(folder: string, settings: Record<string, string>, overrides: Partial<Services>) {
    this.#folder = folder;
    this.clock = new FakeClock();
    const log = createLogger(
      (line) => this.logs.push(line),
      () => this.clock.now(),
    );
    const counted = countingClient(createClient({ url: `file:${join(folder, "desk.db")}`, timeout: 5000 }));
    this.trips = counted.trips;
    this.#close = () => counted.client.close();
    this.background = new TrackedBackground(log);
    const db = createDb(counted.client);
    const config: Config = readConfig({
      DOCKET_URL: deskUrl,
      DOCKET_SECRET: secret,
      // The clock stands still, so an hour is the whole test.
      RATE_VISITOR_TICKETS_PER_HOUR: "1000",
      ...settings,
    });
    const partial: Omit<Services, "auth"> = {
      config,
      db,
      clock: this.clock,
      ids: cryptoIds,
      background: this.background,
      wake: () => this.background.run("drain", async () => void (await drain(this.services))),
      log,
      blobs: this.blobs,
      mailer: this.mailer,
      hub: this.hub,
      chats: {},
      clientIp: () => "192.0.2.1",
      turn: noLine,
    };
    const services = { ...partial, ...overrides };
    this.services = { auth: createAuth(services), ...services };
  }

  static async start(settings: Record<string, string> = {}, overrides: Partial<Services> = {}): Promise<Desk> {
    const folder = await mkdtemp(join(tmpdir(), "docket-desk-"));
    await copyFile(inject("databaseTemplate"), join(folder, "desk.db"));
    return new Desk(folder, settings, overrides);
  }

  async stop(): Promise<void> {
    this.background.close();
    await this.background.settled();
    this.#close();
    await rm(this.#folder, { recursive: true, force: true });
  }

  /** Sends a request to the app; answers of the API are checked against the OpenAPI document, and none may be a 500. */
  async send(request: Request): Promise<Answer> {
    const { pathname } = new URL(request.url);
    const response = await this.app.fetch(request, this.services);
    const type = response.headers.get("content-type") ?? "";
    const text = await response.clone().text();
    const body: unknown = text === "" ? undefined : type.includes("json") ? JSON.parse(text) : text;
    if (response.status === 500) throw new Error(this.logs.findLast((line) => line.includes('"level":"error"')));
    if (pathname.startsWith("/api/v1/"))
      checkAnswer(request.method, pathname.replace(/\/+$/, ""), response.status, type, body);
    return { status: response.status, headers: response.headers, body };
  }

  /** Sends a request to the app as it is. */
  async fetch(request: Request): Promise<Response> {
    return this.app.fetch(request, this.services);
  }

  /** Waits until everything that was owed is done. */
  settled(): Promise<void> {
    return this.background.settled();
  }

  /** Nobody in particular. */
  get anonymous(): Caller {
    return new Caller(this, {});
  }

  /** A new person of this role who has signed in. */
  async person(role: Role, name = `${role} ${++this.#people}`): Promise<Caller> {
    const now = new Date(this.clock.now());
    const id = cryptoIds.next("person", now.getTime());
    const email = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, ".")}@desk.test`;
    const { db } = this.services;
    await db.write(
      db.orm.insert(people).values({ id, name, email, emailVerified: true, role, createdAt: now, updatedAt: now }),
    );
    return this.signIn(id, email);
  }

  /** A new session of a person. */
  async signIn(id: Id<"person">, email: string, expiresIn = 7 * day): Promise<Caller> {
    const { db } = this.services;
    const now = new Date(this.clock.now());
    const token = cryptoIds.token();
    await db.write(
      db.orm.insert(sessions).values({
        id: cryptoIds.token(),
        userId: id,
        token,
        expiresAt: new Date(now.getTime() + expiresIn),
        createdAt: now,
        updatedAt: now,
      }),
    );
    const cookie = await serializeSigned("t", token, secret, {});
    const signed = decodeURIComponent(cookie.split(";")[0]?.slice(2) ?? "");
    return new Caller(this, { authorization: `Bearer ${signed}` }, id, email);
  }

  /** A widget install on the shop's pages. */
  async site(origins: readonly string[] = [shopOrigin]): Promise<Id<"site">> {
    const { db } = this.services;
    const id = cryptoIds.next("site", this.clock.now());
    await db.write(db.orm.insert(sites).values({ id, name: "Shop", origins, createdAt: this.clock.now() }));
    return id;
  }

  /** Binds a widget session to the person whose address it proved. */
  async prove(visitor: Caller, person: Caller): Promise<void> {
    const { db } = this.services;
    const personId = person.id as Id<"person">;
    await db.write(
      db.orm
        .update(visitors)
        .set({ personId })
        .where(eq(visitors.id, visitor.id as Id<"visitor">)),
    );
  }

  /** Somebody with a new widget session. */
  async visitor(site?: Id<"site">): Promise<Caller> {
    const { db } = this.services;
    const now = this.clock.now();
    const token = `${visitorTokenPrefix}${cryptoIds.token()}`;
    const id = cryptoIds.next("visitor", now);
    const siteId = site ?? (await this.site());
    const row = { id, tokenHash: await sha256(token), siteId, createdAt: now, expiresAt: now + 90 * day };
    await db.write(db.orm.insert(visitors).values(row));
    return new Caller(this, { authorization: `Bearer ${token}`, origin: shopOrigin }, id);
  }
}
