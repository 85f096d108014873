import { once } from "node:events";
import type { Server } from "node:http";
import { createServer } from "node:http";
import { freePort } from "../../.ci/free-port.ts";

/** A site of somebody else's, with one page. */
export class Shop {
  readonly url: string;
  readonly #server: Server;
  /** What stands on the page beside its heading, such as the script tag of the widget. */
  content = "";

  private constructor(port: number, policy: string | null) {
    this.url = `http://127.0.0.1:${port}`;
    this.#server = createServer((_, response) => {
      if (policy !== null) response.setHeader("content-security-policy", policy);
      const page = `<!doctype html><html lang="en"><title>Shop</title><body><h1>Shop</h1>${this.content}</body></html>`;
      response.setHeader("content-type", "text/html").end(page);
    });
    this.#server.listen(port, "127.0.0.1");
  }

  /** Opens it; `policy` is its Content-Security-Policy. */
  static async open(policy: string | null = null): Promise<Shop> {
    const shop = new Shop(await freePort(), policy);
    await once(shop.#server, "listening");
    return shop;
  }

  close(): void {
    this.#server.close();
  }
}
