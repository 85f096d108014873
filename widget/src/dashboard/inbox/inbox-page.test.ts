import { afterEach, describe, expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { focused } from "../../../test/stage.ts";

let stage: DashboardStage;
const inbox = async (path = "/", prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  prepare(stage);
  stage.desk.enter("Ada Okafor");
  await stage.open(path);
};
const threeTickets = ({ desk }: DashboardStage): void => {
  desk.tickets.open({ title: "Where is my parcel?", priority: "high" });
  desk.tickets.open({ title: "Broken zip", category: "return", by: "Noah Adeyemi" });
  desk.tickets.open({ title: "Invoice please" });
};
const titles = (): string[] => {
  const rows = stage.has("docket-ticket-rows") ? stage.find("docket-ticket-rows").shadowRoot : null;
  return [...(rows?.querySelectorAll(".title") ?? [])].map((node) => node.textContent ?? "");
};
const focusedRow = (): string | undefined => (focused() as HTMLElement | null)?.dataset["number"];
afterEach(() => stage.leave());

describe("views", () => {
  test("show their counts, and the tickets that belong to them", async () => {
    await inbox("/", (it) => {
      threeTickets(it);
      const { id } = it.desk.tickets.open({ title: "Has an owner" });
      it.desk.tickets.act(id, "Ada Okafor", { type: "claim" });
    });
    await expect.poll(titles).toEqual(["Has an owner", "Invoice please", "Broken zip", "Where is my parcel?"]);
    await stage.click("link", /^Mine/);
    await expect.poll(titles).toEqual(["Has an owner"]);
    expect(stage.find(".views [aria-current]").textContent).toContain("Mine");
    await stage.click("link", /^Unassigned 3/);
    await expect.poll(titles).toHaveLength(3);
    expect(location.search).toBe("?view=unassigned");
    await stage.click("link", /^Resolved/);
    await stage.sees("All clear");
  });

  test("follow what happens elsewhere, counts too, without a reload", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    const { tickets } = stage.desk;
    const fresh = tickets.open({ title: "Just came in" });
    await expect.poll(titles).toEqual(["Just came in", "Invoice please", "Broken zip", "Where is my parcel?"]);
    tickets.act(fresh.id, "Ben Ito", { type: "claim" });
    await stage.sees("Assigned to Ben Ito");
    tickets.act(fresh.id, "Ben Ito", { type: "resolve" });
    await expect.poll(titles).toHaveLength(3);
    await expect.poll(() => stage.find(".views").textContent?.replace(/\s+/g, " ")).toContain("Resolved 1");
    expect(stage.desk.requests("GET /tickets")).toHaveLength(1);
  });

  test("catch up after the connection was gone", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    stage.desk.live.refuses = true;
    stage.desk.live.drop();
    stage.desk.tickets.open({ title: "While nobody listened" });
    stage.desk.live.refuses = false;
    window.dispatchEvent(new Event("online"));
    await expect.poll(titles).toContain("While nobody listened");
  });

  test("that are empty say what to do next", async () => {
    await inbox("/?view=mine");
    await stage.sees("You have nothing open");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Look at what nobody has");
    await stage.sees("All clear");
  });
});

describe("narrowing", () => {
  test("by choice and by words is kept in the address and survives a reload", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    await stage.choose("Priority", "High");
    await expect.poll(titles).toEqual(["Where is my parcel?"]);
    await stage.choose("Priority", "Any priority");
    await stage.fill("Search tickets", "zip");
    await expect.poll(titles).toEqual(["Broken zip"]);
    expect(location.search).toBe("?q=zip");
    await stage.reload();
    await expect.poll(titles).toEqual(["Broken zip"]);
    expect(stage.input("input[type=search]").value).toBe("zip");
    await stage.fill("Search tickets", "nothing like it");
    await stage.sees("No ticket fits");
    await stage.click("button", "Show the whole view");
    await expect.poll(titles).toHaveLength(3);
  });

  test("by category and assignee asks the desk for exactly that", async () => {
    await inbox("/?view=all&category=return&assignee=none", threeTickets);
    await expect.poll(titles).toEqual(["Broken zip"]);
    await stage.choose("Order", "Oldest first");
    await stage.click("button", "Clear");
    await expect.poll(titles).toEqual(["Where is my parcel?", "Broken zip", "Invoice please"]);
  });
});

describe("paging", () => {
  test("adds the next tickets, by keyboard, and says when that fails", async () => {
    await inbox("/", ({ desk }) => {
      for (let i = 1; i <= 70; i++) desk.tickets.open({ title: `Question ${i}` });
    });
    await stage.sees("the first 50");
    stage.desk.refuseNext = { route: "GET /tickets", status: 503, code: "server.unavailable" };
    stage.find(".more button").focus();
    await stage.press("{Enter}");
    await stage.sees("The next tickets could not be read.");
    await stage.press("{Enter}");
    await expect.poll(titles).toHaveLength(70);
    expect(titles()).toHaveLength(70);
    expect(new Set(titles()).size).toBe(70);
  });
});

describe("without an answer", () => {
  test("the list offers to try again", async () => {
    await inbox("/", (it) => {
      threeTickets(it);
      it.desk.refuseNext = { route: "GET /tickets", status: 429, code: "request.rate_limited" };
    });
    await stage.sees("The desk refused.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Try again");
    await expect.poll(titles).toHaveLength(3);
  });
});

describe("the keyboard", () => {
  test("moves through rows, opens one, goes on from ticket to ticket, and back to its row", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    await stage.press("j");
    expect(focusedRow()).toBe("1003");
    await stage.press("jk");
    expect(focusedRow()).toBe("1003");
    await stage.press("j{Enter}");
    await expect.poll(() => focused()?.textContent).toBe("Broken zip");
    expect(location.pathname).toBe("/tickets/1002");
    await stage.press("j");
    await expect.poll(() => focused()?.textContent).toBe("Where is my parcel?");
    await stage.press("k");
    await expect.poll(() => focused()?.textContent).toBe("Broken zip");
    await stage.press("{Escape}");
    await expect.poll(focusedRow).toBe("1002");
    expect(location.pathname).toBe("/");
  });

  test("keeps to typing while somebody types", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    await stage.press("/");
    await stage.press("jar?");
    expect(stage.input("input[type=search]").value).toBe("jar?");
    expect(stage.find("docket-keys-dialog").shadowRoot?.querySelector("dialog")?.open).toBe(false);
  });

  test("shows its keys, and can be switched off", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    await stage.press("?");
    await expect.poll(() => stage.find("docket-keys-dialog").shadowRoot?.querySelector("dialog")?.open).toBe(true);
    expect(await barriers()).toEqual([]);
    await userEvent.click(stage.find("docket-keys-dialog").shadowRoot?.querySelector("input") as Element);
    await stage.press("{Escape}");
    await stage.press("j");
    expect(focusedRow()).toBeUndefined();
  });

  test("stays on its row when news move the row", async () => {
    await inbox("/", threeTickets);
    await expect.poll(titles).toHaveLength(3);
    await stage.press("jjj");
    expect(focusedRow()).toBe("1001");
    stage.desk.tickets.act(stage.desk.tickets.withNumber(1001).id, "Ben Ito", { type: "claim" });
    await expect.poll(() => titles()[0]).toBe("Where is my parcel?");
    expect(focusedRow()).toBe("1001");
  });
});

test("people with many tickets meet no barrier", async () => {
  await inbox("/", threeTickets);
  await expect.poll(titles).toHaveLength(3);
  expect(await barriers()).toEqual([]);
});
