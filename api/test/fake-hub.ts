import type { Hint } from "@docket/core/contract/live";
import type { Audience, Hub } from "../src/realtime/hub.ts";

/** Keeps what was published; sockets are tested on a real server. */
export class FakeHub implements Hub {
  readonly published: { readonly audiences: readonly Audience[]; readonly hint: Hint }[] = [];

  readonly disconnected: Audience[] = [];

  /** The sessions that have sockets. */
  connected: readonly string[] = [];

  publish(audiences: readonly Audience[], hint: Hint): Promise<void> {
    this.published.push({ audiences, hint });
    return Promise.resolve();
  }

  disconnect(audiences: readonly Audience[]): Promise<void> {
    this.disconnected.push(...audiences);
    return Promise.resolve();
  }

  sessions(): Promise<readonly string[]> {
    return Promise.resolve(this.connected);
  }

  connect(): Promise<Response> {
    return Promise.reject(new Error("sockets are tested on a real server"));
  }
}
