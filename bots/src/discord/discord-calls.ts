import type { RawFile, RESTOptions } from "@discordjs/rest";
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
    throw new ChatFailure("away", "Discord did not answer.");
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
    const { status, statusText, headers: answered } = response;
    const whole = new Response(bodiless.includes(status) ? null : bytes, { status, statusText, headers: answered });
    return whole as unknown as Awaited<ReturnType<RESTOptions["makeRequest"]>>;
  };

type Route = `/${string}`;

/** Calls with one token, each tried once: what fails is for the caller to try again. */
export class DiscordCalls {
  readonly #rest: REST;
  readonly #signal: AbortSignal;

  constructor({ apiUrl, fetch = globalThis.fetch }: DiscordAccess, token: string, signal: AbortSignal) {
    this.#signal = signal;
    this.#rest = new REST({
      ...(apiUrl === undefined ? {} : { api: apiUrl }),
      makeRequest: requester((...request) => fetch(...request)),
      retries: 0,
      timeout: patience.call,
      rejectOnRateLimit: ({ timeToReset }) => timeToReset > patience.bucket,
      // Timers would outlive the call.
      hashSweepInterval: 0,
      handlerSweepInterval: 0,
    }).setToken(token);
  }

  async get<T>(route: Route, query: Readonly<Record<string, string>> = {}): Promise<T> {
    return (await this.#rest.get(route, { query: new URLSearchParams(query), signal: this.#signal })) as T;
  }

  async post<T>(route: Route, body: object, files: readonly RawFile[] = []): Promise<T> {
    return (await this.#rest.post(route, { body, files: [...files], signal: this.#signal })) as T;
  }

  async patch<T>(route: Route, body: object, files: readonly RawFile[] = []): Promise<T> {
    return (await this.#rest.patch(route, { body, files: [...files], signal: this.#signal })) as T;
  }

  async put(route: Route): Promise<void> {
    await this.#rest.put(route, { signal: this.#signal });
  }

  async delete(route: Route): Promise<void> {
    await this.#rest.delete(route, { signal: this.#signal });
  }
}
