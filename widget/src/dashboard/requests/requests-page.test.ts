import { afterEach, describe, expect, test } from "vitest";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { focused, textOf } from "../../../test/stage.ts";

let stage: DashboardStage;
const open = async (path: string, prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  stage.desk.enter("Mia Brandt");
  prepare(stage);
  await stage.open(path);
};
afterEach(() => stage.leave());

describe("a client's requests", () => {
  test("are their own, in their words, and follow what happens", async () => {
    await open("/", ({ desk }) => {
      desk.tickets.open({ title: "Where is my parcel?" });
      desk.tickets.open({ title: "Not mine", by: "Noah Adeyemi" });
    });
    await stage.sees("Where is my parcel?");
    expect(stage.text).not.toContain("Not mine");
    await stage.sees("Received");
    const { id } = stage.desk.tickets.withNumber(1001);
    stage.desk.tickets.act(id, "Ada Okafor", { type: "claim" });
    stage.desk.tickets.act(id, "Ada Okafor", { type: "change_status", status: "waiting" });
    await stage.sees("Waiting for you");
    expect(await barriers()).toEqual([]);
  });

  test("none yet: says how to begin", async () => {
    await open("/");
    await stage.sees("No requests yet");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "New request");
    await expect.poll(() => focused()?.textContent).toBe("New request");
  });
});

describe("one request", () => {
  test("shows the answer as it comes, never a note, and takes a reply", async () => {
    await open("/tickets/1001", ({ desk }) => {
      const { id } = desk.tickets.open({ title: "Where is my parcel?" });
      desk.tickets.say(id, "Ada Okafor", "Careful with this one", "note");
    });
    await stage.sees("It does not work.");
    const { id } = stage.desk.tickets.withNumber(1001);
    stage.desk.tickets.say(id, "Ada Okafor", "We found it.");
    await stage.sees("We found it.");
    expect(stage.text).not.toContain("Careful");
    expect(stage.text).not.toContain("Internal note");
    await stage.fill("Your reply", "Thank you!");
    await stage.click("button", /^Send reply/);
    await expect.poll(() => textOf(stage.find("docket-conversation"))).toMatch(/You .*Thank you!/);
    expect(await barriers()).toEqual([]);
  });

  test("can be edited, withdrawn and no more", async () => {
    await open("/tickets/1001", ({ desk }) => void desk.tickets.open({ title: "Where is my parcel?" }));
    await stage.click("button", "Edit");
    await stage.fill("Title", "Parcel 20931 is missing");
    await stage.click("button", "Save");
    await expect.poll(() => stage.desk.tickets.withNumber(1001).title).toBe("Parcel 20931 is missing");
    await stage.click("button", "Withdraw…");
    await stage.click("button", "Withdraw it");
    await expect.poll(() => stage.desk.tickets.withNumber(1001).status).toBe("cancelled");
    await stage.sees("This is closed for good.");
  });

  test("of somebody else is not there", async () => {
    await open("/tickets/1001", ({ desk }) => void desk.tickets.open({ title: "Not mine", by: "Noah Adeyemi" }));
    await stage.sees("You have no request #1001");
    expect(stage.text).not.toContain("Not mine");
  });
});

describe("a new request", () => {
  const fill = async (): Promise<void> => {
    await stage.choose("What is it about?", "Returns");
    await stage.fill("Subject", "Broken zip");
    await stage.fill("Message", "After one night.");
  };

  test("goes out and opens", async () => {
    await open("/new");
    await stage.sees("New request");
    expect(await barriers()).toEqual([]);
    await fill();
    await stage.click("button", "Send");
    await expect.poll(() => focused()?.textContent).toBe("Broken zip");
    expect(location.pathname).toBe("/tickets/1001");
    expect(stage.desk.tickets.withNumber(1001)).toMatchObject({ category: "return", description: "After one night." });
  });

  test("that fails stays, and arrives once", async () => {
    await open("/new");
    await stage.sees("Subject");
    await fill();
    stage.desk.losesNextAnswer = true;
    await stage.click("button", "Send");
    await stage.sees("The help desk does not answer just now.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Try again");
    await expect.poll(() => focused()?.textContent).toBe("Broken zip");
    expect(new Set(stage.desk.requests("POST /tickets").map(({ key }) => key)).size).toBe(1);
    expect(() => stage.desk.tickets.withNumber(1002)).toThrow("no ticket");
  });

  test("half written survives a reload", async () => {
    await open("/new");
    await stage.sees("Subject");
    await stage.fill("Subject", "Broken zip");
    await stage.reload();
    await stage.sees("Subject");
    expect(stage.input("#title").value).toBe("Broken zip");
  });
});
