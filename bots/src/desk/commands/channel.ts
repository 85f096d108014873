import type { ChatPlatform } from "@docket/core/chat/platform";
import { channelModes } from "@docket/core/chat/platform";
import type { ChannelView, UpdateChannelInput } from "@docket/core/contract/integration";
import { entriesOf, filterText, isEverything, whatItGets } from "../channel-filter.ts";
import type { CommandSpec } from "../command.ts";
import type { DeskCall } from "../desk.ts";
import { Refusal, said } from "../outcome.ts";
import { addOwnChannel, ownChannel } from "../own-channel.ts";

const settings = ["show", "on", "off", "mode", "default", "categories", "priorities", "tags", "sites"] as const;
type Setting = (typeof settings)[number];

const isSetting = (word: string): word is Setting => (settings as readonly string[]).includes(word);

/** How the command that lets a channel show tickets is written. */
const switchOn: Readonly<Record<ChatPlatform, string>> = {
  slack: "/ticket channel on",
  discord: "/ticket channel setting:on",
};

/** The change that a setting and its value ask for. Throws `ApiError` and `Refusal`. */
const changeOf = async (
  call: DeskCall,
  { filter }: ChannelView,
  setting: Exclude<Setting, "show" | "on" | "off">,
  value: string,
): Promise<UpdateChannelInput> => {
  const word = value.toLowerCase();
  if (setting === "mode") {
    const mode = channelModes.find((one) => one === word);
    if (mode === undefined) throw new Refusal(`The mode is ${channelModes.join(" or ")}.`);
    return { mode };
  }
  if (setting === "default") {
    if (word !== "yes" && word !== "no") throw new Refusal("Say default yes or default no.");
    return { fallback: word === "yes" };
  }
  const list = isEverything(value) ? [] : await entriesOf(call, setting, value);
  if (list.length === 0 && !isEverything(value)) throw new Refusal(`Which ${setting}? Name some, or any for all.`);
  return { filter: { ...filter, [setting]: list } };
};

const describe = async (call: DeskCall, { mode, filter, fallback, state, reason }: ChannelView): Promise<string> => {
  const parts = [
    whatItGets(fallback, await filterText(call, filter)),
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
      summary: 'discuss or reply, yes or no, or a list such as billing, "Toys, Games"; any for all',
      kind: "line",
      required: false,
      max: 300,
    },
  ],
  run: async (call, args) => {
    const setting = args["setting"]?.trim().toLowerCase() || "show";
    const value = args["value"]?.trim() ?? "";
    if (!isSetting(setting)) throw new Refusal(`The settings are ${settings.join(", ")}.`);
    if (value !== "" && (setting === "show" || setting === "on" || setting === "off"))
      throw new Refusal(`Nothing was done: ${setting} takes nothing more, so “${value}” means nothing.`);
    if (setting === "on") {
      const found = (await ownChannel(call)) ?? (await addOwnChannel(call));
      return said(`This channel shows tickets now. ${await describe(call, found)}`);
    }
    const found = await needChannel(call);
    if (setting === "show") return said(await describe(call, found));
    if (setting === "off") {
      await call.api.request("DELETE /channels/{id}", { params: { id: found.id } });
      return said(
        "This channel shows no tickets any more. What stands here stays as it is and does nothing until the channel is switched on again, as it was.",
      );
    }
    const body = await changeOf(call, found, setting, value);
    const changed = await call.api.request("PATCH /channels/{id}", {
      params: { id: found.id },
      body,
      ifMatch: found.version,
    });
    return said(await describe(call, changed));
  },
};
