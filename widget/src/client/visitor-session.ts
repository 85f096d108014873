import type { WidgetSession } from "@docket/core/contract/site";
import type { Contact } from "../elements/ticket-form/ticket-form.ts";
import type { Kept } from "./kept.ts";

interface KeptSession extends WidgetSession {
  /** Who the visitor said they are, so that they are asked once. */
  readonly contact?: Contact;
}

/** The widget's session on this device. Nothing is kept before the first send. */
export class VisitorSession {
  readonly #kept: Kept;
  readonly #open: () => Promise<WidgetSession>;
  #opening: Promise<void> | null = null;

  constructor(kept: Kept, open: () => Promise<WidgetSession>) {
    this.#kept = kept;
    this.#open = open;
  }

  /** Read from the store each time: another tab may have opened a session, or lost it. */
  get #current(): KeptSession | null {
    const session = this.#kept.get("session") as KeptSession | null;
    return session && Date.parse(session.expiresAt) > Date.now() ? session : null;
  }

  get token(): string | null {
    return this.#current?.token ?? null;
  }

  get contact(): Contact | null {
    return this.#current?.contact ?? null;
  }

  /** Opens a session unless there is one. */
  async ensure(): Promise<void> {
    if (this.token !== null) return;
    this.#opening ??= this.#open()
      .then((session) => this.#kept.set("session", session))
      .finally(() => {
        this.#opening = null;
      });
    return this.#opening;
  }

  /** Puts another session in the place of this one; nothing stays of whoever had it. */
  replace({ token, expiresAt }: WidgetSession): void {
    this.#kept.set("session", { token, expiresAt });
  }

  remember(contact: Contact): void {
    const { name, email } = contact;
    if (this.#current) this.#kept.set("session", { ...this.#current, contact: { name, email } });
  }

  forget(): void {
    this.#kept.remove("session");
  }
}
