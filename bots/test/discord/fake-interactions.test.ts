import { RESTJSONErrorCodes as Code, Routes } from "discord-api-types/v10";
import {
  ActionRowBuilder,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ButtonBuilder,
  ButtonStyle,
  ComponentType,
  LabelBuilder,
  MessageFlags,
  ModalBuilder,
  TextInputBuilder,
  TextInputStyle,
} from "discord.js";
import type { Client, Interaction, Message } from "discord.js";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { errorOf, FakeTown } from "./fake-town.ts";
import type { FakeDiscord } from "./fake-discord.ts";
import type { Person } from "./person.ts";
import type { Channel } from "./world.ts";

let town: FakeTown;
let discord: FakeDiscord;
let channel: Channel;
let ada: Person;
let now: number;

beforeEach(async () => {
  now = Date.UTC(2026, 4, 4, 9, 30);
  town = await FakeTown.open(() => now);
  ({ discord, channel, ada } = town);
});

afterEach(() => town.close());

describe("interactions, with a real client", () => {
  const field = (id: string): LabelBuilder =>
    new LabelBuilder()
      .setLabel("Your reply")
      .setTextInputComponent(
        new TextInputBuilder().setCustomId(id).setStyle(TextInputStyle.Paragraph).setMaxLength(20),
      );
  const form = (): ModalBuilder =>
    new ModalBuilder().setCustomId("form").setTitle("Reply").addLabelComponents(field("text"));

  const answer = async (interaction: Interaction): Promise<unknown> => {
    if (interaction.isAutocomplete())
      return interaction.respond([{ name: `like ${interaction.options.getFocused()}`, value: "1042" }]);
    if (interaction.isChatInputCommand()) {
      await interaction.deferReply({ flags: MessageFlags.Ephemeral });
      return interaction.editReply(`${interaction.options.getSubcommand()} ${interaction.options.getString("ticket")}`);
    }
    if (interaction.isMessageContextMenuCommand())
      return interaction.reply({ content: `made of: ${interaction.targetMessage.content}`, withResponse: true });
    if (interaction.isModalSubmit()) return interaction.reply(`said: ${interaction.fields.getTextInputValue("text")}`);
    if (interaction.isButton() && interaction.customId === "ask") return interaction.showModal(form());
    if (interaction.isButton()) return interaction.update({ content: "pressed", components: [] });
    if (interaction.isUserSelectMenu())
      return interaction.reply(interaction.users.map(({ username }) => username).join());
    return undefined;
  };

  const commands = [
    {
      name: "ticket",
      description: "Tickets",
      options: [
        {
          type: ApplicationCommandOptionType.Subcommand,
          name: "claim",
          description: "Claims one",
          options: [
            {
              type: ApplicationCommandOptionType.String,
              name: "ticket",
              description: "Which",
              required: true,
              autocomplete: true,
            },
          ],
        },
      ],
    },
    { type: ApplicationCommandType.Message, name: "Create ticket" },
  ];

  let there: Awaited<ReturnType<Client["channels"]["fetch"]>>;

  const open = async (): Promise<void> => {
    const client = await town.connect((one) => one.on("interactionCreate", (interaction) => void answer(interaction)));
    await client.application?.commands.set(commands as never);
    there = await client.channels.fetch(channel.id);
  };

  const card = async (): Promise<Message> => {
    if (there?.isSendable() !== true) throw new Error("no channel");
    const buttons = ["ask", "go"].map((id) =>
      new ButtonBuilder().setCustomId(id).setLabel(id).setStyle(ButtonStyle.Primary),
    );
    return there.send({
      content: "A card",
      components: [
        new ActionRowBuilder<ButtonBuilder>().addComponents(buttons).toJSON(),
        { type: ComponentType.ActionRow, components: [{ type: ComponentType.UserSelect, customId: "who" }] },
      ],
    });
  };

  const shown = (id: string) => {
    const message = channel.messages.get(id);
    if (!message) throw new Error("no message");
    return message;
  };

  test("slash commands with completion, which only who asked sees answered", async () => {
    await open();
    expect(await ada.complete(channel.id, "ticket claim", "ticket", { ticket: "pri" })).toEqual([
      { name: "like pri", value: "1042" },
    ]);
    const claim = await ada.slash(channel.id, "ticket claim", { ticket: "1042" });
    const reply = await claim.reply();
    expect([reply.content, reply.onlyFor, channel.messages.size]).toEqual(["claim 1042", ada.id, 0]);
    await expect(ada.slash(channel.id, "ticket claim")).rejects.toThrow("required");
    await expect(ada.slash(channel.id, "ticket nonsense")).rejects.toThrow("no sub-command");
    expect(discord.violations).toEqual([]);
  });

  test("buttons, selects and forms", async () => {
    await open();
    const { id } = await card();
    const asked = await ada.press(shown(id), "ask");
    expect(asked.modal?.title).toBe("Reply");
    await expect(ada.submit(asked, { text: "" })).rejects.toThrow("required");
    await expect(ada.submit(asked, { text: "x".repeat(21) })).rejects.toThrow("it takes");
    expect((await (await ada.submit(asked, { text: "We come" })).reply()).content).toBe("said: We come");
    const chosen = await ada.choose(shown(id), "who", [ada.id]);
    expect((await chosen.reply()).content).toBe("ada");
    await ada.press(shown(id), "go");
    expect([shown(id).content, shown(id).components]).toEqual(["pressed", []]);
    await expect(ada.press(shown(id), "go")).rejects.toThrow("no button");
    expect(discord.violations).toEqual([]);
  });

  test("commands of the menu of a message", async () => {
    await open();
    const made = await ada.menu(ada.write(channel.id, "It burns"), "Create ticket");
    expect((await made.reply()).content).toBe("made of: It burns");
  });

  test("are answered in three seconds, once, and talked about for fifteen minutes", async () => {
    const heard: Interaction[] = [];
    const client = await town.connect((one) => one.on("interactionCreate", (interaction) => heard.push(interaction)));
    await client.application?.commands.set(commands as never);
    const callback = (interaction: Interaction): Promise<unknown> =>
      town.rest().post(Routes.interactionCallback(interaction.id, interaction.token), {
        body: { type: 4, data: { content: "Here" } },
        auth: false,
      });
    const next = async (count: number): Promise<Interaction> => {
      await vi.waitFor(() => expect(heard).toHaveLength(count), 30_000);
      const interaction = heard.at(-1);
      if (!interaction) throw new Error("nothing was heard");
      return interaction;
    };
    const late = ada.slash(channel.id, "ticket claim", { ticket: "1" });
    const refused = late.catch((error: unknown) => error);
    const first = await next(1);
    now += 3001;
    expect((await errorOf(callback(first))).code).toBe(Code.UnknownInteraction);
    expect(await refused).toMatchObject({ message: "The application did not respond" });
    const asked = ada.slash(channel.id, "ticket claim", { ticket: "2" });
    const second = await next(2);
    await callback(second);
    expect((await errorOf(callback(second))).code).toBe(Code.InteractionHasAlreadyBeenAcknowledged);
    const { replies } = await asked;
    const more = (): Promise<unknown> =>
      town.rest().post(Routes.webhook(discord.app.id, second.token), { body: { content: "More" }, auth: false });
    await more();
    expect(replies.map(({ content }) => content)).toEqual(["Here", "More"]);
    now += 15 * 60_000 + 1;
    expect((await errorOf(more())).code).toBe(Code.InvalidWebhookToken);
    expect(discord.violations).toHaveLength(3);
  });
});

