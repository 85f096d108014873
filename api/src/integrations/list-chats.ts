import { chatPlatforms } from "@docket/core/chat/platform";
import type { ChatList } from "@docket/core/contract/integration";
import type { Call } from "../context.ts";

/** Every chat there is, and what the settings let an admin do with it. */
export const listChats = ({ services: { chats } }: Call): ChatList => ({
  items: chatPlatforms.map((platform) => {
    const chat = chats[platform];
    return { platform, canConnect: chat !== undefined && chat.token !== null, canInstall: chat?.install !== undefined };
  }),
});
