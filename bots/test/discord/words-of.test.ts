import type { Message } from "discord.js";
import { expect, test, vi } from "vitest";
import { wordsOf } from "../../src/discord/words-of.ts";
import { FakeTown } from "./fake-town.ts";

test("what mentions people, roles and channels is read with their names", async () => {
  const town = await FakeTown.open();
  const { discord, guild, channel, ada } = town;
  const bo = discord.person(guild, "Bo Berg");
  const role = { id: discord.state.ids.next(), name: "Agents", permissions: 0n };
  guild.roles.set(role.id, role);
  const heard: Message[] = [];
  await town.connect((client) => client.on("messageCreate", (message) => heard.push(message)));
  ada.write(channel.id, `<@${bo.id}>, <@&${role.id}> see <#${channel.id}> :tada: \\*now\\* <@999999999999999999>`);
  await vi.waitFor(() => expect(heard).toHaveLength(1), 30_000);
  expect(heard.map((message) => wordsOf(message))).toEqual([
    "@Bo Berg, @Agents see #support :tada: \\*now\\* @unknown",
  ]);
  await town.close();
});
