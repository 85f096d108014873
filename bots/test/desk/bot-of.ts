import type { Desk as BotDesk, DeskCall } from "../../src/desk/desk.ts";
import { createDesk } from "../../src/desk/desk.ts";
import type { Caller, Desk } from "../../../api/test/desk.ts";
import { deskUrl } from "../../../api/test/desk.ts";
import { link, newKey } from "../../../api/test/keys.ts";

/** The desk as a bot with a key of its own sees it. */
export const botDesk = async (desk: Desk): Promise<BotDesk> =>
  createDesk({
    baseUrl: deskUrl,
    key: await newKey(desk, ["chat"]),
    fetch: async (input, init) => desk.fetch(new Request(input, init)),
  });

let presses = 0;

/** Somebody of Slack, with every press a new one. */
export const slackUser = (bot: BotDesk, userId: string, place: DeskCall["place"] = null): DeskCall =>
  bot.call({
    user: { platform: "slack", workspaceId: "T1", userId },
    userName: userId,
    place,
    key: `slack:press${++presses}`,
  });

/** A member of the staff who is linked to this account of Slack. */
export const linked = async (desk: Desk, person: Caller, userId: string): Promise<Caller> => {
  await link(desk, person, `slack:T1/${userId}`);
  return person;
};
