import type { CardView } from "@docket/core/chat/card";
import { second } from "@docket/core/time";
import { showNow } from "../desk/show-now.ts";
import type { DeskCall } from "../desk/desk.ts";
import { renderCard } from "./render/card.ts";
import { keepMark } from "./sent-mark.ts";

/** Where answers to what people press may go, and how. */
export interface AnswerPlaces {
  readonly origins: readonly string[];
  readonly fetch: typeof globalThis.fetch;
}

/** Whether the answer to what somebody did, if it takes one, goes to Slack: Bolt sends it wherever a request says. */
export const leadsToSlack = (
  { response_url: url }: Readonly<Record<string, unknown>>,
  { origins }: AnswerPlaces,
): boolean => url === undefined || (typeof url === "string" && origins.includes(URL.parse(url)?.origin ?? ""));

/** A card that somebody pressed something on. Small: a form remembers it while it is filled in. */
export interface PressedCard {
  readonly ticketId: string;
  /** The address at which Slack takes its replacement. */
  readonly responseUrl: string;
  /** What tells the card from all others, if it bears that. */
  readonly mark: string | null;
}

const patience = 3 * second;

const put = async ({ origins, fetch }: AnswerPlaces, { responseUrl, mark }: PressedCard, card: CardView) => {
  if (!origins.includes(URL.parse(responseUrl)?.origin ?? "")) return;
  const { text, blocks } = renderCard(card);
  await fetch(responseUrl, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ replace_original: true, text, blocks: keepMark(blocks, mark) }),
    signal: AbortSignal.timeout(patience),
  }).catch(() => undefined);
};

/** Puts the card as it is now in the place of the pressed one, which no pace of Slack holds back. */
export const replaceCard = (places: AnswerPlaces, call: DeskCall, pressed: PressedCard): Promise<void> =>
  showNow(call, pressed.ticketId, (card) => put(places, pressed, card));
