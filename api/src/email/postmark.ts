import { Errors, Models, ServerClient } from "postmark";
import { second } from "@docket/core/time";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import type { Letter, Mailer } from "./mailer.ts";

export interface PostmarkOptions {
  readonly token: string;
  /** The sender, such as `Docket <support@example.com>`; Postmark must know the address. */
  readonly from: string;
  /** Another host than Postmark's own, and whether it speaks HTTPS. */
  readonly requestHost?: string;
  readonly useHttps?: boolean;
}

/** Shorter than the time that the outbox gives to a handler. */
const timeout = 20 * second;

/**
 * Postmark's error codes after which the same letter will never be taken: the address is not one, or it
 * bounced or complained before.
 */
const hopeless: Readonly<Record<number, string>> = {
  300: "Postmark refused the letter: the address or another part of it is not valid.",
  406: "Postmark refused the letter: mail to this address bounced, or its owner complained.",
};

const angled = (messageId: string): string => `<${messageId}>`;

const headersOf = ({ messageId, inReplyTo, references, headers }: Letter): { Name: string; Value: string }[] => [
  { Name: "Message-ID", Value: angled(messageId) },
  // Without this Postmark puts a Message-ID of its own in place of ours.
  { Name: "X-PM-KeepID", Value: "true" },
  ...(inReplyTo === null ? [] : [{ Name: "In-Reply-To", Value: angled(inReplyTo) }]),
  ...(references.length === 0 ? [] : [{ Name: "References", Value: references.map(angled).join(" ") }]),
  ...Object.entries(headers).map(([Name, Value]) => ({ Name, Value })),
];

const failureOf = (error: unknown): unknown => {
  if (!(error instanceof Errors.PostmarkError)) return error;
  const final = hopeless[error.code];
  return final === undefined
    ? new Error(`Postmark did not take the letter (status ${error.statusCode}, code ${error.code}): ${error.message}`)
    : new PermanentFailure(final);
};

/** Sends letters through Postmark. */
export const createPostmarkMailer = ({ token, from, ...host }: PostmarkOptions): Mailer => {
  const client = new ServerClient(token, { ...host, timeout: timeout / second });
  return {
    async send(letter) {
      try {
        const { MessageID } = await client.sendEmail({
          From: from,
          To: letter.to,
          Subject: letter.subject,
          TextBody: letter.text,
          HtmlBody: letter.html,
          Headers: headersOf(letter),
          MessageStream: "outbound",
          TrackOpens: false,
          TrackLinks: Models.LinkTrackingOptions.None,
        });
        return { providerId: MessageID };
      } catch (error) {
        throw failureOf(error);
      }
    },
  };
};
