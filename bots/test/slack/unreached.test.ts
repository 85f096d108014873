import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";
import type { Message } from "./state.ts";
import { isCard } from "./state.ts";

let world: SlackDesk;
let ana: Actor;
let ada: Caller;

const say = async (who: Actor, words: string): Promise<string> => {
  await who.command("/ticket", words, world.channel);
  await world.settled();
  return JSON.stringify(who.ephemerals.at(-1)?.blocks ?? []);
};

beforeEach(async () => {
  world = await startSlackDesk();
  ada = await world.desk.person("admin", "Ada");
  ana = await world.linked(await world.desk.person("agent", "Ana Lima"), "Ana");
  const admin = await world.linked(ada, "Ada");
  await say(admin, "channel on");
  await say(admin, "channel mode reply");
});
afterEach(() => world.stop());

const all = (): readonly Message[] => [...world.channel.messages.values()];
const card = (): Message => {
  const found = all().find(isCard);
  if (!found) throw new Error("there is no card");
  return found;
};
const shown = (words: string): string =>
  JSON.stringify(
    all().find(({ threadTs, ours, blocks }) => threadTs !== null && ours && JSON.stringify(blocks).includes(words))
      ?.blocks ?? [],
  );

/** Someone answers in the thread, by a command and by a form; what each came to. */
const answers = async (number: number) => {
  const plain = await ana.write(world.channel, "In the thread.", { thread: card().ts });
  await world.settled();
  const command = await say(ana, `reply ${number} By command.`);
  await ana.press(card(), "docket:reply");
  await world.settled();
  await ana.submit({ text: "By form." });
  await world.settled();
  const form = JSON.stringify(ana.ephemerals.at(-1)?.blocks ?? []);
  return { marks: [...plain.reactions.keys()], command, form, thread: [shown("By command."), shown("By form.")] };
};

test("a reply to a client who was deleted is not called sent, in the thread, by a command or by a form", async () => {
  const client = await world.desk.person("client", "Cleo");
  const { number } = await client.open();
  await world.settled();
  await ada.delete(`/people/${client.id}`);
  const { marks, command, form, thread } = await answers(number);
  expect(marks).toEqual(["mailbox_with_no_mail"]);
  for (const words of [command, form]) {
    expect(words).toContain(`#${number}: kept, but nobody gets it: the client was deleted.`);
    expect(words).not.toContain("on its way");
  }
  for (const words of thread) expect(words).toContain("📭 kept, no email to the client: the client was deleted");
  expect(world.desk.mailer.letters.filter(({ text }) => /In the thread|By command|By form/.test(text))).toEqual([]);
  expect(await say(ana, `show ${number}`)).toContain("from Deleted person (no email reaches them)");
});

test("nor one to a client who may not sign in, and it is sent again when they may", async () => {
  const client = await world.desk.person("client", "Cleo");
  const { number } = await client.open();
  await world.settled();
  await ada.patch(`/people/${client.id}`, { active: false });
  expect(JSON.stringify(card().blocks)).not.toContain("📭");
  expect(await say(ana, `reply ${number} One`)).toContain("kept, but no email goes out: the client may not sign in.");
  expect(JSON.stringify(card().blocks)).toContain("📭 No email: the client may not sign in.");
  await ada.patch(`/people/${client.id}`, { active: true });
  expect(await say(ana, `reply ${number} Two`)).toContain(`#${number}: on its way to the client.`);
  expect(JSON.stringify(card().blocks)).not.toContain("📭");
});

test("nor one to an address whose owner says that it was not them: only the widget shows it", async () => {
  const visitor = await world.desk.visitor();
  const { number } = await visitor.open({ requester: { name: "Vera", email: "vera@shop.test" } });
  await world.settled();
  const link = /^http\S*not-me\S*$/m.exec(world.desk.mailer.to("vera@shop.test").at(-1)?.text ?? "")?.[0] ?? "";
  await world.desk.fetch(new Request(link, { method: "POST", body: new URLSearchParams({ wish: "stop" }) }));
  expect(await say(ana, `reply ${number} One`)).toMatch(
    /kept, but no email goes to .*vera@shop\.test.*: whoever has the address says that it was not them who wrote\. The widget .* shows it while it is open there/,
  );
  expect(shown("One")).toContain("📭 kept, no email to the client: whoever has the address says");
});
