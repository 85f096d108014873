import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ticketIn } from "../../test/sample.ts";
import type { Id } from "../ids.ts";
import { priorities } from "../tickets/ticket.ts";
import { chatPlatforms } from "./platform.ts";
import type { ChannelFilter, Routable } from "./routing.ts";
import { channelsFor } from "./routing.ts";

const anything: ChannelFilter = { categories: [], priorities: [], tags: [], sites: [] };

interface Channel extends Routable {
  readonly name: string;
}

const channel = (name: string, filter: Partial<ChannelFilter> = {}, more: Partial<Channel> = {}): Channel => ({
  name,
  platform: "slack",
  filter: { ...anything, ...filter },
  fallback: false,
  ...more,
});

const names = (...[ticket, channels]: Parameters<typeof channelsFor<Channel>>) =>
  channelsFor(ticket, channels).map(({ name }) => name);

describe("a channel gets", () => {
  test("everything, when it asks for nothing in particular", () => {
    expect(names(ticketIn("new"), [channel("all")])).toEqual(["all"]);
  });

  test("what fits each of its lists, and one tag of several is enough", () => {
    const ticket = ticketIn("new", {
      category: "billing",
      priority: "urgent",
      tags: ["vip", "eu"],
      siteId: "site_shop",
    });
    const fitting: Partial<ChannelFilter> = {
      categories: ["billing", "other"],
      priorities: ["urgent"],
      tags: ["eu", "us"],
      sites: ["site_shop"],
    };
    expect(names(ticket, [channel("fits", fitting)])).toEqual(["fits"]);
    const others: readonly Partial<ChannelFilter>[] = [
      { categories: ["hardware"] },
      { priorities: ["low"] },
      { tags: ["us"] },
      { sites: ["site_blog"] },
    ];
    for (const other of others) {
      expect(names(ticket, [channel("fits not", { ...fitting, ...other })])).toEqual([]);
    }
  });

  test("nothing by site of a ticket that came by none", () => {
    expect(names(ticketIn("new"), [channel("shop", { sites: ["site_shop"] })])).toEqual([]);
  });
});

describe("a fallback", () => {
  const billing = channel("billing", { categories: ["billing"] });
  const rest = channel("rest", {}, { fallback: true });

  test("gets what no other channel gets", () => {
    expect(names(ticketIn("new", { category: "billing" }), [rest, billing])).toEqual(["billing"]);
    expect(names(ticketIn("new"), [rest, billing])).toEqual(["rest"]);
  });

  test("looks at its own platform only", () => {
    const discord = channel("discord", {}, { platform: "discord", fallback: true });
    expect(names(ticketIn("new", { category: "billing" }), [billing, discord])).toEqual(["billing", "discord"]);
  });

  test("has its own lists, too", () => {
    const urgent = channel("urgent rest", { priorities: ["urgent"] }, { fallback: true });
    expect(names(ticketIn("new"), [urgent, billing])).toEqual([]);
  });
});

describe("whatever the channels and the ticket are", () => {
  const pick = <T>(values: readonly T[]) => fc.subarray([...values]);
  const categories = ["hardware", "billing", "other"];
  const tags = ["vip", "eu", "late"];
  const sites: readonly Id<"site">[] = ["site_shop", "site_blog"];
  const channels: fc.Arbitrary<readonly Channel[]> = fc
    .array(
      fc.record({
        platform: fc.constantFrom(...chatPlatforms),
        fallback: fc.boolean(),
        filter: fc.record({
          categories: pick(categories),
          priorities: pick(priorities),
          tags: pick(tags),
          sites: pick(sites),
        }),
      }),
      { maxLength: 8 },
    )
    .map((list) => list.map((one, i) => ({ ...one, name: String(i) })));
  const tickets = fc
    .record({
      category: fc.constantFrom(...categories),
      priority: fc.constantFrom(...priorities),
      tags: pick(tags),
      siteId: fc.constantFrom(null, ...sites),
    })
    .map((fields) => ticketIn("new", fields));

  const assertAlways = (property: (...given: Parameters<typeof channelsFor<Channel>>) => void) =>
    fc.assert(fc.property(tickets, channels, property), { numRuns: 300 });

  test("they come in their order, each once", () => {
    assertAlways((ticket, all) => {
      const chosen = channelsFor(ticket, all);
      expect(chosen).toEqual(all.filter((one) => chosen.includes(one)));
    });
  });

  test("a fallback is chosen only when nothing else of its platform is", () => {
    assertAlways((ticket, all) => {
      for (const platform of chatPlatforms) {
        const chosen = channelsFor(ticket, all).filter((one) => one.platform === platform);
        expect(new Set(chosen.map(({ fallback }) => fallback)).size).toBeLessThanOrEqual(1);
      }
    });
  });

  test("every channel that is no fallback gets the same, whoever else there is", () => {
    assertAlways((ticket, all) => {
      const chosen = channelsFor(ticket, all);
      for (const one of all) {
        if (!one.fallback) expect(channelsFor(ticket, [one]).includes(one)).toBe(chosen.includes(one));
      }
    });
  });

  test("with a fallback that asks for nothing in particular, every ticket is shown on its platform", () => {
    assertAlways((ticket, all) => {
      const rest = channel("rest", {}, { fallback: true });
      expect(channelsFor(ticket, [...all, rest]).some(({ platform }) => platform === "slack")).toBe(true);
    });
  });
});
