import type { Client } from "@docket/api/client";
import { ContextConsumer, createContext } from "@lit/context";
import { SignalWatcher } from "@lit-labs/signals";
import { LitElement } from "lit";
import type { Live } from "../../client/realtime.ts";
import type { Auth } from "../session/auth.ts";
import type { Session } from "../session/session.ts";
import type { Directory } from "./directory.ts";
import type { Toasts } from "./toasts.ts";

/** What every page is handed: the way to the desk, who is here, and how to move and to speak up. */
export interface Desk {
  readonly client: Client;
  readonly auth: Auth;
  readonly session: Session;
  readonly live: Pick<Live, "subscribe" | "start" | "stop" | "lost">;
  readonly toasts: Toasts;
  readonly directory: Directory;
  /** Goes to another address of this app; `replace` leaves no step back. */
  readonly navigate: (url: string, options?: { readonly replace?: boolean }) => void;
  /** What this browser keeps; it may throw. */
  readonly storage: () => Storage;
  /** The address of the desk itself, such as `https://desk.example.com`. */
  readonly origin: string;
}

export const deskContext = createContext<Desk>(Symbol("desk"));

/** An element that is handed the desk by the app above it, and renders again when a signal that it read changes. */
export class DeskElement extends SignalWatcher(LitElement) {
  readonly #desk = new ContextConsumer(this, { context: deskContext });

  get desk(): Desk {
    const desk = this.#desk.value;
    if (!desk) throw new Error(`<${this.localName}> stands outside of the app`);
    return desk;
  }
}
