import type { Role } from "@docket/core/actor";
import type { ChatPlatform } from "@docket/core/chat/platform";
import type { ApiKeyView } from "@docket/core/contract/api-key";
import type { IdentityLinkView } from "@docket/core/contract/identity-link";
import type { ParkedEffect, RetryingEffect, RetryingPage } from "@docket/core/contract/outbox";
import type { InvitationView, PersonView } from "@docket/core/contract/person";
import type { FailedSignIn, SessionView } from "@docket/core/contract/session";
import type { SiteView } from "@docket/core/contract/site";
import type { Handlers } from "./fake-staff-desk.ts";
import { newId, pageOf, Refusal } from "./fake-world.ts";

const remove = (list: { readonly id: string }[], id: string): undefined => {
  const at = list.findIndex((item) => item.id === id);
  if (at < 0) throw new Refusal(404, "resource.not_found", "There is no such thing.");
  list.splice(at, 1);
};

/** What an email of the outbox is about. */
const reply = {
  ticketId: newId("ticket"),
  ticket: { number: 1042, title: "The kettle does not boil" },
  email: { kind: "replied", to: "mia@example.com" },
} as const;

const since = "2025-06-02T09:00:00.000Z";

/** The people of the fake desk, and what admins take care of. */
export class FakeOffice {
  readonly people: PersonView[] = [];
  readonly passwords = new Map<string, string>();
  readonly invitations: InvitationView[] = [];
  readonly sites: SiteView[] = [];
  readonly parked: ParkedEffect[] = [];
  readonly retrying: RetryingEffect[] = [];
  /** Why no emails go out. */
  away: RetryingPage["away"] = null;
  readonly keys: ApiKeyView[] = [];
  readonly sessions: SessionView[] = [];
  readonly failures: FailedSignIn[] = [];
  /** Accounts in chats, and whose they are. */
  readonly accounts: { readonly id: string; readonly personId: string; readonly link: IdentityLinkView }[] = [];
  /** The only code that links an account, and which one. */
  readonly account: { code: string; platform: ChatPlatform; name: string; used: boolean } = {
    code: "c".repeat(43),
    platform: "slack",
    name: "ada.o",
    used: false,
  };
  /** The token of the only link that works, and what it offers. */
  readonly link = { token: "t".repeat(32), email: "new@desk.example" as string | null, used: false };
  /** The code that each letter carries. */
  readonly code = "424242";

  constructor() {
    this.add("Ada Okafor", "agent");
    this.add("Ben Ito", "agent");
    this.add("Cleo Marsh", "manager");
    this.add("Dora Lind", "admin");
    this.add("Mia Brandt", "client", { email: "mia@example.com" });
    this.add("Noah Adeyemi", "client", { email: "noah@example.org" });
  }

  add(name: string, role: Role, more: Partial<PersonView> = {}): PersonView {
    const person: PersonView = {
      id: newId("person"),
      name,
      email: `${name.split(" ")[0]?.toLowerCase()}@desk.example`,
      emailProven: true,
      role,
      active: true,
      away: false,
      createdAt: since,
      version: 1,
      ...more,
    };
    this.people.push(person);
    this.passwords.set(person.id, "correct horse battery");
    return person;
  }

  personNamed(name: string): PersonView {
    const person = this.people.find((known) => known.name === name);
    if (!person) throw new Error(`nobody is called ${name}`);
    return person;
  }

  personOf(id: string): PersonView {
    const person = this.people.find((known) => known.id === id);
    if (!person) throw new Refusal(404, "resource.not_found", "There is no such person.");
    return person;
  }

  /** Somebody else changes this person. */
  change(person: PersonView, fields: Partial<PersonView>): PersonView {
    const next = { ...person, ...fields, version: person.version + 1 };
    this.people[this.people.indexOf(person)] = next;
    return next;
  }

