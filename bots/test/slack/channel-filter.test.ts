// Which tickets a channel gets is said, and read, in the names that people know.
import type { ChannelPage } from "@docket/core/contract/integration";
import type { SiteView } from "@docket/core/contract/site";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { Caller } from "../../../api/test/desk.ts";
import type { Actor } from "./actor.ts";
import type { SlackDesk } from "./slack-desk.ts";
import { startSlackDesk } from "./slack-desk.ts";

let world: SlackDesk;
let admin: Caller;
let ada: Actor;

/** What a command comes to, as it stands there. */
const channel = async (words: string): Promise<string> => {
  await ada.command("/ticket", `channel ${words}`, world.channel);
  await world.settled();
  return ada.ephemerals.at(-1)?.text ?? "";
};

const site = async (name: string, host = name.replaceAll(/\W/g, "").toLowerCase()): Promise<SiteView> =>
  (await admin.post<SiteView>("/sites", { name, origins: [`https://${host}.example`] })).body;

const kept = async () => (await admin.get<ChannelPage>("/channels")).body.items[0]?.filter;

beforeEach(async () => {
  world = await startSlackDesk();
  admin = await world.desk.person("admin", "Ada");
  ada = await world.linked(admin, "Ada");
  await channel("on");
});
afterEach(() => world.stop());

test("sites are named by their names, whatever the case, and so are categories", async () => {
  expect(await channel("sites Anything")).toContain("“Anything” is not a site. There is no site yet.");
  const [shop, help, both] = [await site("Fay's Shop"), await site("Help"), await site("Toys, Games")];
  expect(await channel("sites fay's  SHOP, help")).toContain("It gets tickets with sites Fay's Shop, Help.");
  expect(await kept()).toMatchObject({ sites: [shop.id, help.id] });
  expect(await channel("sites toys, games")).toContain("with sites Toys, Games.");
  expect(await kept()).toMatchObject({ sites: [both.id] });
  expect(await channel(`sites ${shop.id} ${help.id}`)).toContain("with sites Fay's Shop, Help.");
  expect(await channel("sites Fay Shop")).toContain(
    "“Fay Shop” is not a site. Choose Fay's Shop, Help or Toys, Games.",
  );
  expect(await channel("sites site_01arz3ndektsv4rrffq69g5fav")).toContain("is not a site. Choose Fay's Shop");
  expect(await channel("categories BILLING")).toContain("with categories Billing; sites Fay's Shop, Help.");
  expect(await channel("categories nope")).toContain("“nope” is not a category. Choose ");
  expect(await kept()).toMatchObject({ categories: ["billing"], sites: [shop.id, help.id] });
  expect(await channel("show")).not.toContain("site_");
});

test("words that a command does not take are not dropped in silence", async () => {
  await ada.command("/ticket", "away on please", world.channel);
  await world.settled();
  expect(ada.ephemerals.at(-1)?.text).toBe(
    "Nothing was done: “on please” is more than this takes. Write /ticket away.",
  );
  expect((await admin.get<{ away: boolean }>("/me")).body.away).toBe(false);
  await ada.command("/ticket", "show 1001 1002", world.channel);
  await world.settled();
  expect(ada.ephemerals.at(-1)?.text).toContain(
    "“1002” is more than this takes. Write /ticket show <ticket>.".replace("<ticket>", "&lt;ticket&gt;"),
  );
  expect(await channel("off now")).toContain("off takes nothing more");
  expect(await channel("show")).toContain("It gets tickets");
});

test("a name that several sites have asks which, and of many sites the first are listed", async () => {
  const twins = [await site("Shop", "one"), await site("SHOP", "two")];
  const which = await channel("sites shop");
  expect(which).toContain("Several are called “shop”: choose ");
  for (const { id, origins } of twins) expect(which).toContain(`${id} (${origins[0]})`);
  expect(await channel(`sites ${twins[1]?.id}`)).toContain("with sites SHOP.");
  for (let i = 0; i < 13; i++) await site(`Site ${i}`);
  expect(await channel("sites nope")).toMatch(/Choose Shop, SHOP, Site 0, Site 1, .*Site 9 or 3 more\./i);
});

test("a name may have commas and quotes, in a list too, and a list that leaves nothing out is said in many ways", async () => {
  const [toys, tom, help] = [await site("Toys, Games"), await site('Tom\'s "Tip"'), await site("Help Desk")];
  expect(await channel("sites help desk, toys,games")).toContain("with sites Help Desk, Toys, Games.");
  expect(await kept()).toMatchObject({ sites: [help.id, toys.id] });
  expect(await channel("sites Tom’s “Tip” Help Desk, “Toys, Games”")).toContain(
    'with sites Tom\'s "Tip", Help Desk, Toys, Games.',
  );
  expect(await kept()).toMatchObject({ sites: [tom.id, help.id, toys.id] });
  for (const word of ["all", "none", "Everything", "off", "any"]) {
    await channel("sites help desk");
    expect(await channel(`sites ${word}`)).toContain("of every kind");
  }
  const all = await site("All");
  expect(await channel('sites "all"')).toContain("with sites All.");
  expect(await kept()).toMatchObject({ sites: [all.id] });
  expect(await channel("sites ,")).toContain("Which sites? Name some");
});

test("what is named twice counts once", async () => {
  expect(await channel('tags vip, VIP "vip" late')).toContain("with tags vip, late.");
  await channel("tags any");
  expect(await channel("priorities urgent, Urgent high")).toContain("with priorities Urgent, High.");
});

test("of twins without an address the day tells them apart, and a site that is switched off is said to be", async () => {
  const twins = await Promise.all(
    [0, 1].map(async () => (await admin.post<SiteView>("/sites", { name: "Shop", origins: [] })).body),
  );
  const which = await channel("sites shop");
  for (const { id, createdAt } of twins) {
    expect(which).toContain(`${id} (without an address, added on ${createdAt.slice(0, 10)})`);
  }
  await admin.patch(`/sites/${twins[0]?.id}`, { active: false });
  expect(await channel(`sites ${twins[0]?.id}`)).toContain("with sites Shop (switched off: no new tickets).");
});
