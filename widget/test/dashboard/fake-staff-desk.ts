import { emailsDelayed, emailsHeader } from "@docket/core/emails-delayed";
import type { Route, RouteInput, Routes } from "@docket/api/client";
import type { Me, PersonView } from "@docket/core/contract/person";
import type { Problem } from "@docket/core/contract/problem";
import type { ErrorCode } from "@docket/core/errors";
import { can } from "@docket/core/permissions/can";
import { deskActions } from "@docket/core/permissions/actions";
import { FakeLive } from "../fake-socket.ts";
import { FakeIntegrations } from "./fake-integrations.ts";
import { FakeOffice } from "./fake-office.ts";
import { FakeTickets } from "./fake-tickets.ts";
import { actorOf, Refusal } from "./fake-world.ts";

/** A request as it came in. */
export interface Seen {
  readonly route: string;
  readonly key: string | null;
  readonly ifMatch: number | null;
  readonly body: unknown;
}

type Input<R extends Route> = {
  [K in "params" | "query" | "body"]: K extends keyof RouteInput<R> ? RouteInput<R>[K] : unknown;
};
export type Call<R extends Route> = Input<R> & { readonly me: PersonView; readonly ifMatch: number | null };
export type Handlers = { readonly [R in Route]?: (call: Call<R>) => Routes[R]["response"] };

const open: readonly string[] = ["POST /invitations/lookup", "POST /invitations/accept"];

const meOf = (me: PersonView, chatNotice: Me["chatNotice"] = "mention"): Me => ({
  kind: me.role === "client" ? "client" : "staff",
  id: me.id,
  name: me.name,
  email: me.email,
  role: me.role,
  away: me.away,
  chatNotice,
  can: deskActions.filter((action) => can(actorOf(me), action)),
});

/** A desk with staff and clients, in memory, deciding by the real domain. Cookies are one person who is here. */
export class FakeStaffDesk {
  readonly live = new FakeLive();
  readonly office = new FakeOffice();
  readonly integrations = new FakeIntegrations();
  readonly tickets = new FakeTickets(this.office, (id, version) =>
    this.live.tell({ type: "ticket.changed", id, version }),
  );
  readonly seen: Seen[] = [];
  /** Who is signed in. */
  here: PersonView | null = null;
  /** Whether there is a network at all. */
  offline = false;
  /** Whether no emails go out, which the desk says to whoever has one sent. */
  mailIsAway = false;
  /** Whether the next write is carried out but its answer is lost. */
  losesNextAnswer = false;
  /** The next request of this route is answered with this. */
  refuseNext: { route: Route; status: number; code: ErrorCode; more?: Partial<Problem> } | null = null;
  /** What `/api/auth` answers next instead of success. */
  refuseAuth: { status: number; code: string; headers?: Record<string, string>; body?: object } | null = null;
  readonly #answers = new Map<string, unknown>();
  #gate: Promise<void> | null = null;

