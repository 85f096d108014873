import type { ChatPlatform } from "@docket/core/chat/platform";
import { channelModes } from "@docket/core/chat/platform";
import type { ChannelView, UpdateChannelInput } from "@docket/core/contract/integration";
import { priorities } from "@docket/core/tickets/ticket";
import type { CommandSpec } from "../command.ts";
import type { DeskCall } from "../desk.ts";
import { Refusal, said } from "../outcome.ts";
import { addOwnChannel, ownChannel } from "../own-channel.ts";
import { oneOf, orList, priorityNames } from "../words.ts";

const settings = ["show", "on", "off", "mode", "default", "categories", "priorities", "tags", "sites"] as const;
type Setting = (typeof settings)[number];

const isSetting = (word: string): word is Setting => (settings as readonly string[]).includes(word);

/** How the command that lets a channel show tickets is written. */
const switchOn: Readonly<Record<ChatPlatform, string>> = {
  slack: "/ticket channel on",
  discord: "/ticket channel setting:on",
};

const listOf = (value: string): string[] => value.split(/[\s,]+/).filter((word) => word !== "");

/** The categories that a list names, by id or by name. Throws `Refusal` for one that there is not. */
const categoriesIn = async ({ api }: DeskCall, value: string): Promise<string[]> => {
  const { items } = await api.request("GET /categories");
  const find = (word: string) => items.find(({ id, name }) => [id, name.toLowerCase()].includes(word));
  const words = value.split(",").map((part) => part.trim());
  return words
    .flatMap((part) => (find(part) ? [part] : listOf(part)))
    .map((word) => {
      const found = find(word);
      if (found) return found.id;
      throw new Refusal(`“${word}” is not a category: choose ${orList(items.map(({ name }) => name))}.`);
    });
};

/** What a list names. Throws `Refusal` for what there is not, where the desk could not say it as well. */
const entriesOf = (call: DeskCall, setting: Setting, value: string): Promise<string[]> | string[] => {
  if (setting === "categories") return categoriesIn(call, value);
  if (setting !== "priorities") return listOf(value);
  return listOf(value).map((word) => oneOf(priorities, priorityNames, word, "priority"));
};

/** The change that a setting and its value ask for. Throws `ApiError` and `Refusal`. */
const changeOf = async (
  call: DeskCall,
  { filter }: ChannelView,
  setting: Exclude<Setting, "show" | "on" | "off">,
  value: string,
): Promise<UpdateChannelInput> => {
  if (setting === "mode") {
    const mode = channelModes.find((one) => one === value);
    if (mode === undefined) throw new Refusal(`The mode is ${channelModes.join(" or ")}.`);
    return { mode };
  }
  if (setting === "default") {
    if (value !== "yes" && value !== "no") throw new Refusal("Say default yes or default no.");
    return { fallback: value === "yes" };
  }
  if (value === "") throw new Refusal(`Which ${setting}? Name some, or any for all.`);
  // Of the others the API says what is wrong with an entry.
  const list = value === "any" ? [] : await entriesOf(call, setting, value);
  return { filter: { ...filter, [setting]: list } };
};

const describe = ({ mode, filter, fallback, state, reason }: ChannelView): string => {
  const which = Object.entries(filter).flatMap(([name, list]) =>
    list.length === 0 ? [] : [`${name} ${list.join(", ")}`],
  );
  const parts = [
    fallback ? "It gets what no other channel gets." : "It gets tickets",
    ...(which.length > 0 ? [`with ${which.join("; ")}.`] : fallback ? [] : ["of every kind."]),
    mode === "discuss"
      ? "What is written in a ticket's thread stays a note among the staff; replies to the client are explicit."
      : "What is written in a ticket's thread goes to the client, unless it begins with //, which makes it a note.",
    ...(state === "broken" ? [`It does not work now: ${reason ?? "the chat refuses"}`] : []),
  ];
  return parts.join(" ");
};

const needChannel = async (call: DeskCall): Promise<ChannelView> => {
  const channel = await ownChannel(call);
  if (channel === null)
    throw new Refusal(`This channel shows no tickets. An admin can change that with ${switchOn[call.user.platform]}.`);
  return channel;
};

export const channel: CommandSpec = {
  name: "channel",
  summary: "Which tickets this channel shows, and what its threads mean",
  submit: "Save",
  options: [
    { name: "setting", summary: "What to change", kind: "choice", choices: settings, required: false },
    {
      name: "value",
      summary: "discuss or reply, yes or no, or a list such as billing, orders; any for all",
      kind: "line",
      required: false,
      max: 300,
    },
  ],
  run: async (call, args) => {
    const setting = args["setting"]?.trim().toLowerCase() || "show";
    const value = args["value"]?.trim() ?? "";
    if (!isSetting(setting)) throw new Refusal(`The settings are ${settings.join(", ")}.`);
    if (setting === "on") {
      const found = (await ownChannel(call)) ?? (await addOwnChannel(call));
      return said(`This channel shows tickets now. ${describe(found)}`);
    }
    const found = await needChannel(call);
    if (setting === "show") return said(describe(found));
    if (setting === "off") {
      await call.api.request("DELETE /channels/{id}", { params: { id: found.id } });
      return said(
        "This channel shows no tickets any more. What stands here stays as it is and does nothing until the channel is switched on again, as it was.",
      );
    }
    const body = await changeOf(call, found, setting, value.toLowerCase());
    return said(describe(await call.api.request("PATCH /channels/{id}", { params: { id: found.id }, body })));
  },
};
