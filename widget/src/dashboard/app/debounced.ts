/** Calls a function once after a burst of wishes has calmed down, and at the latest after four such pauses. */
export class Debounced {
  readonly #act: () => unknown;
  readonly #pause: number;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since: number | null = null;

  constructor(act: () => unknown, pause: number) {
    this.#act = act;
    this.#pause = pause;
  }

  call(): void {
    clearTimeout(this.#timer);
    this.#since ??= performance.now();
    const left = this.#since + 4 * this.#pause - performance.now();
    this.#timer = setTimeout(
      () => {
        this.#since = null;
        this.#act();
      },
      Math.max(0, Math.min(this.#pause, left)),
    );
  }

  cancel(): void {
    clearTimeout(this.#timer);
    this.#since = null;
  }
}
