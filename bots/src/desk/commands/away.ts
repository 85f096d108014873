import type { CommandSpec } from "../command.ts";
import { said } from "../outcome.ts";

export const away: CommandSpec = {
  name: "away",
  summary: "Get no pings here for now",
  options: [],
  run: async (call) => {
    await call.api.request("PATCH /me", { body: { away: true } });
    return said(
      "You are away: nothing here will ping you, though tickets can still be assigned to you. Write /ticket back when you return.",
    );
  },
};
