import { msg } from "@lit/localize";
import type { TicketSummary } from "@docket/core/contract/ticket";
import { html } from "lit";
import type { Tone } from "./badge.ts";
import "./badge.ts";

export type Stage = TicketSummary["stage"];

/** The words that a client reads in place of the status. */
export const stageText = (stage: Stage): string =>
  ({
    received: msg("Received"),
    in_progress: msg("In progress"),
    waiting_for_you: msg("Waiting for you"),
    solved: msg("Solved"),
    closed: msg("Closed"),
    cancelled: msg("Cancelled"),
  })[stage];

const tones: Readonly<Record<Stage, Tone>> = {
  received: "grey",
  in_progress: "blue",
  waiting_for_you: "amber",
  solved: "green",
  closed: "grey",
  cancelled: "grey",
};

/** The stage as a badge. */
export const stageBadge = (stage: Stage) =>
  html`<docket-badge part="stage" tone=${tones[stage]}>${stageText(stage)}</docket-badge>`;
