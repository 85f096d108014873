import type { Message } from "discord.js";
import { DiscordAPIError, MessageFlags } from "discord.js";
import type { DeskCall } from "../desk/desk.ts";
import { showNow } from "../desk/show-now.ts";
import { markedAs } from "./find-sent.ts";
import type { CardMessage } from "./render/card.ts";
import { renderCard } from "./render/card.ts";
import { nobody } from "./thread-parts.ts";

/** What somebody pressed something on, or opened a form from, which was answered with the promise to change that. */
interface Answered {
  editReply(card: ReturnType<typeof toEdit>): Promise<unknown>;
}

const toEdit = ({ embeds, components }: CardMessage) => ({
  embeds: [...embeds],
  components: [...components],
  allowedMentions: nobody.allowed_mentions,
});

/** Whether something was pressed on a card: everything else with buttons is private. */
export const isCard = (message: Message | null): message is Message =>
  message !== null && !message.flags.has(MessageFlags.Ephemeral);

/** Puts the card as it is now in the place of the pressed one, which no pace of the channel holds back. */
export const replaceCard = (call: DeskCall, ticketId: string, answered: Answered, before: Message): Promise<void> =>
  showNow(call, ticketId, async (card) => {
    const shown = toEdit(renderCard(card, markedAs(card.url, before.embeds)));
    await answered.editReply(shown).catch((error: unknown) => {
      // Somebody deleted it, or the bot may not see it any more: the desk finds out what there is to do.
      if (!(error instanceof DiscordAPIError)) throw error;
    });
  });
