import type { Route } from "@docket/api/client";
import { emailsDelayed, emailsHeader } from "@docket/core/emails-delayed";
import type { Problem } from "@docket/core/contract/problem";
import type { WidgetConfig } from "@docket/core/contract/site";
import type { TicketView } from "@docket/core/contract/ticket";
import type { ErrorCode } from "@docket/core/errors";
import { limits } from "@docket/core/limits";
import { can } from "@docket/core/permissions/can";
import type { TicketCommand } from "@docket/core/tickets/commands";
import { day, toIso } from "@docket/core/time";
import type { Body } from "./fake-cases.ts";
import { FakeCases } from "./fake-cases.ts";
import type { KeptTicket, Someone } from "./fake-ticket.ts";
import { Refusal, viewOf } from "./fake-ticket.ts";

interface Call {
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly token: string | null;
}

/** A request as it came in. */
export interface Seen {
  readonly route: Route;
  readonly key: string | null;
  readonly token: string | null;
  readonly body: unknown;
}

/** The part of a desk that the widget talks to, in memory, deciding by the real domain. */
export class FakeDesk extends FakeCases {
  readonly seen: Seen[] = [];
  /** Whether there is a network at all. */
  offline = false;
  /** Whether the site does not list the page, so that the browser lets it read nothing. */
  isElsewhere = false;
  /** What is away, if anything: the desk behind its proxy, or its database. No page may read what either answers. */
  away: "desk" | "database" | null = null;
  /** Whether no emails go out, which the desk says to whoever asks for one. */
  mailIsAway = false;
  /** Whether the site is switched off. */
  isOff = false;
  /** The next request of this route is carried out, but its answer is lost. */
  losesAnswerTo: Route | null = null;
  /** The next request of this route is answered with this. */
  refuseNext: { route: Route; status: number; code: ErrorCode; more?: Partial<Problem> } | null = null;
  config: WidgetConfig;
  readonly #answers = new Map<string, unknown>();

  constructor() {
    super();
    this.config = {
      siteId: this.site,
      name: "Fernweh Outdoor",
      categories: [
        { id: "order", name: "An order" },
        { id: "return", name: "Return or exchange" },
        { id: "other", name: "Something else" },
      ],
      limits: { files: 3, fileBytes: 1_000_000, title: limits.title, body: limits.body },
    };
  }

