import type { Actor } from "@docket/core/actor";
import type { ChatNotice } from "@docket/core/chat/notice";
import type { Id } from "@docket/core/ids";
import type { BodyLimit, Holding } from "./http/body.ts";
import type { KnownRefusal } from "./http/identify.ts";
import type { Logger } from "./platform/logger.ts";
import type { Services } from "./services.ts";

/** The person behind a request, in person or by a key that acts for them; null for visitors, other keys and nobody. */
export interface Identity {
  readonly id: Id<"person">;
  readonly name: string;
  readonly email: string;
  readonly away: boolean;
  readonly chatNotice: ChatNotice;
}

/** A POST that must take effect once: the row of this caller and key is written with the change itself. */
export interface Idempotency {
  readonly caller: string;
  readonly key: string;
  readonly fingerprint: string;
}

/** A POST under an idempotency key whose body is not known yet, and what was done under that key before. */
export interface Attempt extends Omit<Idempotency, "fingerprint"> {
  readonly earlier: { readonly fingerprint: string; readonly result: unknown } | undefined;
}

/** What the verbs know of a request: who asks, with which services, and under which idempotency key. */
export interface Call {
  readonly services: Services;
  readonly actor: Actor;
  readonly identity: Identity | null;
  /** Names the session, or the key and whom it acts for: for what belongs to it and not to a person; null for nobody. */
  readonly caller: string | null;
  /** The id of the session, on the desk's own pages or in a widget, by which somebody asks; null without one. */
  readonly session: string | null;
  readonly idempotency: Idempotency | null;
  /** The version that a change is made on, as this caller saw it: a newer one refuses it. Null where any will do. */
  readonly ifMatch: number | null;
  readonly log: Logger;
}

export interface AppEnv {
  Bindings: Services;
  Variables: {
    requestId: string;
    /** How large the body may be, and what counts the bytes of it that are held; `end` ends it for the sake of others. */
    body: { readonly limit: BodyLimit; readonly hold: (end: () => void) => Holding };
    call: Call;
    /** Why a key that is real lets nobody in; null where it does, and where there is none. */
    refusal: KnownRefusal | null;
    /** The origins from which the caller's widget session may be used; null when there is none. */
    origins: readonly string[] | null;
    /** Null without an idempotency key. */
    attempt: Attempt | null;
    /** What this caller's request with the same idempotency key made before. */
    replay: unknown;
  };
}
