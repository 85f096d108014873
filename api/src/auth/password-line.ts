import { AsyncLocalStorage } from "node:async_hooks";
import { problem } from "../http/problem.ts";
import { networkOf } from "../platform/caller-address.ts";
import { Line } from "../platform/line.ts";
import type { PasswordCaller, Passwords } from "./auth.ts";

/** How many passwords are hashed at a time: each takes one of the four threads that files, packing and tokens need, too. */
const atOnce = 2;
/**
 * How many requests with passwords are under way at a time: of one person who is known, wherever they are, of one address, of
 * one network; and of all strangers, and of all who are known. These have places of their own, which no stranger takes.
 */
export const mostPlaces = { person: 10, address: 10, network: 20, strangers: 60, known: 30 };

/** The places that a caller takes, by their names: the first are the caller's own, the others are shared. */
interface Place {
  readonly lane: "known" | "strangers";
  /** Who takes turns with the others of the lane. */
  readonly turn: string;
  readonly own: readonly (readonly [name: string, most: number])[];
  readonly shared: readonly (readonly [name: string, most: number])[];
}

const placeOf = ({ person, address }: PasswordCaller): Place => {
  const network = networkOf(address);
  if (person === null) {
    const own = [
      [`network ${network}`, mostPlaces.network] as const,
      [`address ${address}`, mostPlaces.address] as const,
    ];
    return { lane: "strangers", turn: network, own, shared: [["strangers", mostPlaces.strangers]] };
  }
  const shared = [[`known at ${network}`, mostPlaces.network] as const, ["known", mostPlaces.known] as const];
  return { lane: "known", turn: person, own: [[`person ${person}`, mostPlaces.person]], shared };
};

/**
 * The line for all hashing of passwords in a process. Whoever finds no place in it is told to come back, before anything is
 * done or counted; who has one always gets a turn. Strangers and those who are known take turns, and so do networks and people
 * among them, however many places each has. When all places that many share are taken, whoever has none gets one nevertheless.
 */
export class PasswordLine implements Passwords {
  readonly #place = new AsyncLocalStorage<Place>();
  readonly #places = new Map<string, number>();
  readonly #line = new Line(atOnce);

  async withPlace<T>(caller: PasswordCaller, work: () => Promise<T>): Promise<T> {
    const place = placeOf(caller);
    const isFull = ([name, most]: readonly [string, number]): boolean => this.#taken(name) >= most;
    if (place.own.some(isFull)) {
      const detail = "Too many passwords are being checked for your network right now. Please try again in a moment.";
      throw problem("request.rate_limited", detail, undefined, { retryAfter: 2 });
    }
    const hasSome = this.#taken(place.own[0]?.[0] ?? "") > 0;
    if (hasSome && place.shared.some(isFull)) {
      const detail = "Too many people are signing in right now. Please try again in a moment.";
      throw problem("server.unavailable", detail, undefined, { retryAfter: 5 });
    }
    this.#count(place, 1);
    try {
      return await this.#place.run(place, work);
    } finally {
      this.#count(place, -1);
    }
  }

  #taken(name: string): number {
    return this.#places.get(name) ?? 0;
  }

  #count({ own, shared }: Place, more: 1 | -1): void {
    for (const [name] of [...own, ...shared]) {
      const places = this.#taken(name) + more;
      if (places > 0) this.#places.set(name, places);
      else this.#places.delete(name);
    }
  }

  async inTurn<T>(hash: () => Promise<T>): Promise<T> {
    const place = this.#place.getStore();
    await this.#line.enter(place ? [place.lane, place.turn] : ["known", ""]);
    try {
      return await hash();
    } finally {
      this.#line.leave();
    }
  }
}
