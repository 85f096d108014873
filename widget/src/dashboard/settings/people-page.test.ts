import { afterEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { hasFocus, textOf } from "../../../test/stage.ts";

let stage: DashboardStage;
const people = async (who = "Dora Lind", prepare: (stage: DashboardStage) => void = () => undefined): Promise<void> => {
  stage = new DashboardStage();
  stage.desk.enter(who);
  prepare(stage);
  await stage.open("/settings/people");
  await stage.sees("Cleo Marsh");
};
const names = (): string[] =>
  [...(stage.find("docket-people-page").shadowRoot?.querySelectorAll("ul[aria-label=People] strong") ?? [])].map(
    (node) => node.textContent ?? "",
  );
const toasts = (): string => textOf(stage.find("docket-toasts"));
afterEach(() => stage.leave());

const heading = () => page.getByRole("heading", { name: "People" });

describe("the list", () => {
  test("is narrowed by role and by words, in the address", async () => {
    await people();
    expect(await barriers()).toEqual([]);
    await stage.choose("Role", "All staff");
    await expect.poll(names).toEqual(["Ada Okafor", "Ben Ito", "Cleo Marsh", "Dora Lind"]);
    await stage.fill("Search people", "ben");
    await expect.poll(names).toEqual(["Ben Ito"]);
    expect(location.search).toBe("?role=staff&q=ben");
    await stage.fill("Search people", "zzz");
    await stage.sees("Nobody fits");
    expect(await barriers()).toEqual([]);
  });

  test("says who is away", async () => {
    await people("Dora Lind", ({ desk: { office } }) => {
      office.change(office.personNamed("Ben Ito"), { away: true });
    });
    const away = [...(stage.find("docket-people-page").shadowRoot?.querySelectorAll("li") ?? [])].filter((row) =>
      textOf(row).includes("Away"),
    );
    expect(away.map((row) => row.querySelector("strong")?.textContent)).toEqual(["Ben Ito"]);
    expect(await barriers()).toEqual([]);
  });

  test("is for agents to read and not to change", async () => {
    await people("Ada Okafor");
    expect(stage.text).not.toContain("Delete…");
    expect(stage.text).not.toContain("Invite someone");
    expect(stage.desk.requests("GET /invitations")).toHaveLength(0);
  });
});

describe("a person", () => {
  test("gets another name and role, on the version that was read", async () => {
    await people();
    await stage.click("button", "Edit Ben Ito");
    expect(await barriers()).toEqual([]);
    await page.getByLabelText("Name", { exact: true }).fill("Ben Itō");
    await stage.choose("Role", "Manager");
    await stage.click("button", "Save");
    await expect.poll(names).toContain("Ben Itō");
    expect(stage.desk.office.personNamed("Ben Itō")).toMatchObject({ role: "manager", active: true });
    expect(stage.desk.requests("PATCH /people/{id}")[0]).toMatchObject({
      ifMatch: 1,
      body: { name: "Ben Itō", role: "manager" },
    });
  });

  test("of the staff who is let go says that their tickets go back to the queue", async () => {
    await people();
    await stage.click("button", "Edit Ben Ito");
    const active = page.getByRole("checkbox", { name: "Active: can sign in and work on tickets" });
    expect(stage.text).not.toContain("Their open tickets go back to the queue.");
    await active.click();
    await stage.sees("Their open tickets go back to the queue.");
    expect(await barriers()).toEqual([]);
    await active.click();
    await expect.poll(() => stage.text).not.toContain("Their open tickets go back to the queue.");
    await stage.choose("Role", "Client");
    await stage.sees("Their open tickets go back to the queue.");
  });

  test("that somebody else changed meanwhile keeps what was entered and says what to do", async () => {
    await people();
    await stage.click("button", "Edit Ben Ito");
    await page.getByLabelText("Name", { exact: true }).fill("Ben Itō");
    stage.desk.office.change(stage.desk.office.personNamed("Ben Ito"), { role: "manager" });
    await stage.click("button", "Save");
    await stage.sees("Somebody else changed this person meanwhile.");
    expect(stage.text).not.toContain("was changed to");
    await expect.element(page.getByLabelText("Name", { exact: true })).toHaveValue("Ben Itō");
    expect(stage.desk.office.people.some(({ name }) => name === "Ben Itō")).toBe(false);
    await stage.click("button", "Save");
    await expect.poll(names).toContain("Ben Itō");
  });

  test("is deleted only after a question, and the last admin not at all", async () => {
    await people();
    await stage.click("button", "Delete Noah Adeyemi");
    await stage.sees("Delete Noah Adeyemi?");
    await stage.click("button", "Go back");
    expect(names()).toContain("Noah Adeyemi");
    await stage.click("button", "Delete Noah Adeyemi");
    await stage.click("button", "Delete person");
    await expect.poll(names).not.toContain("Noah Adeyemi");
    await expect.poll(hasFocus(heading())).toBe(true);
    await stage.click("button", "Delete Dora Lind");
    await stage.sees("Delete yourself?");
    await stage.sees("API keys that you made go on working");
    await stage.click("button", "Delete myself");
    await expect.poll(toasts).toContain("The desk needs at least one admin.");
    expect(names()).toContain("Dora Lind");
  });

  test.each(["Edit", "Delete"])("leaves the list when it turns out that they are gone: %s", async (deed) => {
    await people();
    const noah = stage.desk.office.personNamed("Noah Adeyemi");
    stage.desk.office.people.splice(stage.desk.office.people.indexOf(noah), 1);
    await stage.click("button", `${deed} Noah Adeyemi`);
    if (deed === "Delete") await stage.click("button", "Delete person");
    await expect.poll(names).not.toContain("Noah Adeyemi");
    expect(toasts()).toContain("It is not there any more.");
  });
});

describe("invitations", () => {
  test("say who made them, and how many end when that person is let go", async () => {
    await people("Dora Lind", ({ desk: { office } }) => {
      const ben = office.change(office.personNamed("Ben Ito"), { role: "admin" });
      office.invite("one@desk.example", "admin", ben);
      office.invite("two@desk.example", "agent", ben);
      office.invite("three@desk.example", "agent");
    });
    await stage.sees("Invited by Ben Ito");
    await stage.sees("Invited by Dora Lind");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Edit Ben Ito");
    await page.getByRole("checkbox", { name: "Active: can sign in and work on tickets" }).click();
    await stage.click("button", "Save");
    await expect.poll(toasts).toMatch(/The open invitations of \S+ and \S+ ended too\./);
    await stage.seesNot("one@desk.example");
    await stage.sees("three@desk.example");
  });

  test("go out by address and role, and can be taken back", async () => {
    await people();
    await stage.click("button", "Invite someone");
    await stage.click("button", "Send invitation");
    await stage.sees("Enter your email address.");
    expect(await barriers()).toEqual([]);
    await stage.fill("Email", "sam@desk.example");
    await stage.choose("Role", "Manager");
    await stage.click("button", "Send invitation");
    await stage.sees("Invitations");
    await expect.poll(toasts).toContain("An invitation is on its way to sam@desk.example.");
    expect(stage.desk.office.invitations).toMatchObject([{ email: "sam@desk.example", role: "manager" }]);
    await stage.click("button", "Take back the invitation of sam@desk.example");
    await stage.seesNot("Invitations");
    expect(stage.desk.office.invitations).toHaveLength(0);
    await expect.poll(hasFocus(heading())).toBe(true);
  });

  test("that go out late say so while no emails go out", async () => {
    await people("Dora Lind", ({ desk }) => {
      desk.mailIsAway = true;
    });
    await stage.click("button", "Invite someone");
    await stage.fill("Email", "sam@desk.example");
    await stage.click("button", "Send invitation");
    await expect
      .poll(toasts)
      .toContain(
        "Emails are delayed at the moment. The invitation to sam@desk.example will be sent once they are going out again.",
      );
  });

  test("are sent again by one press, which ends the earlier link and says so", async () => {
    await people("Dora Lind", ({ desk: { office } }) => void office.invite("sam@desk.example", "manager"));
    const [earlier] = stage.desk.office.invitations;
    await stage.sees("Invitations");
    await stage.click("button", "Send again: the invitation of sam@desk.example");
    await expect
      .poll(toasts)
      .toContain("A new invitation is on its way to sam@desk.example. The earlier link no longer works.");
    expect(stage.desk.office.invitations).toMatchObject([{ email: "sam@desk.example", role: "manager" }]);
    expect(stage.desk.office.invitations[0]?.id).not.toBe(earlier?.id);
    await expect.poll(hasFocus(heading())).toBe(true);
    expect(await barriers()).toEqual([]);
  });

  test("that nobody answered in time say so, and can be sent again", async () => {
    await people("Dora Lind", ({ desk: { office } }) => {
      const invited = office.invite("sam@desk.example", "manager");
      const expiresAt = new Date(Date.now() - 60_000).toISOString();
      office.invitations.splice(office.invitations.indexOf(invited), 1, { ...invited, expiresAt });
    });
    await stage.sees("Has expired");
    await stage.sees("Nobody used it.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Send again: the invitation of sam@desk.example");
    await stage.seesNot("Has expired");
    await stage.sees("The link works until");
  });

  test("are not sent again when somebody took them back meanwhile, and go out with the role that they have now", async () => {
    await people("Dora Lind", ({ desk: { office } }) => void office.invite("sam@desk.example", "manager"));
    const { office } = stage.desk;
    await stage.sees("Invitations");
    office.invitations.splice(0);
    await stage.click("button", "Send again: the invitation of sam@desk.example");
    await expect.poll(toasts).toContain("It is not there any more.");
    expect(office.invitations).toEqual([]);
  });

  test("whose email nobody got say so, and another one of the same address ends them", async () => {
    await people("Dora Lind", ({ desk: { office } }) => {
      const invitation = office.invite("sam@desk.example", "manager");
      office.invitations[0] = { ...invitation, undelivered: "The mailbox does not exist." };
    });
    await stage.sees("The email has not gone out: The mailbox does not exist.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Invite someone");
    await stage.fill("Email", "sam@desk.example");
    await stage.click("button", "Send invitation");
    await expect.poll(toasts).toContain("The earlier invitation of sam@desk.example ended: its link no longer works.");
  });

  test("to an address that is known say so, and keep what was typed", async () => {
    await people();
    await stage.click("button", "Invite someone");
    await stage.fill("Email", "ben@desk.example");
    await stage.click("button", "Send invitation");
    await stage.sees("There is somebody with this address already.");
    expect(stage.input("#email").value).toBe("ben@desk.example");
  });
});

test("an admin who takes a right from themselves is asked first", async () => {
  await people("Dora Lind");
  await stage.click("button", "Edit Dora Lind");
  await userEvent.selectOptions(page.getByLabelText("Role", { exact: true }).last(), "agent");
  await stage.click("button", "Save");
  await stage.sees("Change what you yourself may do?");
  await stage.click("button", "Go back");
  expect(stage.desk.requests("PATCH /people/{id}")).toEqual([]);
  await stage.click("button", "Save");
  await stage.click("button", "Change it");
  await expect.poll(() => stage.desk.requests("PATCH /people/{id}").length).toBe(1);
});

describe("an admin who leaves", () => {
  const withKeys = (...names: readonly string[]): Promise<void> =>
    people("Dora Lind", ({ desk: { office } }) => {
      const cleo = office.change(office.personNamed("Cleo Marsh"), { role: "admin" });
      for (const name of names)
        office.key(name, ["chat"], { createdBy: { id: cleo.id, name: cleo.name, standing: "admin" } });
      office.key("Of somebody else", ["chat"]);
    });
  const keyNames = (): string[] => stage.desk.office.keys.map(({ name }) => name);

  test("leaves keys behind, which are named and end with one press", async () => {
    await withKeys("Import", "Weekly report");
    await stage.click("button", "Delete Cleo Marsh");
    await stage.click("button", "Delete person");
    await stage.sees("Revoke the API keys that Cleo Marsh made?");
    await stage.sees("Weekly report and Import.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Revoke the keys");
    await expect.poll(keyNames).toEqual(["Of somebody else"]);
    await expect.poll(toasts).toContain("The keys no longer work.");
  });

  test("by another role does so as well, and the keys may be kept", async () => {
    await withKeys("Import");
    await stage.click("button", "Edit Cleo Marsh");
    await stage.choose("Role", "Agent");
    await stage.click("button", "Save");
    await stage.sees("Revoke the API keys that Cleo Marsh made?");
    await stage.click("button", "Keep them");
    expect(keyNames()).toEqual(["Of somebody else", "Import"]);
  });

  test("is asked about when they were demoted first and the keys were kept", async () => {
    await people("Dora Lind", ({ desk: { office } }) => {
      const cleo = office.change(office.personNamed("Cleo Marsh"), { role: "agent" });
      office.key("Import", ["chat"], { createdBy: { id: cleo.id, name: cleo.name, standing: "admin" } });
    });
    await stage.click("button", "Edit Cleo Marsh");
    await page.getByRole("checkbox", { name: /^Active/ }).click();
    await stage.click("button", "Save");
    await stage.sees("Revoke the API keys that Cleo Marsh made?");
    expect(stage.text).not.toContain("The keys no longer work.");
  });

  test("without keys is asked nothing", async () => {
    await withKeys();
    await stage.click("button", "Delete Cleo Marsh");
    await stage.click("button", "Delete person");
    await expect.poll(() => stage.desk.requests("GET /api-keys").length).toBe(1);
    expect(stage.text).not.toContain("Revoke the API keys");
  });
});
