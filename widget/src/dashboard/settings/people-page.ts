import { isStaffRole } from "@docket/core/actor";
import type { InvitationView, PersonListQuery, PersonView } from "@docket/core/contract/person";
import { saysDelayed } from "@docket/core/emails-delayed";
import { limits } from "@docket/core/limits";
import { msg, str } from "@lit/localize";
import type { PropertyValues } from "lit";
import { html, nothing } from "lit";
import "../../elements/badge/badge.ts";
import "../../elements/choice/choice.ts";
import "../../elements/confirm/confirm.ts";
import { define } from "../../elements/define.ts";
import "../../elements/relative-time/relative-time.ts";
import { plural } from "../../locales/plural.ts";
import { base } from "../../styles/base.ts";
import { controls } from "../../styles/controls.ts";
import { attempt } from "../app/attempt.ts";
import { Debounced } from "../app/debounced.ts";
import { DeskElement } from "../app/desk.ts";
import { focusHeading } from "../app/focus-heading.ts";
import { invitationRow } from "./invitation-row.ts";
import "./invite-dialog.ts";
import { Paged } from "./paged.ts";
import { pagedView } from "./paged-view.ts";
import { styles } from "./people-page.styles.ts";
import { offerKeys, ownKeysText } from "./offer-keys.ts";
import type { PersonSaved } from "./person-dialog.ts";
import "./person-dialog.ts";
import { roleText } from "./role-text.ts";
import { someOf } from "./some-of.ts";
import { settings } from "./settings.styles.ts";

type RoleFilter = NonNullable<PersonListQuery["role"]>;
const roleFilters: readonly RoleFilter[] = ["staff", "agent", "manager", "admin", "client"];

const invitationsRead = 50;

const isAdmin = ({ role, active }: PersonView): boolean => role === "admin" && active;

/** Whether somebody is let go, or may not make keys any more: those that they made before may have outlived either. */
const isLosing = (before: PersonView, after: PersonView): boolean =>
  (before.active && !after.active) || (isAdmin(before) && !isAdmin(after));

/** Everybody the desk knows, and who is invited to it. */
export class PeoplePage extends DeskElement {
  static override styles = [base, controls, settings, styles];
  static override properties = { search: {} };
  /** The query of the address: `role` and `q`. */
  declare search: string;

  #people: Paged<PersonView> | null = null;
  #invitations: Paged<InvitationView> | null = null;
  readonly #typed = new Debounced(() => this.#searchNow(), 250);

  constructor() {
    super();
    this.search = "";
  }

