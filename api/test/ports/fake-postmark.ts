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
    readonly Headers: readonly { readonly Name: string; readonly Value: string }[];
  };
}

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

/** Enough of Postmark's API to send a letter: it checks the token and the path as Postmark does. */
export class FakePostmark {
  readonly token = "the-server-token";
  readonly requests: PostmarkRequest[] = [];
  readonly #server = createServer((request, response) => {
    void (async () => {
      const { status, body } = this.#answer(request, await textOf(request));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    })();
  });
  #refusals: Refusal[] = [];

  async start(): Promise<this> {
    await new Promise<void>((resolve) => {
      this.#server.listen(0, "127.0.0.1", resolve);
    });
    return this;
  }

  get host(): string {
    return `127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  refuse(status: number, code: number, message = "No."): void {
    this.#refusals.push({ status, code, message });
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

  #answer(request: IncomingMessage, text: string): { status: number; body: object } {
    const token = request.headers["x-postmark-server-token"];
    const refusal = this.#refusals.shift();
    if (refusal) return { status: refusal.status, body: { ErrorCode: refusal.code, Message: refusal.message } };
    if (token !== this.token) return { status: 401, body: { ErrorCode: 10, Message: "Bad or missing token." } };
    if (request.method !== "POST" || request.url !== "/email") return { status: 404, body: {} };
    const body = JSON.parse(text) as PostmarkRequest["body"];
    this.requests.push({ method: request.method, path: request.url, token, body });
    const id = `00000000-0000-4000-8000-${String(this.requests.length).padStart(12, "0")}`;
    return {
      status: 200,
      body: { To: body.To, SubmittedAt: new Date().toISOString(), MessageID: id, ErrorCode: 0, Message: "OK" },
    };
  }
}
