import type { WebClient } from "@slack/web-api";

const mention = /<@([A-Z0-9]+)>/g;
/** As many people as one message reasonably speaks of. */
const most = 10;

const nameOf = async (client: WebClient, user: string): Promise<string> => {
  const answer = await client.users.info({ user }).catch(() => null);
  return answer?.user?.profile?.display_name || answer?.user?.real_name || answer?.user?.name || user;
};

/** Whether a text mentions somebody by id. */
export const mentionsSomebody = (text: string): boolean => text.search(mention) >= 0;

/** Puts the names of people into a text that mentions them by id, as Slack's events do; what has no name keeps its id. */
export const nameMentions = async (client: WebClient, text: string): Promise<string> => {
  const ids = [...new Set([...text.matchAll(mention)].map(([, id = ""]) => id))].slice(0, most);
  if (ids.length === 0) return text;
  const names = new Map(await Promise.all(ids.map(async (id) => [id, await nameOf(client, id)] as const)));
  const shown = (id: string): string => (names.get(id) ?? id).replaceAll(/[<>|&]/g, "");
  return text.replaceAll(mention, (_, id: string) => `<@${id}|${shown(id)}>`);
};

/** The same for somebody who waits for a form: what takes longer than a second and a half keeps its ids. */
export const nameMentionsSoon = async (client: WebClient, text: string): Promise<string> => {
  if (!mentionsSomebody(text)) return text;
  const late = AbortSignal.timeout(1500);
  const unnamed = new Promise<string>((resolve) => late.addEventListener("abort", () => resolve(text)));
  return Promise.race([nameMentions(client, text), unnamed]);
};
