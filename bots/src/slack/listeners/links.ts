import type { App } from "@slack/bolt";
import { ApiError } from "@docket/api/client";
import type { LinkUnfurls } from "@slack/web-api";
import type { DeskCall } from "../../desk/desk.ts";
import { readTicketRef } from "../../desk/ticket-ref.ts";
import { callOf } from "../asking.ts";
import { ticketRow } from "../render/outcome.ts";

/** The ticket that an address of the dashboard shows. */
const refOf = (url: string): string | null => {
  const path = URL.parse(url)?.pathname ?? "";
  const word = /^\/tickets\/([^/]+)\/?$/.exec(path)?.[1];
  return word === undefined ? null : readTicketRef(word);
};

/** Everybody in the channel reads what is unfurled: only where cards stand anyway. */
const showsCards = async ({ bot, user, place }: DeskCall): Promise<boolean> => {
  const { platform, workspaceId } = user;
  const query = { platform, workspaceId, channelId: place?.channelId ?? "", limit: 1 };
  return (await bot.request("GET /chat/cards", { query })).items.length > 0;
};

const unfurl = async (call: DeskCall, urls: readonly string[]): Promise<LinkUnfurls> => {
  const found = await Promise.all(
    urls.map(async (url) => {
      const id = refOf(url);
      if (id === null) return [];
      const { can: _, ...ticket } = await call.api.request("GET /tickets/{id}", { params: { id } });
      const shown = { blocks: [ticketRow({ ...ticket, can: [] })] };
      return [[url, shown] as const];
    }),
  );
  return Object.fromEntries(found.flat());
};

const most = 5;

/** Shows what a link to a ticket leads to, when whoever shared it may see the ticket and so may the channel. */
export const listenToLinks = (app: App): void => {
  app.event("link_shared", async ({ event, body, context, client }) => {
    const call = callOf(context, {
      userId: event.user,
      userName: event.user,
      channelId: event.channel,
      threadTs: null,
      key: `event.${body.event_id}`,
    });
    try {
      if (!(await showsCards(call))) return;
      const unfurls = await unfurl(
        call,
        event.links.slice(0, most).map(({ url }) => url),
      );
      if (Object.keys(unfurls).length === 0) return;
      await client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls });
    } catch (error) {
      // A link that cannot be shown stays a link.
      if (!(error instanceof ApiError)) throw error;
    }
  });
};
