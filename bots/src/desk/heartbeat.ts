import type { BotTrouble } from "@docket/core/chat/bot-trouble";
import type { FollowedInput } from "@docket/core/contract/chat";
import { second } from "@docket/core/time";
import type { Desk } from "./desk.ts";

/** How often the desk hears of a bot. */
const interval = 30 * second;

/** Tells the desk again and again that the bot is there, and what keeps it from hearing. */
export class Heartbeat {
  readonly #desk: Desk;
  #workspaces: FollowedInput;
  /** Null while all is well, undefined while nothing is known. */
  #trouble: BotTrouble | null | undefined = undefined;
  readonly #timer: NodeJS.Timeout;
  #beating: Promise<void> = Promise.resolve();

  constructor(desk: Desk, workspaces: FollowedInput) {
    this.#desk = desk;
    this.#workspaces = workspaces;
    this.#timer = setInterval(() => this.#beat(), interval).unref();
  }

  /** The bot has found out in which workspace it is. */
  isIn(workspaceId: string): void {
    this.#workspaces = { ...this.#workspaces, workspaceId };
  }

  /** The connection stands. */
  well(): void {
    this.#trouble = null;
    this.#beat();
  }

  /** There is no connection, for this reason. */
  troubled(trouble: BotTrouble): void {
    this.#trouble = trouble;
    this.#beat();
  }

  /** The connection broke, and may be back in a moment: the desk hears of it only if it is not. */
  interrupted(): void {
    this.#trouble = "away";
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
  }

  #beat(): void {
    const trouble = this.#trouble;
    if (trouble === undefined) return;
    const body = { ...this.#workspaces, trouble };
    // Whether the desk hears it is seen at the desk.
    this.#beating = this.#desk.bot.request("PUT /chat/bot", { body }).then(
      () => undefined,
      () => undefined,
    );
  }
}
