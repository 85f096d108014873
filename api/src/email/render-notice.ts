import type { NoticeKind } from "@docket/core/contract/outbox";
import { knownClient } from "@docket/core/text/known-client";
import type { Ms } from "@docket/core/time";
import { lineOf } from "./line.ts";
import type { Paragraph } from "./paragraphs.ts";
import { link, list, toBodies, words } from "./paragraphs.ts";
import type { DeskFacts, Rendered } from "./render.ts";
import { timeText } from "./time-text.ts";

/** What an email about somebody's account is made of. It holds no secret, and no link that signs anybody in. */
export interface NoticeFacts {
  readonly kind: NoticeKind;
  readonly at: Ms;
  readonly address: string | null;
  readonly client: string | null;
  /** Of the key that was created, of the account that was linked, or of whoever did it. */
  readonly name: string | null;
  readonly reader: { readonly name: string; readonly isStaff: boolean };
}

/** The browser as the page with the sessions shows it. */
const browserText = (client: string): string => {
  const { browser, system } = knownClient(client);
  return browser && system ? `${browser} on ${system}` : (browser ?? lineOf(client));
};

/** When and from where it was done. */
const circumstances = ({ at, address, client }: NoticeFacts): Paragraph =>
  list([
    `When: ${timeText(at)}`,
    `Browser: ${client === null ? "unknown" : browserText(client)}`,
    `Address: ${address ?? "unknown"}`,
  ]);

const tell = ({ reader }: NoticeFacts): string => (reader.isStaff ? "tell an admin" : "tell us");

const notices: Readonly<
  Record<NoticeKind, (facts: NoticeFacts, desk: DeskFacts) => readonly [subject: string, ...Paragraph[]]>
> = {
  password_changed: (facts, { deskName, baseUrl }) => [
    `Your password for ${lineOf(deskName)} was changed`,
    words(`The password of your account at ${deskName} was changed:`),
    circumstances(facts),
    words("You have been signed out everywhere else. If this was you, there is nothing you need to do."),
    words(
      `If it was not you, choose “Forgot your password?” on the sign-in page to set a new one right away, and ${tell(facts)}.`,
    ),
    link("Go to the sign-in page", `${baseUrl}/sign-in`),
  ],
  became_admin: ({ name }, { deskName, baseUrl }) => [
    `You are now an admin of ${lineOf(deskName)}`,
    words(
      `${name === null ? "You were made" : `${lineOf(name)} made you`} an admin of ${deskName}. Please sign in again.`,
    ),
    words("If you did not expect this, ask another admin."),
    link("Sign in", `${baseUrl}/sign-in`),
  ],
  key_created: (facts, { deskName, baseUrl }) => [
    `An API key for ${lineOf(deskName)} was created in your name`,
    words(`The API key “${lineOf(facts.name ?? "")}” for ${deskName} was created from your account:`),
    circumstances(facts),
    words("If this was you, there is nothing you need to do."),
    words("If it was not you, revoke the key, change your password right away, and tell the other admins."),
    link("See the API keys", `${baseUrl}/settings/api-keys`),
  ],
  chat_linked: (facts, { deskName, baseUrl }) => [
    `A chat account was linked to you at ${lineOf(deskName)}`,
    words(
      `The account ${lineOf(facts.name ?? "")} was linked to your account at ${deskName}, and can act for you there:`,
    ),
    circumstances(facts),
    words("If this was you, there is nothing you need to do."),
    words(`If it was not you, unlink it, change your password right away, and ${tell(facts)}.`),
    link("See the linked accounts", `${baseUrl}/settings/accounts`),
  ],
};

/** The letter that tells somebody what was done with their account. */
export const renderNotice = (facts: NoticeFacts, desk: DeskFacts): Rendered => {
  const [subject, ...paragraphs] = notices[facts.kind](facts, desk);
  return { subject, ...toBodies([words(`Hello ${lineOf(facts.reader.name)},`), ...paragraphs], desk.deskName) };
};