  /** To be handed in place of `fetch`. */
  readonly fetch = async (input: RequestInfo | URL, init: RequestInit = {}): Promise<Response> => {
    if (this.offline) throw new TypeError("Failed to fetch");
    init.signal?.throwIfAborted();
    const url = new URL(input instanceof Request ? input.url : input, "https://desk.test");
    // To who wants to read nothing, a browser gives every answer alike.
    if (init.mode === "no-cors") return Response.error();
    // Every page may read how the desk is; one that the site does not list, nothing else.
    if (url.pathname === "/readyz" && this.away !== "desk") {
      return Response.json({ ok: this.away === null }, { status: this.away === null ? 200 : 503 });
    }
    if (this.isElsewhere || this.away !== null) throw new TypeError("Failed to fetch");
    const [route, params] = this.#match(init.method ?? "GET", url.pathname.replace("/api/v1", ""));
    const headers = new Headers(init.headers);
    const key = headers.get("idempotency-key");
    const token = headers.get("authorization")?.replace("Bearer ", "") ?? null;
    const body = typeof init.body === "string" ? (JSON.parse(init.body) as unknown) : init.body;
    this.seen.push({ route, key, token, body });
    try {
      const answer = this.#once(route, key, token, () =>
        this.#answer(route, { params, query: url.searchParams, body, token }),
      );
      if (this.losesAnswerTo === route) {
        this.losesAnswerTo = null;
        throw new TypeError("Failed to fetch");
      }
      if (answer instanceof Blob) return new Response(answer, { headers: { "content-disposition": "attachment" } });
      const mail = this.mailIsAway ? { [emailsHeader]: emailsDelayed } : {};
      return answer === undefined ? new Response(null, { status: 204, headers: mail }) : Response.json(answer);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const type = "application/problem+json";
      return Response.json(error.problem, { status: error.problem.status, headers: { "content-type": type } });
    }
  };

  /** How often this route was asked. */
  count(route: Route): number {
    return this.seen.filter((request) => request.route === route).length;
  }

  #match(method: string, path: string): [Route, Record<string, string>] {
    const id = /^(\/(?:tickets|attachments))\/([a-z]+_\w+)(.*)$/.exec(path);
    if (!id) return [`${method} ${path}` as Route, {}];
    return [`${method} ${id[1]}/{id}${id[3]}` as Route, { id: id[2] ?? "" }];
  }

  /** A POST with a key that was seen gets the answer that it got then. */
  #once(route: Route, key: string | null, token: string | null, answer: () => unknown): unknown {
    if (key === null) return answer();
    const name = `${token} ${route} ${key}`;
    if (!this.#answers.has(name)) this.#answers.set(name, answer());
    return this.#answers.get(name);
  }

  #answer(route: Route, call: Call): unknown {
    if (this.isOff) throw new Refusal(403, "site.off", "This help desk is switched off at the moment.");
    const refusal = this.refuseNext;
    if (refusal?.route === route) {
      this.refuseNext = null;
      throw new Refusal(refusal.status, refusal.code, "The desk refused.", refusal.more);
    }
    const answer = this.#routes[route];
    if (!answer) throw new Refusal(404, "route.not_found", `There is no ${route}.`);
    return answer(call);
  }

  readonly #routes: Partial<Record<Route, (call: Call) => unknown>> = {
    "GET /widget/config": ({ query }) => {
      if (query.get("site") !== this.site) throw new Refusal(404, "site.unknown", "There is no such site.");
      return this.config;
    },
    "POST /widget/sessions": () => ({ token: this.session(), expiresAt: toIso(Date.now() + 90 * day) }),
    "POST /widget/session/code": ({ token }) => void this.actor(token),
    "POST /widget/session/verify": ({ token, body }) => this.prove(token, body as Body<"POST /widget/session/verify">),
    "GET /me": ({ token }) => this.me(this.actor(token)),
    "GET /tickets": ({ token }) => ({ items: this.list(this.actor(token)), nextCursor: null }),
    "POST /tickets": ({ token, body }) => {
      const actor = this.actor(token);
      return viewOf(this.open(actor, body as Body<"POST /tickets">), actor);
    },
    "POST /attachments": ({ token, query, body }) => {
      return this.upload(this.actor(token), query.get("name") ?? "", body as Blob);
    },
    "GET /attachments/{id}": ({ params }) => this.uploads.get(params["id"] ?? "")?.blob,
    "GET /tickets/{id}": (call) => viewOf(...this.#visible(call)),
    "GET /tickets/{id}/messages": (call) => {
      const [{ messages }] = this.#visible(call);
      return { items: messages.filter(({ kind }) => kind === "reply").toReversed(), nextCursor: null };
    },
    "GET /tickets/{id}/attachments": (call) => {
      const [{ files, messages }] = this.#visible(call);
      return { items: [...files, ...messages.flatMap(({ attachments }) => attachments)] };
    },
    "POST /tickets/{id}/replies": (call) => {
      const [kept, actor] = this.#visible(call);
      const { body: text = "", attachmentIds = [] } = call.body as Body<"POST /tickets/{id}/replies">;
      const message = this.say(kept.ticket.id, actor, text, attachmentIds);
      return { message, ticket: viewOf(kept, actor) };
    },
    "POST /tickets/{id}/cancel": (call) => this.#visiblyDo(call, { type: "cancel" }),
    "POST /tickets/{id}/reopen": (call) => this.#visiblyDo(call, { type: "reopen" }),
  };

  /** The ticket of a request, which somebody else's request does not get to see. */
  #visible({ token, params }: Call): [KeptTicket, Someone] {
    const actor = this.actor(token);
    const kept = this.kept(params["id"] ?? "");
    if (!can(actor, "ticket.read", kept.ticket))
      throw new Refusal(404, "resource.not_found", "There is no such ticket.");
    return [kept, actor];
  }

  #visiblyDo(call: Call, command: TicketCommand): TicketView {
    const [kept, actor] = this.#visible(call);
    this.do(kept.ticket.id, actor, command);
    return viewOf(kept, actor);
  }
}
