import { troubleText } from "@docket/core/chat/bot-trouble";
import type { IntegrationView } from "@docket/core/contract/integration";
import type { Ms } from "@docket/core/time";
import { minute, toIso } from "@docket/core/time";
import type { integrations } from "../db/schema/chat.ts";
import type { Services } from "../services.ts";

type Row = Pick<
  typeof integrations.$inferSelect,
  "platform" | "heardAt" | "followedUntil" | "createdAt" | "trouble" | "troubledAt"
>;

/** A bot is heard of twice a minute: after so long without a word something is wrong. */
export const silence = 2 * minute;

/** For so long what did not come may still be on its way: a chat tries several times. */
const onItsWay = 10 * minute;

/** Whether what happens in a chat reaches the desk by a bot, and not from the chat itself. */
export const needsBot = ({ config }: Pick<Services, "config">, { platform }: Pick<Row, "platform">): boolean =>
  platform !== "slack" || !config.chats.slack?.signingSecret;

/** When a bot was heard of last; before the first time, when it began to be missed. */
export const heardLast = ({ heardAt, followedUntil, createdAt }: Row): Ms => heardAt ?? followedUntil ?? createdAt;

const ago = (time: Ms): string => {
  const minutes = Math.floor(time / minute);
  if (minutes < 120) return `${minutes} minutes`;
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${Math.floor(hours / 24)} days`;
};

/** Why the desk does not hear what people do in a workspace, and since when; null while it does. */
export const deafness = (
  services: Pick<Services, "clock" | "config">,
  row: Row,
): { readonly kind: "trouble" | "silent"; readonly reason: string; readonly since: Ms } | null => {
  const { platform, trouble, troubledAt, heardAt, createdAt } = row;
  const last = heardLast(row);
  const now = services.clock.now();
  if (needsBot(services, row) && now - last > silence) {
    const reason = `The bot has not been heard of for ${ago(now - last)}.`;
    return { kind: "silent", reason, since: last };
  }
  if (trouble === "unreached") {
    if (now - (troubledAt ?? now) < onItsWay) return null;
    const since = heardAt ?? createdAt;
    return {
      kind: "trouble",
      reason: `${troubleText(platform, trouble)} Nothing came for ${ago(now - since)}.`,
      since,
    };
  }
  return trouble === null
    ? null
    : { kind: "trouble", reason: troubleText(platform, trouble), since: troubledAt ?? last };
};

/** The same as admins read it. */
export const viewListening = (row: Row, services: Pick<Services, "clock" | "config">): IntegrationView["listening"] => {
  const deaf = deafness(services, row);
  if (deaf === null) return { state: "active", reason: null, since: null };
  return { state: "broken", reason: deaf.reason, since: toIso(deaf.since) };
};
