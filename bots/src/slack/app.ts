import type { Authorize, Receiver } from "@slack/bolt";
import { App, LogLevel } from "@slack/bolt";
import type { Log } from "../log.ts";
import { reasonFields } from "../trouble.ts";
import type { SlackAccess } from "./slack-client.ts";
import { answersOf, clientOptionsOf, filesOf } from "./client-options.ts";
import { listenToActions } from "./listeners/actions.ts";
import { listenToCommands } from "./listeners/commands.ts";
import { listenToHome } from "./listeners/home.ts";
import { listenToLifecycle } from "./listeners/lifecycle.ts";
import { listenToLinks } from "./listeners/links.ts";
import { listenToMessages } from "./listeners/messages.ts";
import { listenToOptions } from "./listeners/options.ts";
import { listenToShortcuts } from "./listeners/shortcuts.ts";
import { listenToViews } from "./listeners/views.ts";

/** What Bolt's extended error handler gets. */
interface Failure {
  readonly error: Error;
  readonly body: { readonly type?: unknown };
}

/**
 * The Slack app: one set of listeners for every receiver, HTTP or Socket Mode. The receiver puts the desk into the
 * context of each event; see `asking.ts`.
 */
export const createSlackApp = (
  receiver: Receiver,
  authorize: Authorize<boolean>,
  log: Log,
  options: SlackAccess = {},
): App => {
  const app = new App({
    receiver,
    authorize,
    logLevel: LogLevel.ERROR,
    extendedErrorHandler: true,
    convoStore: false,
    clientOptions: clientOptionsOf(options),
  });
  listenToCommands(app);
  listenToActions(app, answersOf(options));
  listenToOptions(app);
  listenToViews(app, answersOf(options), filesOf(options));
  listenToShortcuts(app);
  listenToMessages(app, filesOf(options));
  listenToHome(app);
  listenToLinks(app);
  listenToLifecycle(app);
  app.error((failure) => {
    // With the extended handler the error comes with its body; the types say so only of handlers that take both.
    const { error, body } = failure as unknown as Failure;
    log.error("slack listener failed", { type: body.type, ...reasonFields(error) });
    return Promise.reject(error);
  });
  return app;
};
