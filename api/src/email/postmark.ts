import { Errors, Models, ServerClient } from "postmark";
import { second } from "@docket/core/time";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import type { Letter, Mailer, Taken } from "./mailer.ts";
import { NotTaken } from "./mailer.ts";

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
  300: "Postmark refused the email: the address or another part of it is not valid.",
  406: "Postmark refused the email: mail to this address bounced, or its owner complained.",
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

/**
 * Under this name Postmark keeps our Message-ID, to be searched by: of its own ids it tells only in the answer that may
 * be lost. It keeps 80 characters; what differs between two letters of a desk comes first.
 */
const mark = "docket";
const markOf = (messageId: string): string => messageId.slice(0, 80);

const failureOf = (error: unknown): unknown => {
  if (!(error instanceof Errors.PostmarkError)) return error;
  const { code, statusCode, message } = error;
  const final = hopeless[code];
  if (final !== undefined) return new PermanentFailure(final);
  const text = `Postmark did not take the email (status ${statusCode}, code ${code}): ${message}`;
  // Postmark's own refusals have a code.
  return code > 0 ? new NotTaken(text) : new Error(text);
};

/** Sends letters through Postmark. */
export const createPostmarkMailer = ({ token, from, ...host }: PostmarkOptions): Mailer => {
  /** Asks Postmark, until `signal` fires or the time is over. */
  const ask = async <T>(signal: AbortSignal | undefined, call: (client: ServerClient) => Promise<T>): Promise<T> => {
    const options = {
      ...host,
      timeout: timeout / second,
      fetch: (...[address, init]: Parameters<typeof fetch>) => {
        const signals = [init?.signal, signal].filter((one) => one instanceof AbortSignal);
        return fetch(address, { ...init, signal: AbortSignal.any(signals) });
      },
    };
    try {
      return await call(new ServerClient(token, options));
    } catch (error) {
      throw failureOf(error);
    }
  };
  return {
    async send(letter, signal): Promise<Taken> {
      const { MessageID } = await ask(signal, (client) =>
        client.sendEmail({
          From: from,
          To: letter.to,
          Subject: letter.subject,
          TextBody: letter.text,
          HtmlBody: letter.html,
          Headers: headersOf(letter),
          MessageStream: "outbound",
          TrackOpens: false,
          TrackLinks: Models.LinkTrackingOptions.None,
          Metadata: { [mark]: markOf(letter.messageId) },
        }),
      );
      return { providerId: MessageID };
    },

    async find(messageId, signal): Promise<Taken | null> {
      const { Messages } = await ask(signal, (client) =>
        client.getOutboundMessages({ count: 1, [`metadata_${mark}`]: markOf(messageId) }),
      );
      const found = Messages.find(({ Metadata }) => Metadata[mark] === markOf(messageId));
      return found ? { providerId: found.MessageID } : null;
    },
  };
};
