import type { Client } from "@docket/api/client";
import { ApiError } from "@docket/api/client";
import type { Me } from "@docket/core/contract/person";
import type { DeskAction } from "@docket/core/permissions/actions";
import { signal } from "@lit-labs/signals";

/** Who is using this page, as far as is known. */
export type SessionState =
  | { readonly kind: "unknown" }
  | { readonly kind: "unreachable"; readonly detail: string }
  | { readonly kind: "signed_out"; readonly lost: boolean }
  | { readonly kind: "signed_in"; readonly me: Me };

/** The session of this page. Any 401 that `client` meets ends it, so that the page asks to sign in again. */
export class Session {
  readonly client: Client;
  readonly #state = signal<SessionState>({ kind: "unknown" });

  constructor(client: Client) {
    this.client = {
      request: async (route, ...input) => {
        try {
          return await client.request(route, ...input);
        } catch (error) {
          if (error instanceof ApiError && error.problem.status === 401) this.ended();
          throw error;
        }
      },
    };
  }

  get state(): SessionState {
    return this.#state.get();
  }

  get me(): Me | null {
    return this.state.kind === "signed_in" ? this.state.me : null;
  }

  can(action: DeskAction): boolean {
    return this.me?.can.includes(action) ?? false;
  }

  /** Asks the desk who this is. */
  async load(): Promise<void> {
    try {
      this.#state.set({ kind: "signed_in", me: await this.client.request("GET /me") });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      if (error.problem.status !== 401) this.#state.set({ kind: "unreachable", detail: error.problem.detail });
    }
  }

  /** Asks whether this person is still the one who is here. Where nobody answers, nothing changes. */
  async check(): Promise<void> {
    const now = await this.client.request("GET /me").catch(() => null);
    if (now !== null && this.me !== null && now.id !== this.me.id) this.ended();
  }

  /** The desk said anew who this is. */
  update(me: Me): void {
    this.#state.set({ kind: "signed_in", me });
  }

  /** The cookie no longer counts: it ran out, or something ended it. */
  ended(): void {
    if (this.#state.get().kind !== "signed_out") {
      this.#state.set({ kind: "signed_out", lost: this.#state.get().kind === "signed_in" });
    }
  }

  signedOut(): void {
    this.#state.set({ kind: "signed_out", lost: false });
  }
}
