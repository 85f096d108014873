import { Errors, Models, ServerClient } from "postmark";
import { isOwnFault } from "@docket/core/own-fault";
import { second } from "@docket/core/time";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import { ServiceAway } from "../outbox/service-away.ts";
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

const again = "It is tried again by itself.";

/** The mail service takes no letters at all for now; it did not take this one. */
const closed = (why: string): ServiceAway => new ServiceAway(`${why} ${again}`, true);

/** What Postmark's error codes say that are about more than whether this one letter can be sent now. */
const refusals: Readonly<Record<number, () => Error>> = {
  10: () => closed("Postmark does not accept the token: check POSTMARK_TOKEN."),
  100: () => closed("Postmark is down for maintenance."),
  300: () => new PermanentFailure("Postmark refused the email: the address or another part of it is not valid."),
  400: () => closed("Postmark does not know the sender: check MAIL_FROM."),
  401: () => closed("Postmark waits for the sender to be confirmed: look into its mailbox."),
  405: () => closed("Postmark sends nothing more for this account: its emails are used up."),
  406: () => new PermanentFailure("Postmark refused the email: mail to this address bounced, or its owner complained."),
  413: () => closed("Postmark sends nothing for this account: ask its support."),
  429: () => closed("Postmark takes no more emails for now: they are too many at once."),
};

/** What went wrong before anything could be sent, in words. */
const unreached: Readonly<Record<string, string>> = {
  ENOTFOUND: "its address is not found",
  EAI_AGAIN: "the name service does not answer",
  ECONNREFUSED: "it refuses the connection",
  ENETUNREACH: "there is no network",
  UND_ERR_CONNECT_TIMEOUT: "it does not answer",
};

/** A failure of `fetch`: Node says in its cause what happened, workerd does not. */
const failureOfFetch = (error: unknown): ServiceAway => {
  const { name, message, cause } = error instanceof Error ? error : new Error(String(error));
  const { code = "", syscall, message: told } = (cause ?? {}) as Partial<NodeJS.ErrnoException>;
  const detail = told || message;
  const words = unreached[code];
  if (words !== undefined || syscall === "connect" || syscall === "getaddrinfo") {
    return closed(`The email service cannot be reached: ${words === undefined ? detail : `${words} (${code})`}.`);
  }
  const why = name === "TimeoutError" ? "it took too long" : detail;
  return new ServiceAway(`The email service did not answer: ${why.replace(/\.$/, "")}. ${again}`, false);
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
  if (!(error instanceof Errors.PostmarkError)) return isOwnFault(error) ? error : failureOfFetch(error);
  const { code, statusCode, message } = error;
  const refusal = refusals[statusCode === 429 ? 429 : code]?.();
  if (refusal) return refusal;
  // Postmark's own refusals have a code; without one something else answered, or something in Postmark broke.
  if (code > 0 && statusCode < 500) {
    return new NotTaken(`Postmark did not take the email (status ${statusCode}, code ${code}): ${message}`);
  }
  return new ServiceAway(`The email service did not answer as it should (status ${statusCode}). ${again}`, false);
};

/** Something answered, as a proxy may, but not Postmark: nobody knows what came of what was asked. */
const noAnswer = (): ServiceAway =>
  new ServiceAway(`The email service did not answer as it should: that was no answer of Postmark. ${again}`, false);

/** Sends letters through Postmark. */
export const createPostmarkMailer = ({ token, from, ...host }: PostmarkOptions): Mailer => {
  /** Asks Postmark, until `signal` fires or the time is over. */
  const ask = async <T>(signal: AbortSignal | undefined, call: (client: ServerClient) => Promise<T>): Promise<T> => {
    let lost: ServiceAway | null = null;
    const options = {
      ...host,
      timeout: timeout / second,
      fetch: (...[address, init]: Parameters<typeof fetch>) => {
        const signals = [init?.signal, signal].filter((one) => one instanceof AbortSignal);
        // The client would keep only the message.
        return fetch(address, { ...init, signal: AbortSignal.any(signals) }).catch((error: unknown) => {
          lost = failureOfFetch(error);
          throw error;
        });
      },
    };
    try {
      return await call(new ServerClient(token, options));
    } catch (error) {
      throw lost ?? failureOf(error);
    }
  };
  return {
    async send(letter, signal): Promise<Taken> {
      const answer: Partial<Models.MessageSendingResponse> | null = await ask(signal, (client) =>
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
      const { MessageID } = answer ?? {};
      if (typeof MessageID !== "string" || MessageID === "") throw noAnswer();
      return { providerId: MessageID };
    },

    async find(messageId, signal): Promise<Taken | null> {
      const answer: Partial<Models.OutboundMessages> | null = await ask(signal, (client) =>
        client.getOutboundMessages({ count: 1, [`metadata_${mark}`]: markOf(messageId) }),
      );
      const { Messages } = answer ?? {};
      if (!Array.isArray(Messages)) throw noAnswer();
      const found = Messages.find(({ Metadata }) => Metadata[mark] === markOf(messageId));
      return found ? { providerId: found.MessageID } : null;
    },
  };
};
