import type { FieldError } from "./field-errors.ts";

/** Every error that Docket answers with. Each transport maps the whole list, and does not compile if one is missing. */
export const errorCodes = [
  "request.malformed",
  "request.invalid",
  "request.too_large",
  "request.too_slow",
  "request.unsupported_media_type",
  "request.cross_origin",
  "request.upgrade_required",
  "request.precondition_unsupported",
  "request.rate_limited",
  "route.not_found",
  "route.method_not_allowed",
  "auth.required",
  "auth.invalid_session",
  "auth.invalid_code",
  "auth.wrong_credentials",
  "auth.wrong_password",
  "auth.no_password",
  "auth.not_active",
  "auth.not_linked",
  "auth.key_expired",
  "auth.key_revoked",
  "permission.denied",
  "resource.not_found",
  "ticket.invalid_transition",
  "ticket.already_claimed",
  "ticket.stale_version",
  "ticket.conflict",
  "ticket.reopen_window_passed",
  "ticket.invalid_assignee",
  "ticket.none_waiting",
  "ticket.exists",
  "attachment.invalid",
  "attachment.too_large",
  "draft.stale_version",
  "draft.too_many",
  "email.outdated",
  "category.unknown",
  "person.switched_off",
  "person.email_taken",
  "person.last_admin",
  "person.stale_version",
  "invitation.invalid",
  "identity_link.invalid",
  "integration.unknown",
  "integration.disconnected",
  "integration.not_configured",
  "integration.failed",
  "channel.taken",
  "channel.stale_version",
  "channel.off",
  "chat.message_taken",
  "site.unknown",
  "site.off",
  "site.stale_version",
  "idempotency.key_reused",
  "server.unavailable",
  "server.error",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** An error of the domain: a code from the closed list and a sentence for people. */
export interface DomainError {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly errors?: readonly FieldError[];
  /** Who has the ticket, on `ticket.already_claimed`. */
  readonly holderId?: string;
}

export const domainError = (code: ErrorCode, detail: string, errors?: readonly FieldError[]): DomainError =>
  errors ? { code, detail, errors } : { code, detail };
