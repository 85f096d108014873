import type { EmailKind, ListedEffect } from "@docket/core/contract/outbox";
import { msg, str } from "@lit/localize";

const emailText = (kind: EmailKind): string =>
  ({
    created: msg("“We got your request”"),
    replied: msg("Reply"),
    resolved: msg("“We think that your request is solved”"),
    closed: msg("“Your request is closed”"),
    cancelled: msg("“Your request was cancelled”"),
    reopened: msg("“Your request is open again”"),
    status_changed: msg("News of the status"),
    assigned: msg("News of who takes care"),
    updated: msg("“We changed your request”"),
    password_changed: msg("“Your password was changed”"),
    became_admin: msg("“You are an admin now”"),
    key_created: msg("“An API key was created in your name”"),
    chat_linked: msg("“A chat account was linked to yours”"),
    invitation: msg("Invitation"),
    code: msg("Code"),
    alert: msg("Alert about a chat to the admins"),
  })[kind];

/** What waits in the outbox, in words: which email and to whom, or what else. */
export const effectText = ({ type, email }: ListedEffect): string => {
  if (email) return email.to === null ? emailText(email.kind) : msg(str`${emailText(email.kind)} to ${email.to}`);
  if (type.startsWith("email.")) return msg("An email");
  if (type.startsWith("chat.")) return msg("A message in a chat");
  return type.startsWith("realtime.") ? msg("A live hint") : type;
};
