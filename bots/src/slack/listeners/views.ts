import type { App } from "@slack/bolt";
import { commandOf } from "../../desk/commands/all.ts";
import { run } from "../../desk/run.ts";
import { callOf } from "../asking.ts";
import { openFrom, showLater, takesLong, tellThread } from "../from-message.ts";
import type { FileSource } from "../message-content.ts";
import type { AnswerPlaces } from "../replace-card.ts";
import { replaceCard } from "../replace-card.ts";
import type { FormState } from "../render/form.ts";
import { formId, noticeView, readForm } from "../render/form.ts";
import { clip } from "../render/mrkdwn.ts";
import { outcomeView } from "../render/outcome.ts";
import { tellAlone } from "../tell-alone.ts";

/**
 * Forms that were sent. A refusal leaves the form open with what was written. What a form of a card came to shows on the
 * card, and to whoever sent it in a private line; everything else is shown in the place of the form.
 */
export const listenToViews = (app: App, answers: AnswerPlaces, source: FileSource): void => {
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
      onCard: state.card !== undefined,
    });
    const args = { ...state.args, ...readForm(view.state.values) };
    const { origin } = state;
    const reading = { client, token: context.botToken ?? "", source };
    if (origin && takesLong(origin)) {
      await ack({ response_action: "update", view: noticeView("The ticket is being opened, with the whole message…") });
      const outcome = await openFrom(reading, call, args, origin);
      await showLater(client, { viewId: view.id, userId: body.user.id }, { state, origin, args }, outcome);
      if (outcome.kind === "done") await tellThread(client, origin, outcome.ticket);
      return;
    }
    const outcome = await (origin ? openFrom(reading, call, args, origin) : run(command, call, args, state.number));
    const shown = state.card === undefined ? undefined : replaceCard(answers, call, state.card);
    if (outcome.kind === "refused") {
      const fields = Object.keys(view.state.values);
      const field = fields.find((name) => name === outcome.option) ?? fields.at(-1) ?? "";
      await ack({ response_action: "errors", errors: { [field]: clip(outcome.text, 2000) } });
      await shown;
      return;
    }
    const isOnCard = outcome.kind === "done" && state.card !== undefined && state.channelId !== null;
    await ack(isOnCard ? { response_action: "clear" } : { response_action: "update", view: outcomeView(outcome) });
    if (isOnCard) await tellAlone(client, { channel: state.channelId ?? "", user: body.user.id }, outcome);
    await shown;
    if (origin && outcome.kind === "done") await tellThread(client, origin, outcome.ticket);
  });
};
