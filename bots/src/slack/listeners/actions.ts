import type { App, BlockAction, BlockElementAction } from "@slack/bolt";
import type { Args, CommandSpec } from "../../desk/command.ts";
import { commandOf } from "../../desk/commands/all.ts";
import { missing } from "../../desk/parse.ts";
import { run } from "../../desk/run.ts";
import { numberIn } from "../../desk/ticket-name.ts";
import { callOf } from "../asking.ts";
import { openForm } from "../open-form.ts";
import type { AnswerPlaces } from "../replace-card.ts";
import { replaceCard } from "../replace-card.ts";
import { publishHome } from "../publish-home.ts";
import { anyAction, commandOfAction, readActionValue } from "../render/action-ids.ts";
import { nameOn } from "../render/card.ts";
import { noticeView } from "../render/form.ts";
import { markIn } from "../sent-mark.ts";
import { outcomeView, privateAnswer, privateRefusal } from "../render/outcome.ts";

const valueOf = (action: BlockElementAction): string => {
  if (action.type === "button") return action.value ?? "";
  return action.type === "static_select" ? action.selected_option.value : "";
};

/** What a press asks for: the ticket of the card, and what was chosen for the other option. */
const argsOf = (command: CommandSpec, action: BlockElementAction): Args => {
  const { ticketId, choice } = readActionValue(valueOf(action));
  const chosen = command.options.find(({ kind }) => kind !== "ticket");
  return { ticket: ticketId, ...(choice !== null && chosen ? { [chosen.name]: choice } : {}) };
};

const channelOf = (body: BlockAction): string | null => body.channel?.id ?? null;

const threadOf = ({ message }: BlockAction): string | null => {
  const thread: unknown = message?.["thread_ts"] ?? message?.ts;
  return typeof thread === "string" ? thread : null;
};

const blocksOf = ({ message }: BlockAction) => (message?.["blocks"] ?? []) as readonly { readonly block_id?: string }[];

/** The card on which somebody pressed something; null where it was not pressed on one. */
const cardOf = (body: BlockAction, ticketId: string | undefined) => {
  const { message, container, response_url: responseUrl } = body;
  const isCard = container["type"] === "message" && container["is_ephemeral"] !== true;
  if (!isCard || message === undefined || ticketId === undefined) return null;
  return { ticketId, responseUrl, mark: markIn(blocksOf(body)) };
};

/** Buttons and menus: each runs the command of its name, or opens a form for what is missing. */
export const listenToActions = (app: App, answers: AnswerPlaces): void => {
  app.action<BlockAction>(anyAction, async ({ ack, action, body, context, client, respond }) => {
    await ack();
    const command = commandOf(commandOfAction(action.action_id));
    if (command === null) return;
    const args = argsOf(command, action);
    const card = cardOf(body, args["ticket"]);
    const name = card === null ? null : nameOn(blocksOf(body));
    const call = callOf(context, {
      userId: body.user.id,
      userName: body.user.name ?? body.user.id,
      channelId: channelOf(body),
      threadTs: threadOf(body),
      key: `${body.trigger_id}.${action.action_id}`,
      onCard: card !== null,
    });
    const asked = missing(command, args, false);
    if (asked.length > 0) {
      const tell = (text: string) => respond(privateRefusal(text));
      const opening = { client, triggerId: body.trigger_id, call, tell };
      await openForm(opening, command, asked, args, card === null ? {} : { card, name });
      return;
    }
    const outcome = await run(command, call, args, name === null ? null : numberIn(name));
    if (body.view?.type === "home") {
      if (outcome.kind === "refused")
        await client.views.open({ trigger_id: body.trigger_id, view: noticeView(outcome.text) }).catch(() => undefined);
      await publishHome(client, call);
      return;
    }
    if (body.view !== undefined) {
      await client.views.update({ view_id: body.view.id, view: outcomeView(outcome) });
      return;
    }
    // What worked shows on the card itself, to everybody; so does what somebody else was faster with.
    const isOnCard = outcome.kind === "done" && body.message !== undefined;
    await Promise.all([
      isOnCard ? undefined : respond(privateAnswer(outcome)),
      card === null ? undefined : replaceCard(answers, call, card),
    ]);
  });
};
