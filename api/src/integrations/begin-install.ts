import type { InstallLink } from "@docket/core/contract/integration";
import type { Call } from "../context.ts";
import { denied, problem } from "../http/problem.ts";
import { installState } from "./install-state.ts";

/** Where an admin goes to install the Slack app. They come back to the session in which they asked, so no key can. */
export const beginInstall = async ({ services, actor, caller }: Call): Promise<InstallLink> => {
  if (actor.kind !== "staff" || caller === null) throw denied();
  const install = services.chats.slack?.install;
  if (!install) {
    const detail = "The settings of this desk do not say how its Slack app is installed into workspaces.";
    throw problem("integration.not_configured", detail);
  }
  return { url: install.url(await installState(services, caller)) };
};
