import { isMailable } from "@docket/core/tickets/reach";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { endingUnsent } from "../people/ending-invitations-query.ts";
import { invitationLink } from "../people/invitation-token.ts";
import { getInvitation } from "./get-invitation.ts";
import { automaticHeaders } from "./mailer.ts";
import { messageIdOf } from "./message-id.ts";
import { postLetter } from "./post-letter.ts";
import { renderInvitation } from "./render.ts";

/** Sends an invitation, unless it was taken back, used or ran out meanwhile. */
export const sendInvitation: Handler<OwedOf<"email.send_invitation">> = {
  async run(services, { invitationId }, job) {
    const { db, config, clock } = services;
    const invitation = await getInvitation(db, invitationId);
    if (!invitation?.email || !isMailable(invitation.email)) return;
    const { email, role, invitedBy, acceptedAt, revokedAt, expiresAt } = invitation;
    if (acceptedAt !== null || revokedAt !== null || expiresAt <= clock.now()) return;
    const letter = {
      messageId: messageIdOf(config.baseUrl, invitationId),
      to: email,
      ...renderInvitation({ role, invitedBy, expiresAt, url: await invitationLink(config, invitationId) }, config),
      inReplyTo: null,
      references: [],
      headers: automaticHeaders("auto-generated"),
    };
    await postLetter(services, letter, { kind: "invitation", automatic: false, budget: "invitation", job });
  },
  /** An invitation whose link nobody will ever get is none. */
  record(services, { invitationId }, outcome) {
    if (outcome !== "discarded") return [];
    return endingUnsent(services, invitationId);
  },
};
