import { Turns } from "../outbox/turns.ts";

/** How many turns of the loop may go to new connections alone before the next request begins. */
const mostArrivals = 64;

/**
 * The turns of requests. All that were read at once would else be done in one turn, with everybody else waiting. Node takes
 * new connections in turns of its loop, too: while some come, nothing else is begun, so that nobody waits behind the requests
 * of those who came before.
 */
export class LoopTurns extends Turns {
  #hasArrived = false;
  #arrivals = 0;

  /** Somebody's connection was taken. */
  arrived(): void {
    this.#hasArrived = true;
  }

  protected override isFree(): boolean {
    const isFree = !this.#hasArrived || this.#arrivals >= mostArrivals;
    this.#hasArrived &&= isFree;
    this.#arrivals = isFree ? 0 : this.#arrivals + 1;
    return isFree;
  }
}
