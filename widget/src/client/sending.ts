import { signal } from "@lit-labs/signals";
import { isUnanswered, newKey } from "./api.ts";

type Task = (idempotencyKey: string) => Promise<void>;

/**
 * One form's way to the desk. What failed is kept with its idempotency key, so that trying again can never
 * send it twice; when nobody answered, it is tried once more by itself as soon as the network is back.
 */
export class Sending {
  readonly #busy = signal(false);
  readonly #error = signal<unknown>(undefined);
  #key: string | null = null;
  #task: Task | null = null;
  #retried = false;

  get busy(): boolean {
    return this.#busy.get();
  }

  /** Why the last try failed; undefined when it did not. */
  get error(): unknown {
    return this.#error.get();
  }

  /** Sends something; gives true when the desk has it. */
  async send(task: Task): Promise<boolean> {
    if (this.#busy.get()) return false;
    this.#retried = false;
    this.#task = task;
    return this.#try();
  }

  /** The same thing again, with the same key. */
  async again(): Promise<boolean> {
    return this.#task !== null && !this.#busy.get() && this.#try();
  }

  /** The content changed: what goes out next is another thing and gets a key of its own. */
  changed(): void {
    if (this.#busy.get()) return;
    this.#forget();
    this.#error.set(undefined);
  }

  /** Stops waiting for the network. */
  stop(): void {
    removeEventListener("online", this.networkIsBack);
  }

  readonly networkIsBack = (): void => {
    if (this.#retried || this.#task === null || !isUnanswered(this.#error.get())) return;
    this.#retried = true;
    void this.again();
  };

  async #try(): Promise<boolean> {
    this.stop();
    this.#busy.set(true);
    this.#error.set(undefined);
    try {
      await this.#task?.((this.#key ??= newKey()));
      this.#forget();
      return true;
    } catch (error) {
      this.#error.set(error);
      if (isUnanswered(error) && !this.#retried) addEventListener("online", this.networkIsBack, { once: true });
      return false;
    } finally {
      this.#busy.set(false);
    }
  }

  #forget(): void {
    this.stop();
    this.#key = null;
    this.#task = null;
  }
}
