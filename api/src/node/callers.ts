import { createHash } from "node:crypto";
import { parse } from "hono/utils/cookie";
import { networkOf } from "../platform/caller-address.ts";

/** Who sends a request, as far as that is known before anybody looks: an account, or whoever is in this network. */
export interface Caller {
  readonly lane: "known" | "strangers";
  /** Names the account or the network. */
  readonly name: string;
  readonly address: string;
  /** What the request shows of who sends it, as a digest; null where it shows nothing. */
  readonly proof: string | null;
}

/** Sessions and keys that are remembered; whoever is forgotten is a stranger for one request. */
const mostKnown = 10_000;

interface Shown {
  readonly authorization?: string | undefined;
  readonly cookie?: string | undefined;
}

/**
 * The accounts behind the sessions and keys that this process has let in. What anybody gets for nothing, such as the session
 * of a widget that proved no address, is none.
 */
export class Callers {
  readonly #cookieName: string;
  readonly #accounts = new Map<string, string>();

  constructor(cookieName: string) {
    this.#cookieName = cookieName;
  }

  of(shown: Shown, address: string): Caller {
    const proof = this.#proofOf(shown);
    const account = proof === null ? undefined : this.#accounts.get(proof);
    return account === undefined
      ? { lane: "strangers", name: networkOf(address), address, proof }
      : { lane: "known", name: account, address, proof };
  }

  #proofOf({ authorization, cookie }: Shown): string | null {
    // Whatever else stands there is for somebody in between, and the same for many people.
    const [, token] = /^bearer +(\S+)/i.exec(authorization ?? "") ?? [];
    const secret = token ?? (cookie && parse(cookie, this.#cookieName)[this.#cookieName]);
    return secret ? createHash("sha256").update(secret).digest("base64") : null;
  }

  /** Remembers whose it is what a caller showed. */
  remember({ proof }: Caller, account: string): void {
    if (proof === null) return;
    this.#accounts.delete(proof);
    this.#accounts.set(proof, account);
    const [oldest] = this.#accounts.keys();
    if (this.#accounts.size > mostKnown && oldest !== undefined) this.#accounts.delete(oldest);
  }
}
