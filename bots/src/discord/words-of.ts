import type { Message, MessageSnapshot } from "discord.js";
import { toPlainText } from "./render/markdown.ts";

/** What somebody wrote, as plain text: names in place of the people, roles and channels that it mentions. */
export const wordsOf = ({ content: written, guild, mentions }: Message | MessageSnapshot, content = written): string =>
  toPlainText(content, {
    user: (id) => (mentions.members?.get(id) ?? mentions.users.get(id))?.displayName,
    role: (id) => guild?.roles.cache.get(id)?.name,
    channel: (id) => guild?.channels.cache.get(id)?.name,
  });
