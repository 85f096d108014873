import {
  botInput,
  changedInput,
  connectedPage,
  connectedQuery,
  cardQuery,
  chatCard,
  followedInput,
  followedPage,
  followQuery,
  madeQuery,
  madeTicket,
  relayDeleteQuery,
  relayedView,
  relayEditInput,
  relayInput,
  shownMessage,
  shownQuery,
  takenPage,
  takenQuery,
  threadQuery,
} from "@docket/core/contract/chat";
import { ticketView } from "@docket/core/contract/ticket";
import type { Id } from "@docket/core/ids";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { getWritten } from "../tickets/get-message.ts";
import { deleteRelayed, editRelayed } from "./change-relayed.ts";
import { getCard } from "./get-card.ts";
import { getMadeTicket } from "./get-made-ticket.ts";
import { getShownMessage } from "./get-shown-message.ts";
import { getThreadTicket } from "./get-thread-ticket.ts";
import { hearBot } from "./hear-bot.ts";
import { hearChange } from "./hear-change.ts";
import { hearFollower } from "./hear-follower.ts";
import { listCards } from "./list-cards.ts";
import { listConnected } from "./list-connected.ts";
import { listTaken } from "./list-taken.ts";
import { relayMessage } from "./relay-message.ts";

const spec = { tag: "Chat", access: "chat.follow" } as const;

interface Written {
  readonly ticketId: Id<"ticket">;
  readonly messageId: Id<"message">;
}

export const chatRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/chat/cards",
      ...route({
        ...spec,
        summary: "List the cards whose threads are listened to",
        description:
          "Those of tickets that are open, or were until a month ago, in the order in which they were made. With a thread " +
          "in the query: its card, whatever the state of the ticket.",
        answer: followedPage,
      }),
      query(followQuery),
      async (c) => c.json(await listCards(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/chat/channels",
      ...route({
        ...spec,
        summary: "List the channels in which cards are shown",
        description: "Of what people write in threads of other channels a bot need not ask.",
        answer: connectedPage,
      }),
      query(connectedQuery),
      async (c) => c.json(await listConnected(c.get("call"), c.req.valid("query"))),
    )
    .put(
      "/chat/bot",
      ...route({
        ...spec,
        summary: "Say that a bot is there, and what keeps it from hearing",
        description:
          "Said twice a minute by a bot, connected or not. Who was not heard of for two minutes is shown as broken to admins.",
        status: 204,
      }),
      jsonBody(botInput),
      async (c) => {
        await hearBot(c.get("call"), c.req.valid("json"));
        return c.body(null, 204);
      },
    )
    .put(
      "/chat/changed",
      ...route({
        ...spec,
        summary: "Say that something happened to a channel or a workspace",
        description:
          "Such as that it was renamed or archived, or that the bot was removed. The desk then asks the chat itself, and " +
          "shows admins what it says.",
        status: 204,
      }),
      jsonBody(changedInput),
      (c) => {
        hearChange(c.get("call"), c.req.valid("json"));
        return c.body(null, 204);
      },
    )
    .put(
      "/chat/followed",
      ...route({
        ...spec,
        summary: "Say that everything until now is followed",
        description:
          "Said about once a minute by a bot that is connected and has caught up. After it was away it looks for what " +
          "came after the last time, and says it again when it is done.",
        status: 204,
      }),
      jsonBody(followedInput),
      async (c) => {
        await hearFollower(c.get("call"), c.req.valid("json"));
        return c.body(null, 204);
      },
    )
    .get(
      "/chat/ticket",
      ...route({ ...spec, summary: "Get the ticket whose thread this is", answer: ticketView }),
      query(threadQuery),
      async (c) => c.json(await getThreadTicket(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/chat/made-ticket",
      ...route({
        ...spec,
        summary: "Get the ticket that was made from a message",
        description: "For a bot whose user is about to make one: of one message there is one ticket.",
        answer: madeTicket,
      }),
      query(madeQuery),
      async (c) => c.json(await getMadeTicket(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/chat/shown-message",
      ...route({
        ...spec,
        summary: "Get what a message that Docket sent shows",
        description:
          "For a bot whose user is about to make a ticket of it: the card of a ticket, or a message in its thread. What " +
          "people wrote in the thread themselves the bot has from the chat.",
        answer: shownMessage,
      }),
      query(shownQuery),
      async (c) => c.json(await getShownMessage(c.get("call"), c.req.valid("query"))),
    )
    .get(
      "/chat/card",
      ...route({
        ...spec,
        summary: "Get the card of a ticket",
        description: "What it shows now, for a bot whose user pressed something on it.",
        answer: chatCard,
      }),
      query(cardQuery),
      async (c) => c.json(await getCard(c.get("call"), c.req.valid("query").ticketId)),
    )
    .get(
      "/chat/messages",
      ...route({
        ...spec,
        summary: "List what was taken from a thread",
        description:
          "What was not deleted since, newest first, each with an account of its author: for following what they change " +
          "or delete while a bot is away.",
        answer: takenPage,
      }),
      query(takenQuery),
      async (c) => c.json(await listTaken(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/chat/messages",
      ...route({
        ...spec,
        summary: "Take what somebody wrote in the thread of a card",
        description:
          "As a note in a channel of mode `discuss`. In mode `reply` as a reply to the client, or as a note when it " +
          "begins with `//`. The same message is taken once; brought again, it is answered with what it became.",
        once: true,
        status: 201,
        answer: relayedView,
      }),
      jsonBody(relayInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => relayMessage(call, c.req.valid("json"));
        return c.json(await once(c, perform, (written: Written) => getWritten(call, written)), 201);
      },
    )
    .patch(
      "/chat/messages",
      ...route({
        ...spec,
        summary: "Follow somebody who changed what they wrote in a thread",
        description:
          "It stays the note or the reply that it was. Files that it does not have there any more are taken out; one that " +
          "is left without words and files is deleted.",
        answer: relayedView,
      }),
      jsonBody(relayEditInput),
      async (c) => c.json(await editRelayed(c.get("call"), c.req.valid("json"))),
    )
    .delete(
      "/chat/messages",
      ...route({ ...spec, summary: "Follow somebody who deleted what they wrote in a thread", status: 204 }),
      query(relayDeleteQuery),
      async (c) => {
        await deleteRelayed(c.get("call"), c.req.valid("query"));
        return c.body(null, 204);
      },
    );
