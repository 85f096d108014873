import type { App } from "@slack/bolt";
import { ApiError } from "@docket/api/client";
import type { LinkUnfurls } from "@slack/web-api";
import type { DeskCall } from "../../desk/desk.ts";
import { readTicketRef } from "../../desk/ticket-ref.ts";
import { callOf } from "../asking.ts";
import { unlessRefused } from "../slack-failure.ts";
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

/** A link that cannot be shown stays a link. */
const withoutRefused = <T>(work: Promise<T>): Promise<T | null> =>
  work.catch((error: unknown) => {
    if (error instanceof ApiError) return null;
    throw error;
  });

const unfurl = async ({ api }: DeskCall, url: string): Promise<LinkUnfurls> => {
  const id = refOf(url);
  const ticket = id && (await withoutRefused(api.request("GET /tickets/{id}", { params: { id } })));
  return ticket ? { [url]: { blocks: [ticketRow({ ...ticket, can: [] })] } } : {};
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
    if (!(await withoutRefused(showsCards(call)))) return;
    const found = await Promise.all(event.links.slice(0, most).map(({ url }) => unfurl(call, url)));
    const unfurls = found.reduce((all, one) => ({ ...all, ...one }), {});
    if (Object.keys(unfurls).length === 0) return;
    // What Slack refuses it would refuse again: the link stays a link.
    await unlessRefused(client.chat.unfurl({ channel: event.channel, ts: event.message_ts, unfurls }));
  });
};
