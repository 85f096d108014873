import type { Hint } from "@docket/core/contract/live";
import { sessionEnded } from "@docket/core/contract/live";

/** The server's side of the live sockets that the pages under test opened. */
export class FakeLive {
  readonly sockets = new Set<FakeSocket>();
  /** The subprotocols of each connection that was tried, oldest first. */
  readonly tries: (readonly string[])[] = [];
  refuses = false;

  /** To be handed in place of `WebSocket`. */
  readonly socket = this.#make();

  get connected(): readonly FakeSocket[] {
    return [...this.sockets].filter((socket) => socket.readyState === FakeSocket.OPEN);
  }

  tell(hint: Hint): void {
    for (const socket of this.connected) {
      socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(hint) }));
    }
  }

  /** The connections break, as when the server goes down. */
  drop(): void {
    for (const socket of this.connected) socket.close();
  }

  /** The sessions of all who are connected have ended: it lets in none of them until it no longer `refuses`. */
  end(): void {
    this.refuses = true;
    for (const socket of this.connected) socket.close(sessionEnded);
  }

  #make(): typeof WebSocket {
    const make = (url: string, protocols: string[]) => new FakeSocket(this, url, protocols);
    return new Proxy(WebSocket, { construct: (_, [url, protocols]) => make(url as string, protocols as string[]) });
  }
}

/** A socket that opens at once, or fails at once while the server refuses. */
export class FakeSocket extends EventTarget {
  static readonly OPEN = 1;
  readonly url: string;
  readonly #live: FakeLive;
  readyState = 0;

  constructor(live: FakeLive, url: string, protocols: readonly string[]) {
    super();
    this.#live = live;
    this.url = url;
    live.tries.push(protocols);
    live.sockets.add(this);
    queueMicrotask(() => (live.refuses ? this.close() : this.#open()));
  }

  #open(): void {
    if (this.readyState !== 0) return;
    this.readyState = FakeSocket.OPEN;
    this.dispatchEvent(new Event("open"));
    this.dispatchEvent(new MessageEvent("message", { data: JSON.stringify({ type: "hello" } satisfies Hint) }));
  }

  close(code = 1006): void {
    if (this.readyState === 3) return;
    this.readyState = 3;
    this.#live.sockets.delete(this);
    this.dispatchEvent(new CloseEvent("close", { code }));
  }
}
