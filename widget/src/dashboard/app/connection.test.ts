import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";

let stage: DashboardStage;
afterEach(() => stage.leave());

test.each(["Ada Okafor", "Mia Brandt"])(
  "while the desk is gone %s is told that what stands there may be old, and no longer once it is back",
  async (who) => {
    stage = new DashboardStage();
    stage.desk.enter(who);
    await stage.open("/");
    await expect.poll(() => stage.desk.live.connected.length).toBe(1);
    const words = page
      .getByRole("status")
      .filter({ hasText: "Not connected: what you see may be old. Trying again …" });
    await expect.element(words).not.toBeInTheDocument();
    stage.desk.offline = true;
    stage.desk.live.refuses = true;
    stage.desk.live.drop();
    await expect.element(words).toBeVisible();
    expect(await barriers()).toEqual([]);
    stage.desk.offline = false;
    stage.desk.live.refuses = false;
    window.dispatchEvent(new Event("online"));
    await expect.element(words).not.toBeInTheDocument();
  },
);
