import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A way to another server, for those who call from another process. */
export class Forwarder {
  /** Every call waits for this before it goes on. */
  onCall: () => Promise<void> = () => Promise.resolve();
  readonly #server;

  private constructor(target: string) {
    this.#server = createServer((incoming, outgoing) => {
      const { method, headers, url = "/" } = incoming;
      const onward = request(new URL(url, target), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      onward.on("error", () => outgoing.destroy());
      void this.onCall().then(() => incoming.pipe(onward));
    });
  }

  static async start(target: string): Promise<Forwarder> {
    const forwarder = new Forwarder(target);
    forwarder.#server.listen(0, "127.0.0.1");
    await once(forwarder.#server, "listening");
    return forwarder;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
