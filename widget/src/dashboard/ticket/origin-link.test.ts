import type { TicketOrigin } from "@docket/core/tickets/ticket";
import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
afterEach(() => stage.leave());

const openFrom = async (origin: TicketOrigin): Promise<void> => {
  stage = new DashboardStage();
  const { number } = stage.desk.tickets.open({ title: "Where is my parcel?", origin });
  stage.desk.enter("Ada Okafor");
  await stage.open(`/tickets/${number}`);
  await stage.sees("Asked by");
};

test.each([
  ["slack", "Created from a Slack message"],
  ["discord", "Created from a Discord message"],
] as const)("a ticket from %s leads back to the message, which does not learn from where", async (platform, name) => {
  const url = "https://chat.example/archives/C1/p17";
  await openFrom({ platform, url });
  const link = page.getByRole("link", { name });
  await expect.element(link).toHaveAttribute("href", url);
  await expect.element(link).toHaveAttribute("rel", "noopener noreferrer");
  await expect.element(link).toHaveAttribute("target", "_blank");
  expect(await barriers()).toEqual([]);
});

test.each(["javascript:alert(1)", "data:text/html,x", " javascript:alert(1)", "//evil.example/", "ftp://x.example/"])(
  "the address %j is no link",
  async (url) => {
    await openFrom({ platform: "slack", url });
    await stage.sees("Created from a Slack message");
    expect(page.getByRole("link", { name: "Created from a Slack message" }).query()).toBeNull();
  },
);
