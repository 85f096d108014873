import { signal } from "@lit-labs/signals";

export interface Toast {
  readonly id: number;
  readonly kind: "done" | "problem";
  readonly text: string;
}

/** How long a toast stays, in milliseconds: a problem longer, for there is more to read. */
const stay = { done: 5_000, problem: 12_000 } as const;

/** Short messages about what just happened. Each goes away by itself. */
export class Toasts {
  readonly #list = signal<readonly Toast[]>([]);
  #last = 0;

  get list(): readonly Toast[] {
    return this.#list.get();
  }

  done(text: string): void {
    this.#add("done", text);
  }

  problem(text: string): void {
    this.#add("problem", text);
  }

  dismiss(id: number): void {
    this.#list.set(this.#list.get().filter((toast) => toast.id !== id));
  }

  clear(): void {
    this.#list.set([]);
  }

  #add(kind: Toast["kind"], text: string): void {
    const id = ++this.#last;
    const others = this.#list.get().filter((toast) => toast.text !== text);
    this.#list.set([...others.slice(-2), { id, kind, text }]);
    setTimeout(() => this.dismiss(id), stay[kind]);
  }
}
