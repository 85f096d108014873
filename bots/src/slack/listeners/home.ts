import type { App } from "@slack/bolt";
import { callOf } from "../asking.ts";
import { unlessRefused } from "../slack-failure.ts";
import { publishHome } from "../publish-home.ts";

/** The Home tab shows what is somebody's and what is nobody's, each time they open it. */
export const listenToHome = (app: App): void => {
  app.event("app_home_opened", async ({ event, body, context, client }) => {
    if (event.tab !== "home") return;
    const call = callOf(context, {
      userId: event.user,
      userName: event.user,
      channelId: null,
      threadTs: null,
      key: `event.${body.event_id}`,
    });
    // What Slack refuses it would refuse again: the tab is drawn anew when it is opened next.
    await unlessRefused(publishHome(client, call));
  });
};
