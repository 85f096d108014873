import { ChatFailure } from "@docket/core/chat/chat-failure";
import type { Ms } from "@docket/core/time";
import { minute, second } from "@docket/core/time";
import type { BoardAccess } from "../integrations/board-access.ts";
import { askChat, boardAccess } from "../integrations/board-access.ts";
import type { ChannelAccess, ChatBoard } from "../integrations/chat-board.ts";
import { resumeChannel } from "../integrations/store.ts";
import { PermanentFailure } from "../outbox/permanent-failure.ts";
import { Postponed } from "../outbox/postponed.ts";
import { TurnOver } from "../outbox/turn-over.ts";
import type { Services } from "../services.ts";
import type { FoundCard } from "./card-query.ts";
import { markFailed } from "./card-store.ts";

/** How long one question to a chat may take. */
const patience = 20 * second;
/** After this nothing more is asked in one run: with the patience it is less than a handler may take. */
const runTime = 8 * second;
/** How long to leave alone what is broken, and how long when the chat does not say how long it is busy. */
const brokenPause = 5 * minute;
const busyPause = 5 * second;

type Place = Pick<FoundCard, "channel" | "integration">;

/** What a failure of the chat means for the row; what is broken is marked so. */
const explain = async ({ db, clock }: Services, { channel, integration }: Place, error: unknown): Promise<unknown> => {
  if (!(error instanceof ChatFailure)) return error;
  const { kind, message, retryAfter } = error;
  const now = clock.now();
  switch (kind) {
    case "busy":
      return new Postponed(now + (retryAfter ?? busyPause), message);
    case "away":
      return new Postponed(null, message);
    case "channel":
    case "workspace":
      await markFailed(db, { channelId: channel.id, integrationId: integration.id }, error, now);
      return new Postponed(now + brokenPause, message);
    case "refused":
    case "directs":
      return new PermanentFailure(message);
    case "gone":
      return error;
  }
};

/** The line to one channel of a chat, for one run over a card. */
export class ChatLine {
  readonly channel: ChannelAccess;
  readonly #services: Services;
  readonly #place: Place;
  readonly #board: ChatBoard;
  readonly #endsAt: Ms;

  private constructor(services: Services, place: Place, { board, token }: BoardAccess) {
    const { workspaceId } = place.integration;
    const { channelId, kind } = place.channel;
    this.channel = { token, workspaceId, channelId, kind };
    this.#services = services;
    this.#place = place;
    this.#board = board;
    this.#endsAt = services.clock.now() + runTime;
  }

  static async open(services: Services, place: Place): Promise<ChatLine> {
    try {
      return new ChatLine(services, place, await boardAccess(services, place.integration));
    } catch (error) {
      throw await explain(services, place, error);
    }
  }

  /**
   * Asks the chat. Throws what its failure means for the row, `Postponed` or `PermanentFailure`; a `ChatFailure` when
   * what was asked for is gone; and `TurnOver` when the run has taken long enough.
   */
  async ask<T>(question: (board: ChatBoard, signal: AbortSignal) => Promise<T>): Promise<T> {
    const { db, clock } = this.#services;
    if (clock.now() > this.#endsAt) throw new TurnOver(clock.now());
    const { channel, integration } = this.#place;
    try {
      const answer = await askChat(this.#board.platform, patience, (signal) => question(this.#board, signal));
      const wasBroken = channel.state === "broken" || integration.state === "broken";
      if (wasBroken) await db.write(...resumeChannel(db, channel, clock.now()));
      return answer;
    } catch (error) {
      throw await explain(this.#services, this.#place, error);
    }
  }

  /** What to throw after something new was sent: the channel is left alone for a while, and other cards come first. */
  turnOver(): TurnOver {
    return new TurnOver(this.#services.clock.now() + this.#board.pace);
  }
}

/** Whether the card, thread or message in question is not in the chat any more. */
export const isGone = (error: unknown): boolean => error instanceof ChatFailure && error.kind === "gone";
