import type { openTicketInput } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import type { Ticket } from "@docket/core/tickets/ticket";
import { mailboxKeys, selectWish } from "../email/unwanted-store.ts";
import { fieldError } from "@docket/core/field-errors";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { bindable, checkBindable, uploadersOf } from "../attachments/bind.ts";
import type { Call } from "../context.ts";
import { people } from "../db/schema/people.ts";
import { categories } from "../db/schema/sites.ts";
import { typedNames } from "../db/schema/tickets.ts";
import type { ProblemError } from "../http/problem.ts";
import { problem } from "../http/problem.ts";
import { nameFromEmail } from "../people/name-from-email.ts";
import { forgetOrigin, selectOrigin } from "./origin-query.ts";
import { selectTicket } from "./select-ticket.ts";

/** What somebody sends to open a ticket, checked. */
export type Opening = z.output<typeof openTicketInput>;

/** The one who asks. */
export interface Requester {
  readonly id: Id<"person">;
  readonly name: string;
  readonly email: string;
  readonly emailProven: boolean;
  readonly active: boolean;
  /** See `Reachable` in core. */
  readonly isDisowned: boolean;
  /** Not known to the desk before. */
  readonly isNew: boolean;
}

const exists = ({ id, number }: Pick<Ticket, "id" | "number">): ProblemError =>
  problem("ticket.exists", `Ticket #${number} was made from this message.`, undefined, { ticket: { id, number } });

/**
 * Everything that opening a ticket depends on, in one round trip; throws for what does not exist, and for the one
 * that does. `forgotten` is written with the ticket: a deleted one no longer stands for its message.
 */
export const loadForOpening = async (call: Call, input: Opening) => {
  const { db } = call.services;
  const mailbox = input.requester ? await mailboxKeys(input.requester.email) : null;
  const [found, wish, known, files, followed, made] = await db.read(
    input.requester
      ? db.orm
          .select({
            id: people.id,
            name: people.name,
            email: people.email,
            emailProven: people.emailVerified,
            active: people.active,
          })
          .from(people)
          .where(eq(people.email, input.requester.email))
      : null,
    mailbox && selectWish(db, mailbox),
    db.orm.select({ id: categories.id }).from(categories).where(eq(categories.id, input.category)),
    input.attachmentIds.length > 0 ? bindable(db, uploadersOf(call), input.attachmentIds) : null,
    input.followUpOf === undefined ? null : selectTicket(db, call.actor, input.followUpOf),
    input.origin === undefined ? null : selectOrigin(db, input.origin),
  );
  if (known.length === 0) {
    throw problem("category.unknown", "There is no such category.", [fieldError("category", "unknown_category")]);
  }
  if (input.followUpOf !== undefined && followed.length === 0) {
    throw problem("request.invalid", "Some fields are not right.", [fieldError("followUpOf", "not_your_ticket")]);
  }
  checkBindable(input.attachmentIds, files);
  const [there] = made;
  if (there && there.deletedAt === null) throw exists(there);
  const forgotten = input.origin && there ? [forgetOrigin(db, input.origin, there.id)] : [];
  const isDisowned = wish.length > 0;
  return { found: found[0], isDisowned, mailbox, files, forgotten };
};

/**
 * Makes a person of a requester whom the desk did not know. What a visitor typed does not name them: the address may be
 * somebody else's, who would be called so ever after.
 */
export const insertRequester = ({ services: { db, clock }, actor }: Call, { id, name: given, email }: Requester) => {
  const now = new Date(clock.now());
  const name = actor.kind === "visitor" ? nameFromEmail(email) : given;
  return db.orm.insert(people).values({ id, name, email, emailVerified: false, createdAt: now, updatedAt: now });
};

/** Keeps what a visitor called themselves, for this ticket alone. */
export const keepTypedName = ({ services: { db }, actor }: Call, input: Opening, ticketId: Id<"ticket">) =>
  actor.kind === "visitor" && input.requester
    ? [db.orm.insert(typedNames).values({ ticketId, name: input.requester.name })]
    : [];
