import type { Stage } from "@docket/core/tickets/transitions";
import type { UpdateKind } from "@docket/core/tickets/effects";
import type { Ms } from "@docket/core/time";
import { isLong } from "../auth/code-kinds.ts";
import { lineOf } from "./line.ts";
import { timeText } from "./time-text.ts";
import type { Paragraph } from "./paragraphs.ts";
import { code, link, list, quote, toBodies, words } from "./paragraphs.ts";

/** What is read of a letter. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** What is told about the desk in a letter. */
export interface DeskFacts {
  readonly deskName: string;
  readonly baseUrl: string;
}

/** What the letters about a ticket are made of. */
export interface UpdateFacts {
  readonly kind: UpdateKind;
  readonly ticket: {
    readonly number: number;
    readonly title: string;
    readonly description: string;
    /** When false, nothing that the visitor typed may be in a letter: the address may be anybody's. */
    readonly emailProven: boolean;
  };
  readonly requesterName: string;
  /** Where whoever did not open the ticket ends such emails; null where the address is proven. */
  readonly notMe: string | null;
  /** On `replied`. */
  readonly reply: { readonly author: string | null; readonly body: string } | null;
  /** The names of the files of the reply; where there is none, of those with which the ticket was opened. */
  readonly files: readonly string[];
  /** On `assigned`, and on what went out late: who takes care. */
  readonly assignee: string | null;
  /** On `status_changed`. */
  readonly stage: Stage | null;
  /** On `updated`: the fields that staff changed, and to what. */
  readonly changes: readonly { readonly field: string; readonly to: string }[];
}

const stageWords: Readonly<Record<Stage, string>> = {
  received: "Your request is in our queue.",
  in_progress: "We are working on your request.",
  waiting_for_you: "We need something from you to continue: please look at your request and answer.",
  solved: "We think that your request is solved.",
  closed: "Your request is closed.",
  cancelled: "Your request was cancelled.",
};

const fieldNames: Readonly<Record<string, string>> = {
  title: "Title",
  description: "Description",
  category: "Type of request",
  priority: "Priority",
};

/** The fields in which a visitor's words may still be. */
const typed = new Set(["title", "description"]);

const changeText = (emailProven: boolean, { field, to }: UpdateFacts["changes"][number]): string => {
  const name = fieldNames[field] ?? field;
  if (!emailProven && typed.has(field)) return `${name}: changed`;
  return `${name}: ${to === "" ? "removed" : to}`;
};

/** What somebody wrote, and the names of the files that came with it; `lead` says of the files where they are. */
const said = (body: string, files: readonly string[], lead: string): Paragraph[] => [
  ...(body === "" ? [] : [quote(body)]),
  ...(files.length > 0 ? [words(lead), list(files.map(lineOf))] : []),
];

const toOpen = (files: readonly string[]): string => `Open ${files.length === 1 ? "it" : "them"} in your request:`;

const replyParagraphs = ({ reply, files }: UpdateFacts, deskName: string): Paragraph[] => {
  if (reply === null) return [];
  const author = lineOf(reply.author ?? deskName);
  if (reply.body !== "") {
    return [words(`${author} answered your request:`), ...said(reply.body, files, `Attached. ${toOpen(files)}`)];
  }
  const what = files.length === 1 ? "a file" : "files";
  return said("", files, `${author} sent you ${what}. ${toOpen(files)}`);
};

const news = (facts: UpdateFacts, deskName: string): Paragraph[] => {
  const { ticket } = facts;
  switch (facts.kind) {
    case "created":
      return [
        words(`We got your request. Its number is #${ticket.number}, and we will answer as soon as we can.`),
        ...(ticket.emailProven ? said(ticket.description, facts.files, "Attached to your request:") : []),
      ];
    case "replied":
      return replyParagraphs(facts, deskName);
    case "resolved":
      return [
        words(stageWords.solved),
        words("If something is still wrong, answer in your request and it is open again."),
      ];
    case "closed":
      return [words(stageWords.closed)];
    case "cancelled":
      return [words(`${stageWords.cancelled} Nobody will work on it any more.`)];
    case "reopened":
      return [words("Your request is open again.")];
    case "status_changed":
      return [words(stageWords[facts.stage ?? "received"])];
    case "assigned":
      return [words(`${lineOf(facts.assignee ?? deskName)} takes care of your request now.`)];
    case "updated":
      return [words("We changed your request:"), list(facts.changes.map((one) => changeText(ticket.emailProven, one)))];
  }
};

/** An email that waited tells who takes care by now: that may have had no email of its own. */
const holderNews = ({ kind, assignee }: UpdateFacts): Paragraph[] =>
  assignee !== null && kind !== "assigned" ? [words(`${lineOf(assignee)} takes care of your request now.`)] : [];

/** The same for all emails of a ticket; what somebody wrote only where it was they who said this is their address. */
const subjectOf = ({ kind, ticket }: UpdateFacts, deskName: string): string => {
  const title = ticket.emailProven ? lineOf(ticket.title) : `Your request to ${lineOf(deskName)}`;
  return `${kind === "created" ? "" : "Re: "}[#${ticket.number}] ${title}`;
};

/** The letter that tells a client what happened to their ticket. */
export const renderUpdate = (facts: UpdateFacts, { deskName, baseUrl }: DeskFacts): Rendered => {
  const { ticket } = facts;
  const paragraphs = [
    words(ticket.emailProven ? `Hello ${lineOf(facts.requesterName)},` : "Hello,"),
    ...news(facts, deskName),
    ...holderNews(facts),
    link(
      facts.kind === "replied" ? "Answer, or see the whole request" : "See your request",
      `${baseUrl}/tickets/${ticket.number}`,
    ),
    ...(facts.notMe === null
      ? []
      : [
          words("If you did not write to us, somebody else gave us your address. You can stop these emails."),
          link("This was not me", facts.notMe),
        ]),
  ];
  return { subject: subjectOf(facts, deskName), ...toBodies(paragraphs, deskName) };
};

/** The letter with a code that proves an address. */
export const renderCode = (digits: string, { deskName }: DeskFacts): Rendered => ({
  subject: `Your code for ${lineOf(deskName)}`,
  ...toBodies(
    [
      words("Hello,"),
      ...(isLong(digits)
        ? [
            words(
              "So many codes were requested for this address that this one is longer, so that nobody can guess it. It works once:",
            ),
            code(digits.replace(/(.{4})(?=.)/g, "$1 ")),
            words("It works for an hour, even if somebody requests another one in the meantime."),
          ]
        : [words("Here is the code you asked for. It works once, for a few minutes:"), code(digits)]),
      words(
        "If you did not ask for it, you can ignore this email: nobody can sign in without the code. Do not share it with anyone.",
      ),
    ],
    deskName,
  ),
});

/** The letter that invites somebody to the staff. */
export const renderInvitation = (
  {
    role,
    invitedBy,
    url,
    expiresAt,
  }: { readonly role: string; readonly invitedBy: string | null; readonly url: string; readonly expiresAt: Ms },
  { deskName }: DeskFacts,
): Rendered => ({
  subject: `Join ${lineOf(deskName)}`,
  ...toBodies(
    [
      words("Hello,"),
      words(
        `${invitedBy === null ? "You are invited" : `${lineOf(invitedBy)} invites you`} to work at ${deskName} as ` +
          `${role === "agent" || role === "admin" ? "an" : "a"} ${role}.`,
      ),
      link("Accept the invitation", url),
      words(
        `The link is for you alone, can be used once, and works until ${timeText(expiresAt)}. ` +
          "If you were not expecting it, you can ignore this email.",
      ),
    ],
    deskName,
  ),
});
