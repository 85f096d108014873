import type { FollowedInput } from "@docket/core/contract/chat";
import type { Ms } from "@docket/core/time";
import { minute } from "@docket/core/time";
import type { Desk } from "./desk.ts";

const page = 100;

/** The channels in which cards are shown, as the desk said within the last minute: of others it need not be asked. */
export class ConnectedChannels {
  readonly #desk: Desk;
  readonly #workspaces: FollowedInput;
  /** Null until the desk has answered. */
  #channels: ReadonlySet<string> | null = null;
  #readAt: Ms = 0;
  #reading: Promise<void> | null = null;

  constructor(desk: Desk, workspaces: FollowedInput) {
    this.#desk = desk;
    this.#workspaces = workspaces;
  }

  /** Whether cards may stand in a channel; while nobody knows, they may. */
  async has(channelId: string): Promise<boolean> {
    if (Date.now() - this.#readAt > minute) await this.read();
    return this.#channels?.has(channelId) ?? true;
  }

  /** Asks the desk. Without an answer what it said before counts. */
  read(): Promise<void> {
    this.#reading ??= this.#ask().finally(() => {
      this.#reading = null;
    });
    return this.#reading;
  }

  async #ask(): Promise<void> {
    const found = new Set<string>();
    try {
      for (let cursor: string | undefined; ;) {
        const query = { ...this.#workspaces, limit: page, cursor };
        const { items, nextCursor } = await this.#desk.bot.request("GET /chat/channels", { query });
        for (const { channelId } of items) found.add(channelId);
        if (nextCursor === null) break;
        cursor = nextCursor;
      }
    } catch {
      return;
    }
    this.#channels = found;
    this.#readAt = Date.now();
  }
}
