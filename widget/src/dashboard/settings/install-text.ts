import { msg } from "@lit/localize";

const outcomes = ["done", "declined", "expired", "failed"] as const;
export type InstallOutcome = (typeof outcomes)[number];

/** How an installation ended that began here; null when none did. */
export const installOutcome = (search: string): InstallOutcome | null => {
  const said = new URLSearchParams(search).get("install");
  return outcomes.find((outcome) => outcome === said) ?? null;
};

export const installText = (outcome: InstallOutcome): string =>
  ({
    done: msg("The app is installed. Now add the channels in which cards shall be shown."),
    declined: msg("The app was not installed: somebody declined it in Slack."),
    expired: msg("The app was not installed: it took too long, or it began in another browser. Please begin again."),
    failed: msg("The app was not installed: Slack did not hand out its token. The log of the server says why."),
  })[outcome];
