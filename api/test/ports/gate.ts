import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Holds whoever comes until it is opened: work in any process waits here. */
export class Gate {
  /** `come/x` and `pass/x` as x did, and what the test adds. */
  readonly heard: string[] = [];
  readonly #waiting: ServerResponse[] = [];
  #isOpen = false;
  readonly #server = createServer((request, response) => {
    const word = request.url?.slice(1) ?? "";
    this.heard.push(word);
    if (word.startsWith("come/") && !this.#isOpen) this.#waiting.push(response);
    else response.end();
  });

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  open(): void {
    this.#isOpen = true;
    for (const response of this.#waiting.splice(0)) response.end();
  }

  async stop(): Promise<void> {
    this.open();
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }
}
