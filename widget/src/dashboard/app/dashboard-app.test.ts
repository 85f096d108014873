import { afterEach, describe, expect, test } from "vitest";
import { page } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { focused } from "../../../test/stage.ts";

let stage: DashboardStage;
const open = async (
  who: string | null,
  path: string,
  prepare: (stage: DashboardStage) => void = () => undefined,
): Promise<void> => {
  stage = new DashboardStage();
  if (who) stage.desk.enter(who);
  prepare(stage);
  await stage.open(path);
};
afterEach(() => stage.leave());

describe("an address that leads nowhere", () => {
  test("says so and leads back", async () => {
    await open("Ada Okafor", "/no/such/page");
    await stage.sees("There is nothing here");
    expect(await barriers()).toEqual([]);
    await stage.click("link", "Go to the start page");
    await stage.sees("All open");
  });

  test("is the same for a page that is not for this person", async () => {
    await open("Mia Brandt", "/settings/people");
    await stage.sees("There is nothing here");
    expect(stage.desk.requests("GET /people")).toHaveLength(0);
    stage.leave();
    await open("Ada Okafor", "/settings/outbox");
    await stage.sees("There is nothing here");
  });

  test("is not hidden from strangers behind a sign-in", async () => {
    await open(null, "/no/such/page");
    await expect.poll(() => stage.text).toContain("There is nothing here");
  });
});

describe("the session", () => {
  test("is asked for where it is needed, and the address is kept", async () => {
    await open(null, "/settings/people?role=staff");
    await stage.sees("Sign in to Docket");
    expect(location.pathname + location.search).toBe(
      `/sign-in?next=${encodeURIComponent("/settings/people?role=staff")}`,
    );
    expect(stage.text).not.toContain("You were signed out");
  });

  test("that is there needs no sign-in page", async () => {
    await open("Ada Okafor", "/sign-in");
    await stage.sees("All open");
    expect(location.pathname).toBe("/");
  });

  test("is prolonged when the person comes back, and only then", async () => {
    await open("Ada Okafor", "/");
    await expect.poll(() => stage.desk.requests("GET /get-session")).toHaveLength(1);
    stage.leave();
    await open(null, "/");
    await stage.sees("Sign in to Docket");
    expect(stage.desk.requests("GET /get-session")).toHaveLength(0);
  });

  test("ends when the person signs out, and stops listening", async () => {
    await open("Ada Okafor", "/");
    await expect.poll(() => stage.desk.live.connected.length).toBe(1);
    await stage.click("button", "Sign out");
    await stage.sees("Sign in to Docket");
    expect(stage.text).not.toContain("You were signed out");
    expect(stage.desk.here).toBeNull();
    expect(stage.desk.live.connected).toHaveLength(0);
  });

  describe.each(["ended by the desk", "refused"])("that ended elsewhere, its socket %s,", (how) => {
    const end = (): void => {
      stage.desk.here = null;
      if (how === "ended by the desk") return stage.desk.live.end();
      stage.desk.live.refuses = true;
      stage.desk.live.drop();
    };

    /** Waits until the page asks the desk for nothing by itself: any answer that it gets tells it that the session has ended. */
    const quiet = async (): Promise<void> => {
      const counted = stage.desk.requests("GET /tickets/counts").length;
      stage.desk.live.tell({ type: "hello" });
      await expect.poll(() => stage.desk.requests("GET /tickets/counts").length).toBeGreaterThan(counted);
    };

    test("leaves nothing of the desk on the page, and leads back after signing in", async () => {
      await open("Cleo Marsh", "/", ({ desk }) => {
        const { id } = desk.tickets.open({ title: "Only for Cleo" });
        desk.tickets.act(id, "Cleo Marsh", { type: "claim" });
      });
      await stage.click("link", /Only for Cleo/);
      await expect.poll(() => stage.has("docket-ticket-panel")).toBe(true);
      await expect.poll(() => stage.desk.live.connected.length).toBe(1);
      stage.app.parts.toasts.done("Only for Cleo was claimed.");
      await quiet();
      end();
      // Why, nobody tells the page: what it says is true of a changed password or role, and of an account that is gone.
      await stage.sees("your session ran out or was ended elsewhere, or your password, rights or account changed.");
      expect(stage.text).not.toMatch(/Only for Cleo|Cleo Marsh/);
      for (const part of ["docket-sidebar", "docket-ticket-panel", "docket-keys-dialog"]) {
        expect(stage.has(part)).toBe(false);
      }
      expect(document.title).not.toContain("Only for Cleo");

      const tries = stage.desk.live.tries.length;
      stage.desk.live.refuses = false;
      const { id, email } = stage.desk.office.personNamed("Cleo Marsh");
      stage.desk.office.passwords.set(id, "correct horse battery");
      await stage.fill("Email", email);
      await stage.fill("Password", "correct horse battery");
      await stage.press("{Enter}");
      await stage.sees("Only for Cleo");
      expect(stage.desk.live.tries.length).toBe(tries + 1);
    });
  });

  test("goes on where only the socket was lost, and ends where somebody else is signed in by then", async () => {
    await open("Ada Okafor", "/");
    await stage.sees("All open");
    await expect.poll(() => stage.desk.live.connected.length).toBe(1);
    const asked = stage.desk.requests("GET /me").length;
    const lose = (): void => {
      stage.desk.live.end();
      stage.desk.live.refuses = false;
    };
    lose();
    await expect.poll(() => stage.desk.live.connected.length).toBe(1);
    await expect.poll(() => stage.desk.requests("GET /me").length).toBeGreaterThan(asked + 1);
    expect(stage.has("docket-sidebar")).toBe(true);
    stage.desk.offline = true;
    lose();
    await expect.poll(() => stage.desk.live.connected.length).toBe(1);
    expect(stage.has("docket-sidebar")).toBe(true);
    stage.desk.offline = false;
    stage.desk.enter("Mia Brandt");
    stage.desk.live.drop();
    await expect.poll(() => stage.has("docket-sidebar")).toBe(false);
  });

  test("of the next person shows nothing of the one before", async () => {
    await open("Cleo Marsh", "/", ({ desk }) => {
      const { id } = desk.tickets.open({ title: "Only for Cleo" });
      desk.tickets.act(id, "Cleo Marsh", { type: "claim" });
    });
    await stage.sees("Only for Cleo");
    await stage.click("button", "Sign out");
    await stage.sees("Sign in to Docket");
    expect(stage.text).not.toContain("Only for Cleo");
    await stage.fill("Email", "mia@example.com");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await stage.sees("Your requests");
    expect(stage.has("docket-sidebar")).toBe(false);
  });

  describe("without an answer from the desk", () => {
    const openUnanswered = async (): Promise<void> => {
      await open("Ada Okafor", "/", ({ desk }) => {
        desk.offline = true;
      });
      await stage.sees("There was no answer.");
    };

    test("offers to try again", async () => {
      await openUnanswered();
      await stage.sees("This page keeps trying.");
      expect(await barriers()).toEqual([]);
      await stage.click("button", "Try again");
      await stage.sees("There was no answer.");
    });

    test("what is opened meanwhile fills itself: the ticket, and each page of the settings", async () => {
      await open("Dora Lind", "/", ({ desk }) => {
        desk.tickets.open({ title: "A raft", description: "Does it float?" });
        desk.office.site("Shop", []);
      });
      await stage.sees("A raft");
      for (const [link, text] of [
        [/A raft/, "Does it float?"],
        ["People", "Ada Okafor"],
        ["Sites", "Shop"],
        ["Integrations", "No chat is connected yet"],
        ["Outbox", "Nothing is stuck"],
        ["API keys", "No key yet"],
      ] as const) {
        stage.desk.offline = true;
        await stage.click("link", link);
        await stage.sees("The help desk does not answer just now. Trying again …");
        stage.desk.offline = false;
        await stage.sees(text);
        await expect.poll(() => stage.text).not.toContain("Trying again …");
      }
    });

    test("tries again by itself", async () => {
      await openUnanswered();
      stage.desk.offline = false;
      await expect.poll(() => stage.has("docket-sidebar")).toBe(true);
    });
  });
});

