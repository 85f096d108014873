import type { RawFile, RequestData, RESTOptions } from "@discordjs/rest";
import { REST } from "@discordjs/rest";
import { ChatFailure } from "@docket/core/chat/chat-failure";
import { second } from "@docket/core/time";

/** How Discord is reached. */
export interface DiscordAccess {
  /** The address of the API without its version; Discord's own when it is not given. */
  readonly apiUrl?: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** How long one call may take, and how long to wait for room in a bucket that is known to be empty. */
const patience = { call: 15 * second, bucket: 6 * second } as const;
/** The least to wait where Discord names no time. */
const someTime = second;

const bodiless: readonly number[] = [204, 205, 304];

/** Discord names the time in a header and more exactly in the body; where they differ the longer one is right. */
const busyFor = (headers: Headers, body: ArrayBuffer): number => {
  let said: unknown;
  try {
    said = JSON.parse(new TextDecoder().decode(body));
  } catch {
    // The answer of a proxy before Discord is no JSON.
  }
  const { retry_after: exact = 0 } = (said ?? {}) as { readonly retry_after?: number };
  const rounded = Number(headers.get("retry-after") ?? 0);
  return Math.max((exact > 0 && rounded - exact < 1 ? exact : rounded) * second, someTime);
};

/** Nobody was there. */
export const noAnswer = (): ChatFailure => new ChatFailure("away", "Discord did not answer.");

/**
 * Whatever Discord says, it says as JSON. Where something else in the network answers in its place, as a page to sign in at,
 * the library would take that for what it asked for. Throws `ChatFailure`.
 */
export const checkForm = ({ status, headers }: Pick<Response, "status" | "headers">): void => {
  if (status >= 400 || bodiless.includes(status) || headers.get("content-type")?.startsWith("application/json")) return;
  throw new ChatFailure("away", "Discord did not answer as it should.");
};

/** An answer with its body. Throws `ChatFailure` when there is none. */
const answerOf = async (
  fetch: typeof globalThis.fetch,
  url: string,
  init: RequestInit,
): Promise<readonly [Response, ArrayBuffer]> => {
  try {
    const response = await fetch(url, init);
    return [response, await response.arrayBuffer()];
  } catch {
    throw noAnswer();
  }
};

/**
 * `fetch` as the library wants it. The answer is read within the time of the call, and too many calls are no concern of
 * the library's, which would wait.
 */
const requester =
  (fetch: typeof globalThis.fetch): RESTOptions["makeRequest"] =>
  async (url, { method, headers, body, signal }) => {
    const init = { method, headers, body, signal, redirect: "manual" } as RequestInit;
    const [response, bytes] = await answerOf(fetch, url, init);
    if (response.status === 429)
      throw new ChatFailure("busy", "Discord takes no more for a while.", busyFor(response.headers, bytes));
    checkForm(response);
    const { status, statusText, headers: answered } = response;
    const whole = new Response(bodiless.includes(status) ? null : bytes, { status, statusText, headers: answered });
    return whole as unknown as Awaited<ReturnType<RESTOptions["makeRequest"]>>;
  };

type Route = `/${string}`;

/** Each thread has limits of its own, which the library never forgets: with so many it begins anew. */
const mostHandlers = 1000;

/** Reaches Discord with one client for each token: what is known of its limits counts for all calls together. */
export class DiscordClients {
  readonly #access: DiscordAccess;
  readonly #clients = new Map<string, REST>();

  constructor(access: DiscordAccess) {
    this.#access = access;
  }

  /** Calls with this token, as far as the signal lets them. */
  calls(token: string, signal: AbortSignal): DiscordCalls {
    const known = this.#clients.get(token);
    const rest = known && known.handlers.size < mostHandlers ? known : this.#open(token);
    const forget = (): void => {
      if (this.#clients.get(token) === rest) this.#clients.delete(token);
    };
    return new DiscordCalls(rest, signal, forget);
  }

  #open(token: string): REST {
    const { apiUrl, fetch = globalThis.fetch } = this.#access;
    const rest = new REST({
      ...(apiUrl === undefined ? {} : { api: apiUrl }),
      makeRequest: requester((...request) => fetch(...request)),
      retries: 0,
      timeout: patience.call,
      rejectOnRateLimit: ({ timeToReset }) => timeToReset > patience.bucket,
      // Where a process lives as long as a request, timers would outlive it.
      hashSweepInterval: 0,
      handlerSweepInterval: 0,
      // The library would throw away a token that Discord does not take, and with it what to say of that.
      headers: { authorization: `Bot ${token}` },
    });
    this.#clients.set(token, rest);
    return rest;
  }
}

/** Calls with one token, each tried once: what fails is for the caller to try again. */
export class DiscordCalls {
  readonly #rest: REST;
  readonly #signal: AbortSignal;
  readonly #forget: () => void;

  constructor(rest: REST, signal: AbortSignal, forget: () => void) {
    this.#rest = rest;
    this.#signal = signal;
    this.#forget = forget;
  }

  /**
   * Calls of one kind wait for each other. One that was cut off, as when its Worker was stopped, may never let the next
   * one go: who has waited too long leaves that client.
   */
  async #ask<T>(work: (rest: REST, how: RequestData) => Promise<unknown>): Promise<T> {
    try {
      return (await work(this.#rest, { auth: false, signal: this.#signal })) as T;
    } catch (error) {
      if (!this.#signal.aborted) throw error;
      this.#forget();
      throw error instanceof ChatFailure ? error : noAnswer();
    }
  }

  async get<T>(route: Route, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return this.#ask((rest, how) => rest.get(route, { query: new URLSearchParams(query), ...how }));
  }

  async post<T>(route: Route, body: object, files: readonly RawFile[] = []): Promise<T> {
    return this.#ask((rest, how) => rest.post(route, { body, files: [...files], ...how }));
  }

  async patch<T>(route: Route, body: object, files: readonly RawFile[] = []): Promise<T> {
    return this.#ask((rest, how) => rest.patch(route, { body, files: [...files], ...how }));
  }

  async put(route: Route): Promise<void> {
    await this.#ask((rest, how) => rest.put(route, how));
  }

  async delete(route: Route): Promise<void> {
    await this.#ask((rest, how) => rest.delete(route, how));
  }
}
