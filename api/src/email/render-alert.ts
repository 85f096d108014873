import { platformNames } from "@docket/core/chat/platform";
import type { Outage } from "../integrations/outage-query.ts";
import { lineOf } from "./line.ts";
import { link, list, toBodies, words } from "./paragraphs.ts";
import type { DeskFacts, Rendered } from "./render.ts";

/** What each kind of outage means for those who work in the chat: in the subject, and in a sentence. */
const meanings: Readonly<Record<Outage["kind"], readonly [subject: string, sentence: string]>> = {
  broken: [
    "Docket cannot show tickets in",
    "Docket cannot show tickets any more in the workspaces named here. What should be shown waits, and is not lost.",
  ],
  trouble: [
    "Docket does not hear what is done in",
    "What people do in the workspaces named here does not reach Docket: buttons, commands and words in threads have no effect.",
  ],
  silent: [
    "Docket has not heard of its bot in",
    "Nothing is heard of the bot in the workspaces named here, so buttons, commands and words in threads have no effect.",
  ],
};

const placeOf = ({ platform, name }: Outage): string => `${platformNames[platform]} (${lineOf(name)})`;

/** The email that tells an admin what of the chats does not work; all outages are of one kind. */
export const renderAlert = (
  outages: readonly [Outage, ...(readonly Outage[])],
  { deskName, baseUrl }: DeskFacts,
): Rendered => {
  const [first, ...more] = outages;
  const [subject, sentence] = meanings[first.kind];
  const rest = more.length === 0 ? "" : ` and ${more.length} more`;
  const items = outages.map((outage) => `${placeOf(outage)}: ${lineOf(outage.reason)}`);
  const paragraphs = [
    words("Hello,"),
    words(sentence),
    list(items),
    link("See what is wrong", `${baseUrl}/settings/integrations`),
    words("You are receiving this because you are an admin. You will not be told again while it lasts."),
  ];
  return { subject: `${subject} ${placeOf(first)}${rest}`, ...toBodies(paragraphs, deskName) };
};