  #endInvitationsOf({ id, email }: PersonView): void {
    const stay = this.invitations.filter((one) => one.invitedBy?.id !== id && one.email !== email);
    this.invitations.splice(0, Infinity, ...stay);
  }

  site(name: string, origins: string[]): SiteView {
    const site = { id: newId("site"), name, origins, active: true, createdAt: since, version: 1 };
    this.sites.push(site);
    return site;
  }

  siteOf(id: string): SiteView {
    const site = this.sites.find((one) => one.id === id);
    if (!site) throw new Refusal(404, "resource.not_found", "There is no such site.");
    return site;
  }

  /** What somebody changes in a site. */
  changeSite(id: string, more: Partial<SiteView>): SiteView {
    const before = this.siteOf(id);
    return (this.sites[this.sites.indexOf(before)] = { ...before, ...more, version: before.version + 1 });
  }

  invite(email: string, role: InvitationView["role"], maker = this.personNamed("Dora Lind")): InvitationView {
    const expiresAt = new Date(Date.now() + 3 * 24 * 60 * 60 * 1000).toISOString();
    const invitedBy = { id: maker.id, name: maker.name };
    const invitation = {
      id: newId("invitation"),
      email,
      role,
      invitedBy,
      createdAt: since,
      expiresAt,
      undelivered: null,
    };
    this.invitations.push(invitation);
    return invitation;
  }

  key(name: string, scopes: ApiKeyView["scopes"], more: Partial<ApiKeyView> = {}): ApiKeyView {
    const key = {
      id: newId("apiKey"),
      name,
      scopes,
      createdAt: since,
      createdBy: null,
      expiresAt: null,
      lastUsedAt: null,
      ...more,
    };
    this.keys.unshift(key);
    return key;
  }

  linkAccount(person: PersonView, { platform, name }: Pick<IdentityLinkView, "platform" | "name">): IdentityLinkView {
    const link = { id: newId("identityLink"), platform, name, createdAt: since };
    this.accounts.push({ id: link.id, personId: person.id, link });
    return link;
  }

  retry(lastError: string): void {
    const [at, next] = [-1, 1].map((minutes) => new Date(Date.now() + minutes * 60 * 1000).toISOString());
    this.retrying.push({
      id: newId("outbox"),
      type: "email.send_update",
      ...reply,
      attempts: 1,
      lastError,
      createdAt: at ?? "",
      nextTryAt: next ?? "",
    });
  }

  park(lastError: string, heldUntil: string | null = null, outdated = false): void {
    const at = new Date(Date.now() - 60 * 60 * 1000).toISOString();
    this.parked.push({
      id: newId("outbox"),
      type: "email.send_update",
      ...reply,
      attempts: 10,
      lastError,
      createdAt: at,
      parkedAt: at,
      heldUntil,
      outdated,
    });
  }

  readonly handlers: Handlers = {
    "GET /people": ({ query }) => {
      const { role, active, q } = query ?? {};
      const fits = (person: PersonView): boolean =>
        (role === undefined || (role === "staff" ? person.role !== "client" : person.role === role)) &&
        (active === undefined || String(person.active) === active) &&
        (q === undefined || `${person.name} ${person.email}`.toLowerCase().includes(q.toLowerCase()));
      return pageOf(this.people.filter(fits), query);
    },
    "GET /people/{id}": ({ params }) => this.personOf(params.id),
    "PATCH /people/{id}": ({ params, body, ifMatch }) => {
      const person = this.personOf(params.id);
      if (ifMatch !== person.version) throw new Refusal(409, "person.stale_version", "Somebody changed this person.");
      const after = this.change(person, body as Partial<PersonView>);
      if (!after.active) this.#endInvitationsOf(after);
      return after;
    },
    "DELETE /people/{id}": ({ params }) => {
      const person = this.personOf(params.id);
      const admins = this.people.filter(({ role }) => role === "admin");
      if (person.role === "admin" && admins.length === 1) {
        throw new Refusal(409, "person.last_admin", "The desk needs at least one admin.");
      }
      this.people.splice(this.people.indexOf(person), 1);
      this.#endInvitationsOf(person);
    },
    "GET /invitations": ({ query }) => pageOf(this.invitations, query),
    "POST /invitations": ({ body }) => {
      if (this.people.some(({ email }) => email === body.email)) {
        throw new Refusal(409, "person.email_taken", "There is somebody with this address already.");
      }
      const earlier = this.invitations.findIndex(({ email }) => email === body.email);
      if (earlier >= 0) this.invitations.splice(earlier, 1);
      return this.invite(body.email, body.role);
    },
    "POST /invitations/{id}/send": ({ params }) => {
      const at = this.invitations.findIndex(({ id }) => id === params.id);
      const [earlier] = at < 0 ? [] : this.invitations.splice(at, 1);
      if (!earlier?.email) throw new Refusal(404, "resource.not_found", "There is no such invitation.");
      return this.invite(earlier.email, earlier.role);
    },
    "DELETE /invitations/{id}": ({ params }) => {
      this.invitations.splice(
        this.invitations.findIndex(({ id }) => id === params.id),
        1,
      );
    },
    "POST /invitations/lookup": ({ body }) => {
      this.#needLink(body.token);
      return {
        email: this.link.email,
        role: this.link.email ? "agent" : "admin",
        expiresAt: "2026-01-01T00:00:00.000Z",
      };
    },
    "POST /invitations/accept": ({ body }) => {
      this.#needLink(body.token);
      this.link.used = true;
      const email = this.link.email ?? body.email ?? "";
      const person = this.add(body.name, this.link.email ? "agent" : "admin", { email });
      this.passwords.set(person.id, body.password);
      return person;
    },
    "GET /sites": ({ query }) => pageOf(this.sites, query),
    "POST /sites": ({ body }) => this.site(body.name, [...body.origins]),
    "GET /sites/{id}": ({ params }) => this.siteOf(params.id),
    "PATCH /sites/{id}": ({ params, body, ifMatch }) => {
      if (ifMatch !== this.siteOf(params.id).version)
        throw new Refusal(412, "site.stale_version", "Somebody changed this site.");
      return this.changeSite(params.id, body as Partial<SiteView>);
    },
    "GET /api-keys": ({ query }) => {
      const maker = query?.createdBy;
      return pageOf(maker === undefined ? this.keys : this.keys.filter((key) => key.createdBy?.id === maker), query);
    },
    "POST /api-keys": ({ me, body: { name, scopes, expiresAt = null } }) => {
      const key = this.key(name, [...scopes], {
        expiresAt,
        createdBy: { id: me.id, name: me.name, standing: "admin" },
      });
      return { ...key, secret: `dk_${"s".repeat(43)}` };
    },
    "DELETE /api-keys/{id}": ({ params }) => remove(this.keys, params.id),
    "GET /me/sessions": () => ({ items: [...this.sessions] }),
    "DELETE /me/sessions": () => {
      this.sessions.splice(0, this.sessions.length, ...this.sessions.filter(({ current }) => current));
      return undefined;
    },
    "DELETE /me/sessions/{id}": ({ params }) => remove(this.sessions, params.id),
    "GET /me/failed-sign-ins": () => ({ items: [...this.failures] }),
    "GET /identity-links": ({ me }) => ({
      items: this.accounts.filter(({ personId }) => personId === me.id).map(({ link }) => link),
    }),
    "POST /identity-links/lookup": ({ body }) => {
      this.#needAccount(body.code);
      const { platform, name } = this.account;
      return { platform, name, account: "U0ADA", workspace: "Acme Inc", expiresAt: "2026-01-01T00:00:00.000Z" };
    },
    "POST /identity-links": ({ me, body }) => {
      this.#needAccount(body.code);
      this.account.used = true;
      return this.linkAccount(me, this.account);
    },
    "DELETE /identity-links/{id}": ({ params }) => remove(this.accounts, params.id),
    "GET /outbox/parked": ({ query }) => pageOf(this.parked, query),
    "GET /outbox/retrying": ({ query }) => ({ ...pageOf(this.retrying, query), away: this.away }),
    "DELETE /outbox/{id}": ({ params }) => remove(this.parked, params.id),
    "POST /outbox/{id}/retry": ({ params }) => remove(this.parked, params.id),
  };

  #needAccount(code: string): void {
    if (code !== this.account.code || this.account.used) {
      throw new Refusal(410, "identity_link.invalid", "It was used or ran out.");
    }
  }

  #needLink(token: string): void {
    if (token !== this.link.token || this.link.used) {
      throw new Refusal(404, "invitation.invalid", "This invitation is used, revoked or too old.");
    }
  }
}
