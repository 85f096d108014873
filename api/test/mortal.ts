import type { ChatBoard } from "../src/integrations/chat-board.ts";
import type { Chats, Services } from "../src/services.ts";

/**
 * A process that dies at its n-th word with the database, before or after that was done: from then on it does nothing
 * any more, neither there nor in a chat.
 */
export class Mortal {
  readonly services: Services;
  readonly #lifetime: number;
  readonly #when: "before" | "after";
  #words = 0;

  constructor(services: Services, lifetime: number, when: "before" | "after") {
    this.#lifetime = lifetime;
    this.#when = when;
    const { db } = services;
    this.services = {
      ...services,
      db: {
        orm: db.orm,
        read: (...queries) => this.#speak(() => db.read(...queries)) as Promise<never>,
        write: (...queries) => this.#speak(() => db.write(...queries)) as Promise<never>,
      },
      chats: this.#chats(services.chats),
    };
  }

  get died(): boolean {
    return this.#words >= this.#lifetime;
  }

  async #speak<T>(action: () => Promise<T>): Promise<T> {
    if (this.died) throw new Error("killed");
    this.#words++;
    const isLast = this.died;
    if (isLast && this.#when === "before") throw new Error("killed");
    const answer = await action();
    if (isLast) throw new Error("killed");
    return answer;
  }

  #chats(chats: Chats): Chats {
    return Object.fromEntries(
      Object.entries(chats).map(([platform, chat]) => [platform, { ...chat, board: this.#board(chat.board) }]),
    );
  }

  #board(board: ChatBoard): ChatBoard {
    return new Proxy(board, {
      get: (target, name) => {
        const value: unknown = Reflect.get(target, name, target);
        if (typeof value !== "function") return value;
        return (...given: unknown[]): unknown => {
          if (this.died) return Promise.reject(new Error("killed"));
          return Reflect.apply(value, target, given);
        };
      },
    });
  }
}
