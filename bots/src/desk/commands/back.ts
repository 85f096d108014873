import type { CommandSpec } from "../command.ts";
import { said } from "../outcome.ts";

export const back: CommandSpec = {
  name: "back",
  summary: "Get pings here again",
  options: [],
  run: async (call) => {
    await call.api.request("PATCH /me", { body: { away: false } });
    return said("Welcome back.");
  },
};