  get people(): Paged<PersonView> {
    return (this.#people ??= new Paged((cursor, signal) => {
      const { role, q } = this.#wanted();
      const query = { limit: 50, cursor, ...(role && { role }), ...(q && { q }) };
      return this.desk.client.request("GET /people", { query, signal });
    }));
  }

  get invitations(): Paged<InvitationView> {
    return (this.#invitations ??= new Paged((cursor, signal) =>
      this.desk.client.request("GET /invitations", { query: { limit: invitationsRead, cursor }, signal }),
    ));
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#typed.cancel();
  }

  protected override firstUpdated(): void {
    if (this.desk.session.can("invitation.manage")) void this.invitations.load();
    focusHeading(this);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("search")) void this.people.load();
  }

  override render() {
    const invites = this.desk.session.can("invitation.manage");
    const { role, q } = this.#wanted();
    return html`<div class="head">
        <div>
          <h1 tabindex="-1">${msg("People")}</h1>
          <p>${msg("Clients come by themselves; staff are invited.")}</p>
        </div>
        ${
          invites
            ? html`<button class="primary small" type="button" @click=${this.#openInvite}>
                ${msg("Invite someone")}
              </button>`
            : nothing
        }
      </div>
      ${invites ? this.#invited() : nothing}
      <section aria-label=${msg("People")}>
        <form class="narrow" role="search" @submit=${this.#submit}>
          <input
            type="search"
            aria-label=${msg("Search people")}
            placeholder=${msg("Search by name or address")}
            maxlength=${limits.query}
            .defaultValue=${q ?? ""}
            @input=${() => this.#typed.call()}
          />
          <docket-choice
            layout="bare"
            label=${msg("Role")}
            value=${role ?? ""}
            .options=${[
              { value: "", text: msg("Everybody") },
              ...roleFilters.map((value) => ({ value, text: value === "staff" ? msg("All staff") : roleText(value) })),
            ]}
            @docket-choose=${(event: CustomEvent<string>) => this.#go({ role: event.detail })}
          ></docket-choice>
        </form>
        ${pagedView(
          this.desk,
          this.people,
          {
            label: msg("People"),
            heading: msg("Nobody fits"),
            text: msg("Search for the start of a name or of an address, or choose another role."),
          },
          (person) => this.#person(person),
        )}
      </section>
      <docket-person-dialog
        @docket-saved=${this.#edited}
        @docket-newer=${() => this.people.load()}
      ></docket-person-dialog>
      <docket-invite-dialog @docket-saved=${this.#invitedNow}></docket-invite-dialog>
      <docket-confirm></docket-confirm>`;
  }

  #person(person: PersonView) {
    const edits = this.desk.session.can("person.update");
    return html`<div class="what ${person.active ? "" : "inactive"}">
        <strong dir="auto">${person.name}</strong>
        <span>${person.email}${person.emailProven ? nothing : html` · ${msg("not confirmed")}`}</span>
      </div>
      <div class="facts">
        ${person.away ? html`<docket-badge tone="amber">${msg("Away")}</docket-badge>` : nothing}
        ${person.active ? nothing : html`<docket-badge tone="red">${msg("May not sign in")}</docket-badge>`}
        <docket-badge tone=${person.role === "client" ? "grey" : "blue"}>${roleText(person.role)}</docket-badge>
      </div>
      ${
        edits
          ? html`<div class="actions">
              <button
                class="small"
                type="button"
                aria-label=${msg(str`Edit ${person.name}`)}
                @click=${() => this.renderRoot.querySelector("docket-person-dialog")?.open(person)}
              >
                ${msg("Edit")}
              </button>
              <button
                class="small quiet danger"
                type="button"
                aria-label=${msg(str`Delete ${person.name}`)}
                @click=${() => this.#delete(person)}
              >
                ${msg("Delete…")}
              </button>
            </div>`
          : nothing
      }`;
  }

  #invited() {
    if (this.invitations.items?.length === 0) return nothing;
    return html`<section aria-labelledby="invited">
      <h2 id="invited">${msg("Invitations")}</h2>
      ${pagedView(this.desk, this.invitations, { label: msg("Invitations"), heading: "", text: "" }, (invitation) => invitationRow(invitation, { sendAgain: this.#sendAgain, revoke: this.#revoke }))}
    </section>`;
  }

  async #delete(person: PersonView): Promise<void> {
    const isMe = person.id === this.desk.session.me?.id;
    const sure = await this.renderRoot.querySelector("docket-confirm")?.ask({
      heading: isMe ? msg("Delete yourself?") : msg(str`Delete ${person.name}?`),
      text: [
        isMe
          ? msg("You are signed out at once for good, and your name and address are removed. What you wrote stays.")
          : msg("They can no longer sign in, and their name and address are removed. What they wrote stays."),
        ...(isMe ? [msg("Your open tickets go back to the queue."), ownKeysText()] : []),
        ...(!isMe && person.active && isStaffRole(person.role)
          ? [msg("Their open tickets go back to the queue.")]
          : []),
        msg("This cannot be undone."),
      ].join(" "),
      action: isMe ? msg("Delete myself") : msg("Delete person"),
    });
    if (!sure) return;
    const params = { id: person.id };
    const done = msg(str`${person.name} is deleted.`);
    const remove = () => this.desk.client.request("DELETE /people/{id}", { params });
    const isDone = await attempt(this.desk, remove, done);
    // Nobody is left to show anything to.
    if (isDone && isMe) return;
    await this.#changed();
    if (!isDone) return;
    focusHeading(this);
    await this.#offerKeys(person);
  }

  readonly #edited = async ({ detail: { before, after } }: CustomEvent<PersonSaved>): Promise<void> => {
    await this.#changed();
    if (isLosing(before, after)) await this.#offerKeys(after);
  };

  /** Keys go on working when their maker leaves: whoever lets them go decides about those, too. */
  async #offerKeys(maker: PersonView): Promise<void> {
    const confirm = this.renderRoot.querySelector("docket-confirm");
    if (confirm && this.desk.session.can("api_key.manage")) await offerKeys(this.desk, confirm, maker);
  }

  readonly #revoke = async ({ id, email }: InvitationView): Promise<void> => {
    const done = email ? msg(str`The invitation of ${email} no longer works.`) : msg("The link no longer works.");
    const revoke = () => this.desk.client.request("DELETE /invitations/{id}", { params: { id } });
    const isDone = await attempt(this.desk, revoke, done);
    await this.invitations.load();
    if (isDone) focusHeading(this);
  };

  /** It goes out as a new one, and its earlier link ends. */
  readonly #sendAgain = async ({ id, email }: InvitationView): Promise<void> => {
    let isDelayed = false;
    const heed = (headers: Headers) => {
      isDelayed = saysDelayed(headers);
    };
    const send = () => this.desk.client.request("POST /invitations/{id}/send", { params: { id }, heed });
    const isDone = await attempt(this.desk, send);
    if (isDone)
      this.desk.toasts.done(
        isDelayed
          ? msg(
              str`Emails are delayed at the moment. The new invitation to ${email} will be sent once they are going out again. The earlier link no longer works.`,
            )
          : msg(str`A new invitation is on its way to ${email}. The earlier link no longer works.`),
      );
    await this.invitations.load();
    if (isDone) focusHeading(this);
  };

  /** Another invitation of an address ends the earlier one: whoever made it is told so. */
  readonly #invitedNow = async ({ detail }: CustomEvent<InvitationView>): Promise<void> => {
    const had = this.invitations.items?.some(({ id, email }) => email === detail.email && id !== detail.id);
    await this.invitations.load();
    if (had)
      this.desk.toasts.done(msg(str`The earlier invitation of ${detail.email} ended: its link no longer works.`));
  };

  /** Invitations may end with a change of a person: whoever made it is told of which. */
  readonly #changed = async (): Promise<void> => {
    const before = this.invitations.items?.slice(0, invitationsRead) ?? [];
    const reading = this.desk.session.can("invitation.manage") ? [this.invitations.load()] : [];
    await Promise.all([this.people.load(), this.desk.directory.readStaff(), ...reading]);
    const after = this.invitations.items ?? before;
    const ended = before.filter(({ id }) => !after.some((one) => one.id === id));
    if (ended.length > 0) {
      const whose = someOf(ended.map(({ email }) => email ?? msg("The first admin")));
      const one = msg(str`The open invitation of ${whose} ended too.`);
      const other = msg(str`The open invitations of ${whose} ended too.`);
      this.desk.toasts.done(plural(ended.length, { one, other }));
    }
  };

  #openInvite(): void {
    void this.renderRoot.querySelector("docket-invite-dialog")?.open();
  }

  #wanted(): { readonly role?: RoleFilter; readonly q?: string } {
    const params = new URLSearchParams(this.search);
    const role = roleFilters.find((known) => known === params.get("role"));
    const q = params.get("q")?.trim();
    return { ...(role && { role }), ...(q && { q }) };
  }

  #submit(event: Event): void {
    event.preventDefault();
    this.#searchNow();
  }

  #searchNow(): void {
    this.#typed.cancel();
    this.#go({ q: this.renderRoot.querySelector<HTMLInputElement>("input[type=search]")?.value.trim() ?? "" });
  }

  #go(change: Readonly<Record<string, string>>): void {
    const params = new URLSearchParams(this.search);
    for (const [name, value] of Object.entries(change)) {
      if (value === "") params.delete(name);
      else params.set(name, value);
    }
    this.desk.navigate(`/settings/people${params.size > 0 ? `?${params}` : ""}`, { replace: true });
  }
}

define("docket-people-page", PeoplePage);
