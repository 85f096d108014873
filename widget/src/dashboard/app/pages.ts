import { msg, str } from "@lit/localize";
import type { TemplateResult } from "lit";
import { html } from "lit";
import type { DeskAction } from "@docket/core/permissions/actions";

/** One page: who it is for, what it is called, what it needs and how it looks. */
export interface Page {
  readonly name: string;
  readonly title: string;
  /** Pages for people who are not signed in bring their own frame. */
  readonly frame: "card" | "desk" | "any";
  /** What one must be allowed to do to see it. */
  readonly needs?: DeskAction;
  readonly load: () => Promise<unknown>;
  readonly render: () => TemplateResult;
}

export const signInPage = (): Page => ({
  name: "sign-in",
  title: msg("Sign in"),
  frame: "card",
  load: () => import("../session/sign-in-page.ts"),
  render: () => html`<docket-sign-in-page></docket-sign-in-page>`,
});

export const registerPage = (): Page => ({
  name: "register",
  title: msg("Create an account"),
  frame: "card",
  load: () => import("../session/register-page.ts"),
  render: () => html`<docket-register-page></docket-register-page>`,
});

export const joinPage = (token: string): Page => ({
  name: "join",
  title: msg("Join the desk"),
  frame: "any",
  load: () => import("../session/join-page.ts"),
  render: () => html`<docket-join-page .token=${token}></docket-join-page>`,
});

/** The tickets of the desk, or for a client their own; with one of them open when there is a number. */
export const ticketsPage = (staff: boolean, number: string | null, search: string): Page => {
  const title = number === null ? (staff ? msg("Tickets") : msg("Your requests")) : msg(str`#${number}`);
  return staff
    ? {
        name: "inbox",
        title,
        frame: "desk",
        load: () => import("../inbox/inbox-page.ts"),
        render: () => html`<docket-inbox-page .number=${number} .search=${search}></docket-inbox-page>`,
      }
    : {
        name: "requests",
        title,
        frame: "desk",
        load: () => import("../requests/requests-page.ts"),
        render: () => html`<docket-requests-page .number=${number}></docket-requests-page>`,
      };
};

export const newRequestPage = (): Page => ({
  name: "new-request",
  title: msg("New request"),
  frame: "desk",
  load: () => import("../requests/new-request-page.ts"),
  render: () => html`<docket-new-request-page></docket-new-request-page>`,
});

export const peoplePage = (search: string): Page => ({
  name: "people",
  title: msg("People"),
  frame: "desk",
  needs: "person.list",
  load: () => import("../settings/people-page.ts"),
  render: () => html`<docket-people-page .search=${search}></docket-people-page>`,
});

export const sitesPage = (): Page => ({
  name: "sites",
  title: msg("Sites"),
  frame: "desk",
  needs: "site.list",
  load: () => import("../settings/sites-page.ts"),
  render: () => html`<docket-sites-page></docket-sites-page>`,
});

export const outboxPage = (): Page => ({
  name: "outbox",
  title: msg("Outbox"),
  frame: "desk",
  needs: "outbox.manage",
  load: () => import("../settings/outbox-page.ts"),
  render: () => html`<docket-outbox-page></docket-outbox-page>`,
});

export const notFoundPage = (): Page => ({
  name: "not-found",
  title: msg("Not found"),
  frame: "any",
  load: () => import("./not-found-page.ts"),
  render: () => html`<docket-not-found-page></docket-not-found-page>`,
});
