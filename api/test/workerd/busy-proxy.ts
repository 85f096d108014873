import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** Stands in front of a libSQL server, and says for it that it has no time. */
export class BusyProxy {
  readonly url: string;
  readonly #server;
  #target: URL | null = null;
  /** What is said in place of the server, in turn, and to how many calls still. */
  #statuses: readonly number[] = [];
  #left = 0;
  #refused = 0;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    server.on("request", (incoming: IncomingMessage, response: ServerResponse) => this.#answer(incoming, response));
  }

  static async start(): Promise<BusyProxy> {
    const server = createServer();
    await new Promise<void>((resolve) => {
      server.listen(0, "127.0.0.1", resolve);
    });
    return new BusyProxy(server);
  }

  /** How many calls were refused so far. */
  get refused(): number {
    return this.#refused;
  }

  passTo(url: string): void {
    this.#target = new URL(url);
  }

  /** Refuses this many of the next calls. */
  refuse(calls: number, ...statuses: readonly number[]): void {
    this.#left = calls;
    this.#statuses = statuses;
  }

  async stop(): Promise<void> {
    await new Promise((resolve) => {
      this.#server.close(resolve);
      this.#server.closeAllConnections();
    });
  }

  #answer(incoming: IncomingMessage, response: ServerResponse): void {
    if (this.#left > 0) {
      this.#left--;
      const status = this.#statuses[this.#refused++ % this.#statuses.length] ?? 503;
      incoming.resume().once("end", () => response.writeHead(status).end("busy"));
      return;
    }
    const { hostname, port } = this.#target ?? new URL(this.url);
    const { method, url: path, headers } = incoming;
    const outgoing = request({ hostname, port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    outgoing.once("error", () => response.destroy());
    incoming.pipe(outgoing);
  }
}
