import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html } from "lit";
import type { DeskAction } from "@docket/core/permissions/actions";

/** One page: who it is for, what it is called, what it needs and how it looks. */
export interface Page {
  readonly name: string;
  readonly title: string;
  /** Whether it is for people who are signed in, or just for those who are not. */
  readonly audience: "members" | "strangers" | "anybody";
  /** Fills the window by itself, whoever is here. */
  readonly bare?: true;
  /** What one must be allowed to do to see it. */
  readonly needs?: DeskAction;
  readonly load: () => Promise<unknown>;
  readonly render: () => TemplateResult;
}

export const signInPage = (): Page => ({
  name: "sign-in",
  title: msg("Sign in"),
  audience: "strangers",
  bare: true,
  load: () => import("../session/sign-in-page.ts"),
  render: () => html`<docket-sign-in-page></docket-sign-in-page>`,
});

export const registerPage = (): Page => ({
  name: "register",
  title: msg("Create an account"),
  audience: "strangers",
  bare: true,
  load: () => import("../session/register-page.ts"),
  render: () => html`<docket-register-page></docket-register-page>`,
});

export const joinPage = (token: string): Page => ({
  name: "join",
  title: msg("Join the desk"),
  audience: "anybody",
  bare: true,
  load: () => import("../session/join-page.ts"),
  render: () => html`<docket-join-page .token=${token}></docket-join-page>`,
});

export const linkPage = (code: string): Page => ({
  name: "link",
  title: msg("Link an account"),
  audience: "members",
  bare: true,
  load: () => import("../session/link-page.ts"),
  render: () => html`<docket-link-page .code=${code}></docket-link-page>`,
});

/** The tickets of the desk, or for a client their own; with one of them open when there is a number. */
export const ticketsPage = (staff: boolean, number: string | null, search: string): Page => {
  const title = number === null ? (staff ? msg("Tickets") : msg("Your requests")) : msg(str`#${number}`);
  return staff
    ? {
        name: "inbox",
        title,
        audience: "members",
        load: () => import("../inbox/inbox-page.ts"),
        render: () => html`<docket-inbox-page .number=${number} .search=${search}></docket-inbox-page>`,
      }
    : {
        name: "requests",
        title,
        audience: "members",
        load: () => import("../requests/requests-page.ts"),
        render: () => html`<docket-requests-page .number=${number}></docket-requests-page>`,
      };
};

export const newRequestPage = (): Page => ({
  name: "new-request",
  title: msg("New request"),
  audience: "members",
  load: () => import("../requests/new-request-page.ts"),
  render: () => html`<docket-new-request-page></docket-new-request-page>`,
});

export const peoplePage = (search: string): Page => ({
  name: "people",
  title: msg("People"),
  audience: "members",
  needs: "person.list",
  load: () => import("../settings/people-page.ts"),
  render: () => html`<docket-people-page .search=${search}></docket-people-page>`,
});

export const sitesPage = (): Page => ({
  name: "sites",
  title: msg("Sites"),
  audience: "members",
  needs: "site.list",
  load: () => import("../settings/sites-page.ts"),
  render: () => html`<docket-sites-page></docket-sites-page>`,
});

export const apiKeysPage = (): Page => ({
  name: "api-keys",
  title: msg("API keys"),
  audience: "members",
  needs: "api_key.manage",
  load: () => import("../settings/api-keys-page.ts"),
  render: () => html`<docket-api-keys-page></docket-api-keys-page>`,
});

export const accountsPage = (): Page => ({
  name: "accounts",
  title: msg("Linked accounts"),
  audience: "members",
  needs: "identity_link.own",
  load: () => import("../settings/accounts-page.ts"),
  render: () => html`<docket-accounts-page></docket-accounts-page>`,
});

export const sessionsPage = (): Page => ({
  name: "sessions",
  title: msg("Where you are signed in"),
  audience: "members",
  needs: "session.own",
  load: () => import("../settings/sessions-page.ts"),
  render: () => html`<docket-sessions-page></docket-sessions-page>`,
});

export const integrationsPage = (search: string): Page => ({
  name: "integrations",
  title: msg("Integrations"),
  audience: "members",
  needs: "integration.manage",
  load: () => import("../settings/integrations-page.ts"),
  render: () => html`<docket-integrations-page .search=${search}></docket-integrations-page>`,
});

export const outboxPage = (): Page => ({
  name: "outbox",
  title: msg("Outbox"),
  audience: "members",
  needs: "outbox.manage",
  load: () => import("../settings/outbox-page.ts"),
  render: () => html`<docket-outbox-page></docket-outbox-page>`,
});

export const notFoundPage = (): Page => ({
  name: "not-found",
  title: msg("Not found"),
  audience: "anybody",
  load: () => import("./not-found-page.ts"),
  render: () => html`<docket-not-found-page></docket-not-found-page>`,
});
