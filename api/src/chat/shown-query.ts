import type { Actor } from "@docket/core/actor";
import type { ChatThread } from "@docket/core/chat/platform";
import type { SQL } from "drizzle-orm";
import { and, eq, inArray, isNull, sql } from "drizzle-orm";
import type { Db } from "../db/client.ts";
import { cardMessages, cards } from "../db/schema/chat.ts";
import { attachmentLinks, messages } from "../db/schema/messages.ts";
import { people } from "../db/schema/people.ts";
import { tickets } from "../db/schema/tickets.ts";
import { readableMessages, selectFiles, selectOpeningFiles } from "../tickets/select-messages.ts";
import { selectTicket } from "../tickets/select-ticket.ts";
import { isCardIn } from "./thread-query.ts";

/** Holds for the message of a thread that stands there under this id, or shows the file of this id. */
const standsAs = (externalId: string): SQL => sql`NOT ${cardMessages.inbound} AND EXISTS (
  SELECT 1 FROM json_each(${cardMessages.parts}) part
  WHERE part.value = ${externalId} OR substr(part.value, 1, ${externalId.length + 1}) = ${`${externalId}=`}
)`;

/** The ticket of a thread, and what Docket shows there under an id, in one round trip. Channels that are off count too. */
export const loadShownMessage = async (db: Db, actor: Actor, thread: ChatThread, externalId: string) => {
  const isTicket = (): SQL =>
    inArray(tickets.id, db.orm.select({ id: cards.ticketId }).from(cards).where(isCardIn(db, thread)));
  const shown = db.orm
    .select({ id: cardMessages.messageId })
    .from(cardMessages)
    .innerJoin(cards, eq(cards.id, cardMessages.cardId))
    .where(and(isCardIn(db, thread), standsAs(externalId)));
  const [[ticket], [place], files, openingFiles] = await db.read(
    selectTicket(db, actor, isTicket),
    db.orm
      .select({
        isCard: sql`${cards.externalId} = ${externalId}`.mapWith(Boolean),
        shows: cardMessages.messageId,
        message: { body: messages.body, authorKind: messages.authorKind },
        email: people.email,
      })
      .from(cards)
      .leftJoin(cardMessages, and(eq(cardMessages.cardId, cards.id), standsAs(externalId)))
      .leftJoin(
        messages,
        and(
          sql`${messages.id} = ${cardMessages.messageId}`,
          isNull(messages.deletedAt),
          readableMessages(actor, isTicket),
        ),
      )
      .leftJoin(people, eq(people.id, messages.authorId))
      .where(isCardIn(db, thread)),
    selectFiles(db, inArray(attachmentLinks.messageId, sql`${shown}`)),
    selectOpeningFiles(db, isTicket),
  );
  return ticket === undefined || place === undefined ? null : { ...place, of: ticket, files, openingFiles };
};
