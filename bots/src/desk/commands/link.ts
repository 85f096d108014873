import type { CommandSpec } from "../command.ts";

export const link: CommandSpec = {
  name: "link",
  summary: "Tell Docket who you are, so that you can work from here",
  options: [],
  open: true,
  run: async ({ bot, user, userName }) => {
    const { platform, workspaceId, userId } = user;
    const { url } = await bot.request("POST /chat/link-codes", {
      body: { platform, workspaceId, userId, name: userName },
    });
    return {
      kind: "link",
      text: "Open this link and sign in with your Docket account. It works once, for ten minutes, and for you alone: show it to nobody.",
      label: "Link my account",
      url,
    };
  },
};
