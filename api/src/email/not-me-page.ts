import type { Html } from "../http/html.ts";
import { html } from "../http/html.ts";
import { plainPage } from "../http/plain-page.ts";

const form = (wish: "stop" | "again", label: string): Html =>
  html`<form method="post">
    <button name="wish" value="${wish}">${label}</button>
  </form>`;

/** Asks before anything changes: programs that look for harm open every link of an email. */
export const notMePage = (email: string, deskName: string, isStopped: boolean): string =>
  isStopped
    ? plainPage(
        "No more of these emails",
        html`<p>
            ${deskName} sends nothing to ${email} any more about requests that somebody else opens with this address.
            Your own requests are not affected.
          </p>
          ${form("again", "Send them again")}`,
      )
    : plainPage(
        "Was this not you?",
        html`<p>
            Somebody opened a request at ${deskName} and gave ${email} as their address. If it was not you, press the
            button: nothing about such requests is sent here any more.
          </p>
          ${form("stop", "This was not me")}`,
      );

export const wrongLinkPage = (): string =>
  plainPage("This link is not right", html`<p>Open it from the email once more, or copy it whole.</p>`);
