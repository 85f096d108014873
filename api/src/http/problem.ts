import type { Problem } from "@docket/core/contract/problem";
import type { DomainError, ErrorCode } from "@docket/core/errors";
import { domainError } from "@docket/core/errors";
import type { FieldError } from "@docket/core/field-errors";
import type { Id } from "@docket/core/ids";

/** The status and the title of every error code; a code that is missing here does not compile. */
export const problems = {
  "request.malformed": [400, "The request cannot be read"],
  "request.invalid": [422, "Some fields are not right"],
  "request.too_large": [413, "The request is too large"],
  "request.too_slow": [408, "The request did not come to its end"],
  "request.unsupported_media_type": [415, "This kind of content is not taken here"],
  "request.cross_origin": [403, "Requests from this page are not allowed"],
  "request.upgrade_required": [426, "This address speaks another protocol"],
  "request.precondition_unsupported": [400, "This condition cannot be kept here"],
  "request.rate_limited": [429, "Too many requests"],
  "route.not_found": [404, "There is nothing at this address"],
  "route.method_not_allowed": [405, "This method is not allowed here"],
  "auth.required": [401, "Please sign in"],
  "auth.invalid_session": [401, "Please sign in again"],
  "auth.invalid_code": [422, "The code is not right"],
  "auth.wrong_credentials": [401, "The email or the password is not right"],
  "auth.wrong_password": [422, "The password is not right"],
  "auth.no_password": [409, "There is no password"],
  "auth.not_active": [403, "This person cannot sign in"],
  "auth.not_linked": [403, "This account is not linked"],
  "auth.key_expired": [401, "The API key has expired"],
  "auth.key_revoked": [401, "The API key was revoked"],
  "permission.denied": [403, "You may not do this"],
  "resource.not_found": [404, "Not found"],
  "ticket.invalid_transition": [409, "The ticket does not allow this now"],
  "ticket.already_claimed": [409, "Somebody else has the ticket"],
  "ticket.stale_version": [412, "The ticket has changed"],
  "ticket.conflict": [409, "Too many changes at once"],
  "ticket.reopen_window_passed": [409, "The ticket was closed too long ago"],
  "ticket.invalid_assignee": [422, "This person cannot have the ticket"],
  "ticket.none_waiting": [404, "Nothing is waiting"],
  "ticket.exists": [409, "There is a ticket already"],
  "attachment.invalid": [422, "A file cannot be used"],
  "attachment.too_large": [413, "The file is too large"],
  "draft.stale_version": [412, "The draft has changed"],
  "draft.too_many": [409, "There are too many drafts"],
  "email.outdated": [409, "The email is no longer true"],
  "category.unknown": [422, "There is no such category"],
  "person.switched_off": [403, "This address cannot be used here"],
  "person.email_taken": [409, "Somebody has this address already"],
  "person.last_admin": [409, "The desk needs an admin"],
  "person.stale_version": [412, "The person has changed"],
  "invitation.invalid": [410, "The invitation cannot be used"],
  "identity_link.invalid": [410, "The link cannot be used"],
  "integration.unknown": [422, "There is no such workspace"],
  "integration.disconnected": [403, "Docket was disconnected here"],
  "integration.not_configured": [409, "This chat is not set up"],
  "integration.failed": [502, "The chat refused"],
  "channel.taken": [409, "The channel is there already"],
  "channel.stale_version": [412, "The channel has changed"],
  "channel.off": [403, "The channel shows no tickets"],
  "chat.message_taken": [409, "The message was taken already"],
  "site.unknown": [404, "There is no such site"],
  "site.off": [403, "The help desk is switched off here"],
  "site.stale_version": [412, "The site has changed"],
  "idempotency.key_reused": [422, "This idempotency key was used for another request"],
  "server.unavailable": [503, "Docket cannot answer right now"],
  "server.error": [500, "Something went wrong"],
} as const satisfies Record<ErrorCode, readonly [number, string]>;

interface Extra {
  readonly holder?: { readonly id: string; readonly name: string };
  readonly ticket?: { readonly id: Id<"ticket">; readonly number: number };
  /** Seconds. */
  readonly retryAfter?: number;
}

/** Ends a request with a problem document. */
export class ProblemError extends Error {
  readonly error: DomainError;
  readonly extra: Extra;

  constructor(error: DomainError, extra: Extra = {}) {
    super(error.detail);
    this.name = "ProblemError";
    this.error = error;
    this.extra = extra;
  }
}

/** A `ProblemError`, ready to be thrown. */
export const problem = (code: ErrorCode, detail: string, errors?: readonly FieldError[], extra?: Extra): ProblemError =>
  new ProblemError(domainError(code, detail, errors), extra);

/** What is said where a channel is off. */
export const chatDisconnected = "An admin has disconnected Docket from this chat. Nothing was done.";

export const channelOff = "This channel shows no tickets now. Nothing was done.";

export const siteOff = "This help desk is switched off at the moment.";

export const notFound = (what: string): ProblemError => problem("resource.not_found", `There is no such ${what}.`);

/** What a widget is told whose tickets, or whose next one, would be of somebody who is switched off. */
export const switchedOff = (): ProblemError =>
  problem("person.switched_off", "This address cannot open or read requests here at the moment.");

export const upgradeRequired = (): ProblemError => problem("request.upgrade_required", "This address is a WebSocket.");

export const denied = (): ProblemError => problem("permission.denied", "You may not do this.");

/** The answer for a problem (RFC 9457). */
export const problemResponse = ({ error, extra }: ProblemError, requestId: string): Response => {
  const [status, title] = problems[error.code];
  const body: Problem = {
    type: `urn:docket:problem:${error.code}`,
    title,
    status,
    code: error.code,
    detail: error.detail,
    requestId,
    ...(error.errors ? { errors: [...error.errors] } : {}),
    ...extra,
  };
  const headers = new Headers({ "content-type": "application/problem+json", "cache-control": "no-store" });
  if (extra.retryAfter !== undefined) headers.set("retry-after", String(extra.retryAfter));
  // What it takes belongs to the answer (RFC 9110, 15.5.22).
  if (status === 426) headers.set("upgrade", "websocket");
  if (status === 401) headers.set("www-authenticate", 'Bearer realm="docket"');
  return new Response(JSON.stringify(body), { status, headers });
};
