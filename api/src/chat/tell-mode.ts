import { modeLine } from "@docket/core/chat/relay";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { sha256 } from "../platform/digest.ts";
import { loadPlace } from "./card-query.ts";
import { ChatLine } from "./chat-line.ts";

/** Tells everybody in a channel what its threads mean from now on, unless that is over already. */
export const tellMode: Handler<OwedOf<"chat.mode">> = {
  async run(services, { channelId, mode }, job) {
    const place = await loadPlace(services.db, channelId);
    if (place?.channel.mode !== mode) return;
    const line = await ChatLine.open(services, place);
    const key = (await sha256(job.id)).slice(0, 24);
    const attempt = { key, since: job.isFirst ? null : job.createdAt };
    const message = { text: modeLine(mode), url: `${services.config.baseUrl}/` };
    await line.ask((board, signal) => board.announce(line.channel, message, attempt, signal));
  },
};
