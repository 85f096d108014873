import { ChatFailure } from "@docket/core/chat/chat-failure";
import { noticeText } from "@docket/core/chat/notice";
import { second } from "@docket/core/time";
import { askChat, boardAccess } from "../integrations/board-access.ts";
import type { DirectMessage } from "../integrations/chat-board.ts";
import type { Handler, Job } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { owe } from "../outbox/owe.ts";
import { Postponed } from "../outbox/postponed.ts";
import { markDirects } from "./card-store.ts";
import { TurnOver } from "../outbox/turn-over.ts";
import { sha256 } from "../platform/digest.ts";
import type { Services } from "../services.ts";
import type { Notice, Reachable } from "./notice-query.ts";
import { keepNotice, loadForTelling } from "./notice-query.ts";

type Owed = OwedOf<"chat.tell">;

/** How long a chat may take, and how long to leave it alone when it does not say how long it is busy. */
const patience = 10 * second;
const busyPause = 5 * second;
/** Until then a ticket has its cards. */
const routing = second / 4;

/** Something in the thread of the card, sent with what else the card lacks: a mention, or that there is nobody to reach. */
const sayInThread = async (
  services: Services,
  owed: Owed,
  { card }: Reachable,
  told: Pick<Notice, "userId" | "isShut">,
) => {
  if (card === null) return;
  const { ticketId, personId, seq, reason } = owed;
  const { id: cardId, channelId } = card;
  const show = { type: "chat.show", ticketId, channelId, cardId, isSent: true } as const;
  await services.db.write(keepNotice(services.db, cardId, seq, { ...told, reason, personId }), owe(services, [show]));
};

type Message = Pick<
  NonNullable<Awaited<ReturnType<typeof loadForTelling>>>,
  "number" | "title" | "by" | "requester" | "excerpt"
>;

/** The card as a direct message leads to it; null while it is not sent, and for who does not see the channel. */
const cardFor = ({ directly }: Owed, { integration: { workspaceId }, card }: Reachable): DirectMessage["card"] => {
  if (directly !== undefined || card === null) return null;
  const { externalId: cardId, threadId, place } = card;
  return cardId === null || threadId === null
    ? null
    : { channel: { ...place, workspaceId }, posted: { cardId, threadId } };
};

/**
 * What the thread says in place of a direct message. Where the app can send nobody one, that is nobody's own doing:
 * admins are told, and a mention tells whoever was not looked for in the thread yet.
 */
const sayElsewise = async (services: Services, owed: Owed, to: Reachable, { kind }: ChatFailure): Promise<void> => {
  const { db, clock } = services;
  const isShut = kind === "directs";
  if (isShut) await db.write(markDirects(db, to.integration.id, clock.now()));
  const told = isShut && owed.directly === undefined ? { userId: to.userId } : { userId: null, isShut };
  await sayInThread(services, owed, to, told);
};

/** Whoever cannot be told so either, since they left or take no messages, is not; the thread says so, and the log. */
const write = async (services: Services, owed: Owed, job: Job, to: Reachable, message: Message) => {
  const { clock, config, db, log } = services;
  const { integration, userId } = to;
  const { number, title, requester, excerpt } = message;
  const by = message.by ?? (owed.reason === "assigned" ? null : requester);
  const direct = {
    text: `#${number} ${title}: ${noticeText(owed.reason, by, excerpt)}`,
    url: `${config.baseUrl}/tickets/${number}`,
    card: cardFor(owed, to),
  };
  const key = (await sha256(`${owed.ticketId} ${owed.seq} ${userId}`)).slice(0, 24);
  const attempt = { key, since: job.isFirst ? null : job.createdAt };
  try {
    const { board, token } = await boardAccess(services, integration);
    const place = { token, workspaceId: integration.workspaceId };
    await askChat(board.platform, patience, (signal) => board.sendDirect(place, userId, direct, attempt, signal));
    if (integration.directsShutAt !== null) await db.write(markDirects(db, integration.id, null));
  } catch (error) {
    if (!(error instanceof ChatFailure)) throw error;
    if (error.kind === "busy") throw new Postponed(clock.now() + (error.retryAfter ?? busyPause), error.message);
    if (error.kind === "away") throw new Postponed(null, error.message);
    const { platform } = integration;
    log.warn("whoever has a ticket could not be told in a chat", { platform, ticket: number, reason: error.message });
    await sayElsewise(services, owed, to, error);
  }
};

/**
 * Tells whoever has a ticket what happened to it, as they wish: where the ticket has a card in its thread, else directly,
 * once in each chat, and once for what the client says in quick succession. Slack comes last: what was sent there cannot be looked up when another chat has this tried again.
 */
export const tellAssignee: Handler<Owed> = {
  async run(services, owed, job) {
    const found = await loadForTelling(services.db, owed.ticketId, owed.personId, owed.seq);
    if (found === null) return;
    const { directly } = owed;
    if (directly === undefined && !found.begins) return;
    if (!found.isRouted) throw new TurnOver(services.clock.now() + routing);
    for (const platform of ["discord", "slack"] as const) {
      const place = found.places.find(({ integration }) => integration.platform === platform);
      if (place === undefined || (directly !== undefined && directly !== platform)) continue;
      await (directly === undefined && found.chatNotice === "mention" && place.card !== null
        ? sayInThread(services, owed, place, { userId: place.userId })
        : write(services, owed, job, place, found));
    }
  },
};