describe("commands", () => {
  const put = (commands: readonly object[]): Promise<unknown> =>
    town.rest().put(Routes.applicationCommands(discord.app.id), { body: commands });
  const option = (change: object): object => ({
    name: "do",
    description: "It",
    options: [{ type: 3, name: "a", description: "b", ...change }],
  });

  test.each<[string, readonly object[]]>([
    ["capitals in a name", [{ name: "Ticket", description: "x" }]],
    ["a space in a name", [{ name: "a b", description: "x" }]],
    ["a long description", [{ name: "a", description: "x".repeat(101) }]],
    [
      "the same name twice",
      [
        { name: "a", description: "x" },
        { name: "a", description: "y" },
      ],
    ],
    ["many choices", [option({ choices: Array.from({ length: 26 }, (_, i) => ({ name: `n${i}`, value: `v${i}` })) })]],
    ["sixteen for messages", Array.from({ length: 16 }, (_, i) => ({ type: 3, name: `Menu ${i}` }))],
    [
      "what is required after what is not",
      [
        {
          name: "a",
          description: "x",
          options: [
            { type: 3, name: "b", description: "x" },
            { type: 3, name: "c", description: "x", required: true },
          ],
        },
      ],
    ],
  ])("are not taken with %s", async (_, commands) => {
    expect((await errorOf(put(commands))).code).toBe(Code.InvalidFormBodyOrContentType);
    expect(discord.app.commands).toEqual([]);
  });

  test("are overwritten all at once and keep their ids", async () => {
    await put([option({}), { type: 3, name: "Create ticket" }]);
    const [id] = discord.app.commands.map((command) => command.id);
    await put([option({ name: "other" })]);
    expect(discord.app.commands.map((command) => command.id)).toEqual([id]);
  });
});
