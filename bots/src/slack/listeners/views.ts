import type { App } from "@slack/bolt";
import type { WebClient } from "@slack/web-api";
import type { TicketView } from "@docket/core/contract/ticket";
import type { Args } from "../../desk/command.ts";
import { commandOf } from "../../desk/commands/all.ts";
import type { DeskCall } from "../../desk/desk.ts";
import { hurried } from "../../desk/desk.ts";
import { openTicket } from "../../desk/open-ticket.ts";
import type { Outcome } from "../../desk/outcome.ts";
import { done } from "../../desk/outcome.ts";
import { attempt, run } from "../../desk/run.ts";
import { callOf } from "../asking.ts";
import type { AnswerPlaces } from "../replace-card.ts";
import { replaceCard } from "../replace-card.ts";
import type { FormState } from "../render/form.ts";
import { formId, noticeView, readForm } from "../render/form.ts";
import { clip, escapeText } from "../render/mrkdwn.ts";
import { outcomeView } from "../render/outcome.ts";

type Origin = NonNullable<FormState["origin"]>;

/** Opens a ticket from a message of the channel. */
const fromMessage = (call: DeskCall, args: Args, { channelId, messageId, url }: Origin): Promise<Outcome> =>
  attempt(async () => {
    const { platform, workspaceId } = call.user;
    return done(await openTicket(hurried(call), args, { platform, workspaceId, channelId, messageId, url }), "opened.");
  });

/** Says in the thread of a message which ticket it has become. */
const tellThread = async (client: WebClient, { channelId, threadTs }: Origin, ticket: TicketView): Promise<void> => {
  const text = `This is ticket *#${ticket.number}* now: ${clip(escapeText(ticket.title), 200)}`;
  await client.chat
    .postMessage({ channel: channelId, thread_ts: threadTs, text, unfurl_links: false })
    // Where the bot is no member it cannot answer; the ticket is there all the same, and links back.
    .catch(() => undefined);
};

/**
 * Forms that were sent. A refusal leaves the form open with what was written. What a form of a card came to shows on the
 * card and closes it; everything else is shown in its place.
 */
export const listenToViews = (app: App, answers: AnswerPlaces): void => {
  app.view({ callback_id: formId, type: "view_submission" }, async ({ ack, body, view, context, client }) => {
    const state = JSON.parse(view.private_metadata) as FormState;
    const command = commandOf(state.command);
    if (command === null) {
      await ack({
        response_action: "update",
        view: noticeView("This form is from an older Docket. Please start again."),
      });
      return;
    }
    const call = callOf(context, {
      userId: body.user.id,
      userName: body.user.name,
      channelId: state.channelId,
      threadTs: state.threadTs,
      key: `view.${view.id}`,
    });
    const args = { ...state.args, ...readForm(view.state.values) };
    const outcome = state.origin ? await fromMessage(call, args, state.origin) : await run(command, call, args);
    const shown = state.card === undefined ? undefined : replaceCard(answers, call, state.card);
    if (outcome.kind === "refused") {
      const field = Object.keys(view.state.values).at(-1) ?? "";
      await ack({ response_action: "errors", errors: { [field]: clip(outcome.text, 2000) } });
      await shown;
      return;
    }
    const isOnCard = outcome.kind === "done" && state.threadTs !== null;
    await ack(isOnCard ? { response_action: "clear" } : { response_action: "update", view: outcomeView(outcome) });
    await shown;
    if (state.origin && outcome.kind === "done") await tellThread(client, state.origin, outcome.ticket);
  });
};
