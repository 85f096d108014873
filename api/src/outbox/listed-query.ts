import type { EmailKind, ListedEffect } from "@docket/core/contract/outbox";
import { noticeKinds } from "@docket/core/contract/outbox";
import { shownEmail } from "@docket/core/text/email-address";
import { updateKinds } from "@docket/core/tickets/effects";
import { toIso } from "@docket/core/time";
import type { Ms } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import { and, eq, gt, isNull, not, sql } from "drizzle-orm";
import { outbox } from "../db/schema/events.ts";
import { invitations, people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { isUnused } from "../people/select-invitation.ts";
import type { OwedType } from "./owe.ts";

/** The ticket that a row is about, as long as it is there; its requester; and the invitation that a row sends. */
export const aboutTicket = and(eq(tickets.id, outbox.ticketId), isNull(tickets.deletedAt));
export const aboutRequester = eq(people.id, tickets.requesterId);
export const aboutInvitation = and(
  eq(outbox.type, "email.send_invitation"),
  eq(invitations.id, sql`json_extract(${outbox.payload}, '$.invitationId')`),
);

/** Whether the invitation that a row sends has ended, so that it sends nothing. */
export const isInvitationOver = (now: Ms): SQL<boolean> =>
  sql`(${invitations.id} IS NOT NULL AND ${not(and(isUnused, gt(invitations.expiresAt, now)) ?? sql`TRUE`)})`.mapWith(
    Boolean,
  );

/** What a list shows of a row. Of what it carries only the kind and the address: it may carry a code that nobody else may know. */
export const listedColumns = {
  id: outbox.id,
  type: outbox.type,
  ticketId: outbox.ticketId,
  attempts: outbox.attempts,
  createdAt: outbox.createdAt,
  kind: sql<string | null>`json_extract(${outbox.payload}, '$.kind')`,
  address: sql<string | null>`json_extract(${outbox.payload}, '$.email')`,
  number: tickets.number,
  title: tickets.title,
  requester: people.email,
  invited: invitations.email,
};

interface Row extends Pick<typeof outbox.$inferSelect, "id" | "type" | "ticketId" | "attempts" | "createdAt"> {
  readonly kind: string | null;
  readonly address: string | null;
  readonly number: number | null;
  readonly title: string | null;
  readonly requester: string | null;
  readonly invited: string | null;
}

const emailOf = ({ type, kind, address, requester, invited }: Row): readonly [EmailKind, string | null] | null => {
  switch (type as OwedType) {
    case "email.send_update": {
      const update = updateKinds.find((one) => one === kind);
      return update ? [update, requester] : null;
    }
    case "email.send_invitation":
      return ["invitation", invited];
    case "email.send_code":
      return ["code", address];
    case "email.send_alert":
      return ["alert", null];
    case "email.send_notice": {
      const notice = noticeKinds.find((one) => one === kind);
      return notice ? [notice, address] : null;
    }
    default:
      return null;
  }
};

/** What both lists say of a row. */
export const viewListed = (row: Row): ListedEffect => {
  const email = emailOf(row);
  const { id, type, ticketId, attempts, createdAt, number, title } = row;
  return {
    id,
    type,
    ticketId,
    ticket: number === null ? null : { number, title: title ?? "" },
    email: email && { kind: email[0], to: email[1] && shownEmail(email[1]) },
    attempts,
    createdAt: toIso(createdAt),
  };
};