describe("the frame", () => {
  test("lets the keyboard skip to the content", async () => {
    await open("Ada Okafor", "/");
    await stage.sees("All open");
    await stage.press("{Tab}");
    expect(focused()?.textContent).toBe("Skip to content");
    await stage.press("{Enter}");
    expect(focused()?.localName).toBe("main");
  });

  test("offers the settings that a person may see", async () => {
    const links = (): string[] =>
      [...stage.find(".menu").querySelectorAll("a")].map((link) => link.textContent?.trim() ?? "");
    await open("Ada Okafor", "/");
    await stage.sees("All open");
    expect(links()).toEqual(["People", "Linked accounts", "Sessions"]);
    stage.leave();
    await open("Cleo Marsh", "/");
    await stage.sees("All open");
    expect(links()).toEqual(["People", "Sites", "Linked accounts", "Sessions"]);
    stage.leave();
    await open("Dora Lind", "/");
    await stage.sees("All open");
    expect(links()).toEqual(["People", "Sites", "Integrations", "API keys", "Outbox", "Linked accounts", "Sessions"]);
  });

  test("lets a person say that they are away, and others see it where they assign", async () => {
    await open("Ada Okafor", "/", ({ desk }) => void desk.tickets.open({ title: "For somebody" }));
    await stage.sees("All open");
    const away = page.getByRole("switch", { name: "Away" });
    await expect.element(away).toHaveAttribute("aria-checked", "false");
    expect(await barriers()).toEqual([]);
    await away.click();
    await expect.element(away).toHaveAttribute("aria-checked", "true");
    expect(await barriers()).toEqual([]);
    expect(stage.desk.here?.away).toBe(true);
    await stage.click("link", /For somebody/);
    await stage.sees("Ada Okafor (away)");
    await away.click();
    await expect.element(away).toHaveAttribute("aria-checked", "false");
    await stage.seesNot("Ada Okafor (away)");
  });

  test("says so when the desk does not take it", async () => {
    await open("Ada Okafor", "/", ({ desk }) => {
      desk.refuseNext = { route: "PATCH /me", status: 503, code: "server.unavailable" };
    });
    await stage.sees("All open");
    await page.getByRole("switch", { name: "Away" }).click();
    await stage.sees("The desk refused.");
    await expect.element(page.getByRole("switch", { name: "Away" })).toHaveAttribute("aria-checked", "false");
  });

  test("puts settings and account into a menu where there is no room", async () => {
    await open("Dora Lind", "/");
    await stage.sees("All open");
    await page.viewport(320, 640);
    await stage.click("button", "Menu");
    await stage.click("link", "Outbox");
    await stage.sees("Nothing is stuck");
    await expect.poll(() => stage.find(".menu").matches(":popover-open")).toBe(false);
  });
});
