import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Letter } from "../../src/email/mailer.ts";

export interface PostmarkRequest {
  readonly method: string | undefined;
  readonly path: string | undefined;
  readonly token: string | string[] | undefined;
  readonly body: {
    readonly From: string;
    readonly To: string;
    readonly Subject: string;
    readonly TextBody: string;
    readonly HtmlBody: string;
    readonly MessageStream: string;
    readonly TrackOpens: boolean;
    readonly Metadata: Readonly<Record<string, string>>;
    readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
  };
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

const refusal = (code: number, message: string): Answer => ({
  status: 422,
  body: { ErrorCode: code, Message: message },
});

/** An address with or without a name in front, as RFC 5322 has it: a name with special characters stands in quotes. */
const mailbox = new RegExp(
  String.raw`^(?:(?:[\w !#$%&'*+/=?^{|}~\-\u0080-\u{10ffff}\u0060]+|"(?:[^"\\\p{Cc}]|\\[^\p{Cc}])*") ?<[^\s<>@,;]+@[^\s<>@,;]+>|[^\s<>@,;]+@[^\s<>@,;]+)$`,
  "u",
);

/** What Postmark says about metadata: at most ten, with short names and values. */
const isMetadata = (given: unknown): boolean => {
  const entries = Object.entries(given ?? {});
  return (
    entries.length <= 10 &&
    entries.every(
      ([name, value]) =>
        /^[\w-]{1,20}$/.test(name) && typeof value === "string" && value.length > 0 && value.length <= 80,
    )
  );
};

/** The query of a search among what was sent; null when Postmark would not understand it. */
const searchOf = (query: URLSearchParams): { readonly count: number; readonly metadata: [string, string][] } | null => {
  const [count, offset] = [Number(query.get("count") ?? "x"), Number(query.get("offset") ?? "x")];
  if (!(count >= 1 && count <= 500 && offset === 0)) return null;
  const rest = [...query].filter(([name]) => name !== "count" && name !== "offset");
  if (!rest.every(([name, value]) => /^metadata_[\w-]{1,20}$/.test(name) && value !== "")) return null;
  return { count, metadata: rest.map(([name, value]) => [name.slice("metadata_".length), value]) };
};

interface Refusal {
  readonly status: number;
  readonly code: number;
  readonly message: string;
}

const textOf = async (request: IncomingMessage): Promise<string> => {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
};

const bare = (value: string | undefined): string[] =>
  Array.from(value?.matchAll(/<([^>]+)>/g) ?? [], (one) => one[1] ?? "");

const idOf = (place: number): string => `00000000-0000-4000-8000-${String(place + 1).padStart(12, "0")}`;

/** Enough of Postmark's API to send a letter and to find it: it checks what Postmark checks. */
export class FakePostmark {
  readonly token = "the-server-token";
  readonly requests: PostmarkRequest[] = [];
  readonly #server = createServer((request, response) => {
    void (async () => {
      const { status, body } = this.#answer(request, await textOf(request));
      await this.#held;
      if (this.#breaks) {
        this.#breaks = false;
        request.socket.destroy();
        return;
      }
      if (this.#foreign !== null) {
        response.writeHead(200, { "content-type": "text/html" }).end(this.#foreign);
        return;
      }
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    })();
  });
  #refusals: Refusal[] = [];
  #held: Promise<void> = Promise.resolve();
  #breaks = false;
  #foreign: string | null = null;
  /** The metadata that somebody looked for, in their order. */
  readonly lookedFor: Readonly<Record<string, string>>[] = [];

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Something else answers in its place, with this; null ends that. */
  standIn(page: string | null): void {
    this.#foreign = page;
  }

  refuse(status: number, code: number, message = "No."): void {
    this.#refusals.push({ status, code, message });
  }

  /** Takes the next letter, and breaks the connection in place of an answer. */
  breakOff(): void {
    this.#breaks = true;
  }

  /** Takes letters and says nothing about it, until what it returns is called. */
  holdAnswers(): () => void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#held = promise;
    return resolve;
  }

  /** The letters that were taken, put together again from what was sent. */
  letters(): Letter[] {
    return this.requests.map(({ body }) => {
      const {
        "Message-ID": id,
        "In-Reply-To": parent,
        References: references,
        "X-PM-KeepID": _,
        ...headers
      } = Object.fromEntries(body.Headers.map(({ Name, Value }) => [Name, Value])) as Record<
        string,
        string | undefined
      >;
      return {
        messageId: bare(id)[0] ?? "",
        to: body.To,
        subject: body.Subject,
        text: body.TextBody,
        html: body.HtmlBody,
        inReplyTo: bare(parent)[0] ?? null,
        references: bare(references),
        headers: headers as Record<string, string>,
      };
    });
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  #answer(request: IncomingMessage, text: string): Answer {
    const token = request.headers["x-postmark-server-token"];
    const refused = this.#refusals.shift();
    if (refused) return { status: refused.status, body: { ErrorCode: refused.code, Message: refused.message } };
    if (token !== this.token) return { status: 401, body: { ErrorCode: 10, Message: "Bad or missing token." } };
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://postmark.test");
    const asked = `${request.method} ${pathname}`;
    if (asked === "GET /messages/outbound") return this.#search(searchParams);
    if (asked !== "POST /email") return { status: 404, body: {} };
    return this.#take({ method: request.method, path: request.url, token, body: JSON.parse(text) as never });
  }

  #take(request: PostmarkRequest): Answer {
    const { From, To, Metadata } = request.body;
    if (!mailbox.test(From)) return refusal(300, "Invalid 'From' address.");
    if (!mailbox.test(To)) return refusal(300, "Invalid 'To' address.");
    if (!isMetadata(Metadata)) return refusal(402, "Invalid metadata.");
    this.requests.push(request);
    const MessageID = idOf(this.requests.length - 1);
    return { status: 200, body: { To, SubmittedAt: new Date().toISOString(), MessageID, ErrorCode: 0, Message: "OK" } };
  }

  #search(query: URLSearchParams): Answer {
    const search = searchOf(query);
    if (search === null) return refusal(600, "Invalid search.");
    this.lookedFor.push(Object.fromEntries(search.metadata));
    const found = this.requests
      .map(({ body }, i) => ({ MessageID: idOf(i), Status: "Sent", Subject: body.Subject, Metadata: body.Metadata }))
      .filter(({ Metadata }) => search.metadata.every(([name, value]) => Metadata[name] === value))
      .toReversed();
    return { status: 200, body: { TotalCount: found.length, Messages: found.slice(0, search.count) } };
  }
}