  /** To be handed in place of `fetch`. */
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    if (this.offline) throw new TypeError("Failed to fetch");
    await this.#gate;
    init.signal?.throwIfAborted();
    const url = new URL(input instanceof Request ? input.url : input, "https://desk.test");
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : init.body;
    if (url.pathname.startsWith("/api/auth"))
      return this.#auth(init.method ?? "GET", url.pathname.replace("/api/auth", ""), body);
    return this.#serve(url, init.method ?? "GET", new Headers(init.headers), body);
  };

  /** Signs somebody in, without a form. */
  enter(name: string): PersonView {
    this.here = this.office.personNamed(name);
    return this.here;
  }

  /** Answers nothing until the returned function is called. */
  hold(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#gate = promise;
    return () => {
      this.#gate = null;
      resolve();
    };
  }

  requests(route: string): readonly Seen[] {
    return this.seen.filter((request) => request.route === route);
  }

  async #serve(url: URL, method: string, headers: Headers, body: unknown): Promise<Response> {
    const path = url.pathname.replace("/api/v1", "");
    const handlers = {
      ...this.#handlers,
      ...this.tickets.handlers,
      ...this.office.handlers,
      ...this.integrations.handlers,
    } as Record<string, ((call: unknown) => unknown) | undefined>;
    const [, id = "", messageId = ""] = /^\/(?:me\/)?[\w-]+\/([^/]+)(?:\/messages\/([^/]+))?/.exec(path) ?? [];
    const literal = `${method} ${path}`;
    const named = messageId === "" ? literal : literal.replace(messageId, "{messageId}");
    const route = handlers[literal] ? literal : named.replace(id, "{id}");
    const ifMatch = headers.has("if-match") ? Number(headers.get("if-match")?.replaceAll('"', "")) : null;
    const key = headers.get("idempotency-key");
    this.seen.push({ route, key, ifMatch, body });
    const call = {
      me: this.here,
      params: { id, messageId },
      query: Object.fromEntries(url.searchParams),
      body,
      ifMatch,
    };
    try {
      const answer = this.#once(key && `${route} ${path} ${key}`, () => this.#answer(route, handlers[route], call));
      if (this.losesNextAnswer && method !== "GET") {
        this.losesNextAnswer = false;
        throw new TypeError("Failed to fetch");
      }
      if (answer instanceof Blob) return new Response(answer, { headers: { "content-disposition": "attachment" } });
      const headers = route === "POST /invitations" ? this.#mailHeaders : {};
      return answer === undefined ? new Response(null, { status: 204 }) : Response.json(answer, { headers });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const type = "application/problem+json";
      return Response.json(error.problem, { status: error.problem.status, headers: { "content-type": type } });
    }
  }

  #answer(route: string, handler: ((call: unknown) => unknown) | undefined, call: object): unknown {
    const refusal = this.refuseNext;
    if (refusal?.route === route) {
      this.refuseNext = null;
      throw new Refusal(refusal.status, refusal.code, "The desk refused.", refusal.more);
    }
    if (!handler) throw new Refusal(404, "route.not_found", `There is no ${route}.`);
    if (this.here === null && !open.includes(route)) throw new Refusal(401, "auth.required", "Please sign in.");
    return handler(call);
  }

  /** A POST with a key that was seen gets the answer that it got then. */
  #once(name: string | null, answer: () => unknown): unknown {
    if (name === null) return answer();
    if (!this.#answers.has(name)) this.#answers.set(name, answer());
    return this.#answers.get(name);
  }

  readonly #handlers: Handlers = {
    "GET /me": ({ me }) => meOf(me),
    "PATCH /me": ({ me, body }) => {
      const { chatNotice, ...change } = body;
      this.here = this.office.change(me, change as Partial<PersonView>);
      return meOf(this.here, chatNotice);
    },
  };

  #auth(method: string, path: string, body: unknown): Response {
    this.seen.push({ route: `${method} ${path}`, key: null, ifMatch: null, body });
    if (path === "/get-session") return Response.json({});
    const refusal = this.refuseAuth;
    this.refuseAuth = null;
    const failed = (status: number, code: string, headers = {}, more?: object): Response =>
      Response.json({ code, ...(more ?? { detail: code.toLowerCase().replaceAll("_", " ") }) }, { status, headers });
    if (refusal) return failed(refusal.status, refusal.code, refusal.headers, refusal.body);
    const { email = "", password = "", otp = "", name = "" } = body as Record<string, string>;
    const person = this.office.people.find((known) => known.email === email);
    const { currentPassword, newPassword = "" } = body as Record<string, string>;
    const byCode = path === "/sign-in/email-otp" || path === "/email-otp/verify-email";
    const needsCode = byCode || path === "/email-otp/reset-password";
    if (needsCode && otp !== this.office.code) return failed(422, "auth.invalid_code");
    if (path === "/email-otp/reset-password" && person) this.office.passwords.set(person.id, password);
    if (path === "/change-password" && this.here) {
      if (this.office.passwords.get(this.here.id) !== currentPassword) return failed(422, "auth.wrong_password");
      this.office.passwords.set(this.here.id, newPassword);
    }
    const fits = person?.emailProven && this.office.passwords.get(person.id) === password;
    if (path === "/sign-in/email" && !fits) return failed(401, "auth.wrong_credentials");
    if (path === "/sign-up/email") {
      const id = this.office.add(name, "client", { email, emailProven: false }).id;
      this.office.passwords.set(id, password);
      return Response.json({ token: null }, { headers: this.#mailHeaders });
    }
    if (path === "/sign-out") this.here = null;
    if (byCode || path === "/sign-in/email") this.here = person ?? null;
    const mails = ["/email-otp/send-verification-otp", "/email-otp/request-password-reset"].includes(path);
    return Response.json({ success: true }, { headers: mails ? this.#mailHeaders : {} });
  }

  get #mailHeaders(): HeadersInit {
    return this.mailIsAway ? { [emailsHeader]: emailsDelayed } : {};
  }
}
