import type { Ticket } from "@docket/core/tickets/ticket";
import { afterEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { focused, textOf } from "../../../test/stage.ts";

let stage: DashboardStage;
let ticket: Ticket;
const openTicket = async (
  who = "Ada Okafor",
  prepare: (ticket: Ticket, stage: DashboardStage) => void = () => undefined,
): Promise<void> => {
  stage = new DashboardStage();
  ticket = stage.desk.tickets.open({ title: "Where is my parcel?", description: "Ordered two weeks ago." });
  prepare(ticket, stage);
  stage.desk.enter(who);
  await stage.open(`/tickets/${ticket.number}`);
  await stage.sees("Asked by");
  await stage.sees("opened the ticket");
};
const now = (): Ticket => stage.desk.tickets.withNumber(ticket.number);
const history = (): string => textOf(stage.find("docket-ticket-history"));
const conversation = (): string => textOf(stage.find("docket-conversation"));
const toasts = (): string => textOf(stage.find("docket-toasts"));
const replyField = (): HTMLTextAreaElement =>
  stage.find("docket-composer#reply").shadowRoot?.querySelector("textarea") as HTMLTextAreaElement;
afterEach(() => stage.leave());

describe("a ticket", () => {
  test("says who asked, what was said and what happened, in words", async () => {
    await openTicket("Ada Okafor", ({ id }, { desk }) => {
      desk.tickets.act(id, "Ben Ito", { type: "claim" });
      desk.tickets.say(id, "Ben Ito", "We are looking for it.", "reply", { via: { chat: "slack", key: "Bots" } });
      desk.tickets.say(id, "Ben Ito", "The carrier lost it.", "note");
      desk.tickets.say(id, "Ben Ito", "It is lost.", "reply", {
        delivery: "failed",
        via: { chat: null, key: "Weekly report" },
      });
    });
    await stage.sees("The carrier lost it.");
    expect(conversation()).toMatch(/Mia Brandt .*Ordered two weeks ago\./);
    expect(conversation()).toMatch(/Ben Ito Internal note .*The carrier lost it\./);
    expect(conversation()).toContain("Email could not be delivered");
    expect(conversation()).toMatch(/Ben Ito in Slack .*We are looking for it\./);
    expect(conversation()).toMatch(/Ben Ito with the API key Weekly report .*It is lost\./);
    expect(history()).toMatch(
      /Ben Ito wrote an internal note.*Ben Ito set the status to in progress.*Ben Ito replied.*Ben Ito took it.*Mia Brandt opened the ticket/,
    );
    expect(focused()?.textContent).toBe("Where is my parcel?");
    expect(document.title).toBe("#1001 · Docket");
    expect(await barriers()).toEqual([]);
  });

  test("marks an address that nobody proved, in words", async () => {
    stage = new DashboardStage();
    stage.desk.tickets.open({ title: "Invoice", proven: false });
    stage.desk.enter("Ada Okafor");
    await stage.open("/tickets/1001");
    await stage.sees("Email not confirmed");
    expect(await barriers()).toEqual([]);
  });

  test("says before and after writing that a reply reaches nobody, and why", async () => {
    await openTicket("Ada Okafor", ({ id, requesterId }, { desk }) => {
      desk.tickets.say(id, "Ben Ito", "We sent it.");
      desk.tickets.say(id, "Ben Ito", "Did it come?", "reply", { delivery: "none" });
      const { office } = desk;
      const gone = { name: "Deleted person", email: `~${requesterId}@deleted.invalid`, active: false };
      office.change(office.personOf(requesterId), gone);
    });
    await stage.sees("Reaches nobody: the client was deleted");
    const panel = textOf(document.body);
    expect(panel).not.toContain("@deleted.invalid");
    expect(panel).not.toContain("Goes to");
    expect(stage.has("a[href^='mailto:']")).toBe(false);
    expect(conversation()).toMatch(/Ben Ito .*Not emailed\. The client was deleted.*Did it come\?/);
    expect(conversation().match(/Not emailed/g)).toHaveLength(1);
    await userEvent.fill(replyField(), "Hello?");
    await stage.click("button", "Send reply");
    await expect.poll(toasts).toContain("No email goes out");
    await page.viewport(320, 640);
    expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(320);
    expect(await barriers()).toEqual([]);
  });

  test("says that the client may not sign in, beside the address", async () => {
    await openTicket("Ada Okafor", ({ requesterId }, { desk }) => {
      desk.office.change(desk.office.personOf(requesterId), { active: false });
    });
    await stage.sees("The client may not sign in");
    await stage.sees("they can read it when an admin lets them in again");
    expect(await barriers()).toEqual([]);
  });

  test("shows text of people as text", async () => {
    await openTicket("Ada Okafor", ({ id }, { desk }) => {
      desk.tickets.say(id, "Mia Brandt", "<img src=x onerror=alert(1)> <b>bold</b>");
    });
    await stage.sees("<img src=x onerror=alert(1)> <b>bold</b>");
    expect(stage.find("docket-conversation").shadowRoot?.querySelector("img, b")).toBeNull();
  });

  test("that is not there says so", async () => {
    stage = new DashboardStage();
    stage.desk.enter("Ada Okafor");
    await stage.open("/tickets/404");
    await stage.sees("There is no ticket #404");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Back to the list");
    expect(location.pathname).toBe("/");
  });

  test("that somebody else deletes says so, and shows nothing of it any more", async () => {
    await openTicket();
    stage.desk.tickets.say(ticket.id, "Mia Brandt", "Any news?");
    await stage.sees("Any news?");
    stage.desk.tickets.act(ticket.id, "Dora Lind", { type: "delete" });
    await stage.sees(`Ticket #${ticket.number} was deleted`);
    await stage.seesNot("Any news?");
    expect(stage.find("docket-ticket-panel").shadowRoot?.textContent).not.toContain("Try again");
    expect(await barriers()).toEqual([]);
  });

  test("updates while it is open, and says what is new", async () => {
    await openTicket();
    stage.desk.tickets.say(ticket.id, "Mia Brandt", "Any news?");
    await stage.sees("Any news?");
    stage.desk.tickets.act(ticket.id, "Cleo Marsh", {
      type: "assign",
      assigneeId: stage.desk.office.personNamed("Ben Ito").id,
    });
    await expect.poll(history).toContain("Cleo Marsh assigned it to Ben Ito");
    expect(stage.find("docket-conversation").shadowRoot?.querySelector("[role=log]")?.textContent).toContain(
      "Any news?",
    );
  });
});

describe("where there is little room", () => {
  test("the details come when asked for, with the keyboard in them", async () => {
    await openTicket();
    await page.viewport(320, 640);
    await expect.element(page.getByLabelText("Add a tag")).not.toBeVisible();
    await stage.click("button", "Details");
    await expect.poll(() => focused()?.localName).toBe("aside");
    await expect.element(page.getByLabelText("Add a tag")).toBeVisible();
    expect(await barriers()).toEqual([]);
  });

  test("a long tag stays in its frame", async () => {
    await openTicket("Ada Okafor", ({ id }, { desk }) => {
      desk.tickets.act(id, "Ben Ito", { type: "update", tags: ["w".repeat(40), "late"] });
    });
    await page.viewport(320, 640);
    await stage.click("button", "Details");
    const words = document.createRange();
    const frames = stage.find("docket-ticket-properties").shadowRoot?.querySelectorAll<HTMLElement>(".tags li") ?? [];
    expect(frames).toHaveLength(2);
    for (const frame of frames) {
      words.selectNode([...frame.childNodes].find((node) => node instanceof Text && node.data.trim() !== "") as Text);
      const [inner, outer] = [words.getBoundingClientRect(), frame.getBoundingClientRect()];
      expect(inner.top - outer.top).toBeGreaterThanOrEqual(2);
      expect(outer.bottom - inner.bottom).toBeGreaterThanOrEqual(2);
      expect(inner.right).toBeLessThanOrEqual(outer.right);
      expect(outer.right).toBeLessThanOrEqual(320);
    }
  });

  test("the menu stays in the window", async () => {
    await openTicket();
    await page.viewport(320, 640);
    await stage.click("button", "More");
    const { left, right } = page.getByRole("group", { name: "More" }).element().getBoundingClientRect();
    expect(left).toBeGreaterThanOrEqual(0);
    expect(right).toBeLessThanOrEqual(320);
  });
});

describe("claiming", () => {
  test("makes it mine, in the list too", async () => {
    await openTicket();
    await stage.click("button", "Claim");
    await expect.poll(toasts).toContain("#1001 is yours.");
    await expect.poll(history).toContain("Ada Okafor took it");
    expect(now().assigneeId).toBe(stage.desk.here?.id);
    await expect.poll(() => textOf(stage.find("docket-ticket-rows"))).toContain("Assigned to Ada Okafor");
  });

  test("too late says who has it, and shows the truth", async () => {
    await openTicket();
    const release = stage.desk.hold();
    await stage.click("button", "Claim");
    stage.desk.tickets.act(ticket.id, "Ben Ito", { type: "claim" });
    release();
    await expect.poll(toasts).toContain("Ben Ito was faster and has this ticket now.");
    const assignee = page.getByLabelText("Assignee", { exact: true }).last();
    await expect.element(assignee).toHaveDisplayValue("Ben Ito");
  });
});

describe("what an agent changes", () => {
  test("status, assignee and priority are set where they are shown", async () => {
    await openTicket();
    await stage.choose("Assignee", "Ben Ito");
    await expect.poll(() => now().assigneeId).toBe(stage.desk.office.personNamed("Ben Ito").id);
    await expect.poll(toasts).toContain("#1001 is with Ben Ito.");
    await stage.choose("Status", "Waiting");
    await expect.poll(() => now().status).toBe("waiting");
    await stage.choose("Priority", "Urgent");
    await expect.poll(() => now().priority).toBe("urgent");
    await expect.poll(history).toContain("Ada Okafor set the priority to urgent");
  });

  test("goes back to what it was when the desk refuses", async () => {
    await openTicket();
    stage.desk.refuseNext = { route: "PATCH /tickets/{id}", status: 503, code: "server.unavailable" };
    const priority = page.getByLabelText("Priority", { exact: true }).last();
    await priority.selectOptions("Urgent");
    await expect.poll(toasts).toContain("The desk refused.");
    await expect.element(priority).toHaveValue("normal");
  });

  test("on an old version goes through when nobody touched the same thing", async () => {
    await openTicket();
    const release = stage.desk.hold();
    await stage.choose("Priority", "Low");
    stage.desk.tickets.say(ticket.id, "Mia Brandt", "Any news?");
    release();
    await expect.poll(() => now().priority).toBe("low");
  });

  test("on an old version overwrites nothing that somebody else set", async () => {
    await openTicket();
    const release = stage.desk.hold();
    const priority = page.getByLabelText("Priority", { exact: true }).last();
    await priority.selectOptions("Low");
    stage.desk.tickets.act(ticket.id, "Cleo Marsh", { type: "update", priority: "urgent" });
    release();
    await expect.poll(toasts).toContain("Somebody else changed this first.");
    await expect.element(priority).toHaveValue("urgent");
    expect(now().priority).toBe("urgent");
  });

  test("tags are added and taken away", async () => {
    await openTicket();
    await stage.fill("Add a tag", "not a tag!");
    await stage.press("{Enter}");
    await stage.sees("Use letters, digits, - and _ only.");
    await stage.fill("Add a tag", "Shipping");
    await stage.press("{Enter}");
    await expect.poll(() => now().tags).toEqual(["shipping"]);
    await stage.click("button", "Remove the tag shipping");
    await expect.poll(() => now().tags).toEqual([]);
    await expect.poll(history).toContain("removed the tags shipping");
  });
});

describe("editing", () => {
  const edit = async (): Promise<void> => {
    await stage.click("button", "More");
    await stage.click("button", "Edit");
    await stage.sees("Description");
  };

  test("changes the title and the description", async () => {
    await openTicket();
    await edit();
    expect(focused()?.id).toBe("title");
    await stage.fill("Title", "Parcel 20931 is lost");
    await stage.press("{Enter}");
    await expect.poll(() => now().title).toBe("Parcel 20931 is lost");
    await stage.seesNot("Cancel Save");
    await expect.poll(history).toContain("renamed it from “Where is my parcel?” to “Parcel 20931 is lost”");
  });

  test("too late keeps what was written, shows theirs, and lets the person decide", async () => {
    await openTicket();
    await edit();
    await stage.fill("Title", "My better title");
    stage.desk.tickets.act(ticket.id, "Ben Ito", { type: "update", title: "Ben's title" });
    await stage.click("button", "Save");
    await stage.sees("Your text is kept below and nothing was overwritten.");
    expect(stage.input("input#title").value).toBe("My better title");
    expect(textOf(stage.find("blockquote")).trim()).toBe("Ben's title");
    expect(now().title).toBe("Ben's title");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Save mine instead");
    await expect.poll(() => now().title).toBe("My better title");
  });
});

describe("writing", () => {
  test("a reply with a file goes out and appears", async () => {
    await openTicket();
    await stage.press("r");
    await stage.press("We found it.");
    const pick = stage.find("docket-composer#reply").shadowRoot?.querySelector("docket-file-field");
    pick?.take([new File(["label"], "label.txt")]);
    await stage.press("{Control>}{Enter}{/Control}");
    await expect.poll(toasts).toContain("Your reply is on its way.");
    await expect.poll(conversation).toMatch(/Ada Okafor .*Emailed .*We found it\./);
    await stage.sees("label.txt");
    expect(replyField().value).toBe("");
    expect(now()).toMatchObject({ status: "in_progress", assigneeId: stage.desk.here?.id });
  });

  test("a file goes out without words, and its words may be taken away", async () => {
    await openTicket();
    await stage.press("r");
    const field = stage.find("docket-composer#reply").shadowRoot?.querySelector("docket-file-field");
    field?.take([new File(["label"], "label.txt")]);
    await stage.click("button", /^Send reply/);
    await expect.poll(toasts).toContain("Your reply is on its way.");
    await stage.sees("label.txt");
    const said = stage.desk.tickets.messages(ticket.id).at(-1);
    expect([said?.body, said?.attachments.map(({ name }) => name)]).toEqual(["", ["label.txt"]]);
    expect(await barriers()).toEqual([]);
    await page.getByRole("button", { name: "Edit message" }).last().click();
    await userEvent.fill(page.getByLabelText("Message", { exact: true }), "Two papers");
    await stage.click("button", "Save");
    await expect.poll(conversation).toContain("Two papers");
    await page.getByRole("button", { name: "Edit message" }).last().click();
    await userEvent.fill(page.getByLabelText("Message", { exact: true }), "");
    await stage.click("button", "Save");
    await expect.poll(() => stage.desk.tickets.messages(ticket.id).at(-1)?.body).toBe("");
    await expect.poll(conversation).not.toContain("Two papers");
  });

  test("Escape leaves the field, so that the next key is a key and no letter of a reply", async () => {
    await openTicket();
    await stage.press("r");
    await stage.press("We found it.");
    await stage.press("{Control>}{Enter}{/Control}");
    await expect.poll(toasts).toContain("Your reply is on its way.");
    await stage.press("{Escape}");
    await stage.press("n");
    await stage.sees("Only the staff can read it");
    await stage.press("Between us");
    await stage.press("{Control>}{Enter}{/Control}");
    await expect.poll(conversation).toMatch(/Internal note .*Between us/);
    const written = stage.desk.tickets.messages(ticket.id).map(({ kind, body }) => [kind, body]);
    expect(written).toEqual([
      ["reply", "We found it."],
      ["note", "Between us"],
    ]);
    expect(location.pathname).toContain("/tickets/");
  });

  test("a note says in words that it is one, and stays one", async () => {
    await openTicket();
    await stage.press("n");
    await stage.sees("Only the staff can read it");
    await stage.press("Careful with this one");
    await stage.click("button", /^Add note/);
    await expect.poll(conversation).toMatch(/Internal note .*Careful with this one/);
    expect(stage.desk.tickets.messages(ticket.id).map(({ kind }) => kind)).toEqual(["note"]);
  });

  test("what fails stays, and tries again with the same key, so that it arrives once", async () => {
    await openTicket();
    stage.desk.losesNextAnswer = true;
    await stage.press("r");
    await stage.press("We found it.");
    await stage.press("{Control>}{Enter}{/Control}");
    await stage.sees("The help desk does not answer just now.");
    expect(replyField().value).toBe("We found it.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Try again");
    await expect.poll(toasts).toContain("Your reply is on its way.");
    const keys = stage.desk.requests("POST /tickets/{id}/replies").map(({ key }) => key);
    expect(keys).toHaveLength(2);
    expect(new Set(keys).size).toBe(1);
    expect(stage.desk.tickets.messages(ticket.id)).toHaveLength(1);
    expect(replyField().value).toBe("");
  });

  test("what gets another file after a failure is another message, with a key of its own", async () => {
    await openTicket();
    stage.desk.losesNextAnswer = true;
    await stage.press("r");
    await stage.press("We found it.");
    await stage.press("{Control>}{Enter}{/Control}");
    await stage.sees("The help desk does not answer just now.");
    const field = stage.find("docket-composer#reply").shadowRoot?.querySelector("docket-file-field");
    field?.take([new File(["label"], "label.txt")]);
    await stage.click("button", /^Send reply/);
    await expect.poll(toasts).toContain("Your reply is on its way.");
    await stage.sees("label.txt");
    expect(new Set(stage.desk.requests("POST /tickets/{id}/replies").map(({ key }) => key)).size).toBe(2);
  });

  test("drafts survive a reload, each for its ticket and kind", async () => {
    await openTicket("Ada Okafor", (_, { desk }) => void desk.tickets.open({ title: "Another one" }));
    await stage.press("r");
    await stage.press("Half a rep");
    await stage.press("{Escape}");
    await stage.reload();
    await stage.sees("Asked by");
    await expect.poll(() => replyField().value).toBe("Half a rep");
    await userEvent.click(page.getByRole("link", { name: /Another one/ }));
    await expect.poll(() => focused()?.textContent).toBe("Another one");
    expect(replyField().value).toBe("");
    expect(stage.find("docket-composer#note").shadowRoot?.querySelector("textarea")?.value).toBe("");
  });

  test("works where the browser stores nothing", async () => {
    await openTicket("Ada Okafor", (_, { storage }) => {
      storage.broken = true;
    });
    await stage.press("r");
    await stage.press("We found it.");
    await stage.press("{Control>}{Enter}{/Control}");
    await expect.poll(conversation).toContain("We found it.");
    expect(replyField().value).toBe("");
  });

  test("a lost session leads to sign-in and back to the ticket, with the text", async () => {
    await openTicket();
    await stage.press("r");
    await stage.press("We found it.");
    stage.desk.here = null;
    await stage.press("{Control>}{Enter}{/Control}");
    await stage.sees("You were signed out");
    expect(await barriers()).toEqual([]);
    await stage.fill("Email", "ada@desk.example");
    await stage.fill("Password", "correct horse battery");
    await stage.press("{Enter}");
    await stage.sees("Asked by");
    await expect.poll(() => replyField().value).toBe("We found it.");
  });
});

describe("bringing it to an end", () => {
  test("e resolves, and what is then possible is offered", async () => {
    await openTicket("Cleo Marsh");
    await stage.press("a");
    await expect.poll(() => now().assigneeId).toBe(stage.desk.here?.id);
    await stage.press("e");
    await expect.poll(() => now().status).toBe("resolved");
    await expect.poll(toasts).toContain("#1001 is resolved.");
    await stage.click("button", "More");
    await stage.click("button", "Close");
    await expect.poll(() => now().status).toBe("closed");
    expect(stage.has("docket-composer#reply")).toBe(false);
    await stage.click("button", "Reopen");
    await expect.poll(() => now().status).toBe("assigned");
    await expect.poll(history).toMatch(/Cleo Marsh reopened it.*Cleo Marsh closed it.*Cleo Marsh resolved it/);
  });

  test("cancelling asks first", async () => {
    await openTicket();
    await stage.click("button", "More");
    await stage.click("button", "Cancel ticket…");
    await stage.sees("Cancel #1001?");
    await stage.click("button", "Go back");
    expect(now().status).toBe("new");
    await stage.click("button", "More");
    await stage.click("button", "Cancel ticket…");
    await stage.click("button", "Cancel ticket");
    await expect.poll(() => now().status).toBe("cancelled");
  });

  test("deleting is for admins, asks first, and leads back to the list", async () => {
    await openTicket("Dora Lind");
    await stage.click("button", "More");
    await stage.click("button", "Delete ticket…");
    await stage.sees("This cannot be undone.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Delete ticket");
    await expect.poll(toasts).toContain("#1001 is deleted.");
    await stage.sees("All clear");
    expect(location.pathname).toBe("/");
  });

  test("nothing is offered that is not allowed", async () => {
    await openTicket("Ada Okafor");
    await stage.click("button", "More");
    const offered = textOf(stage.find("docket-menu"));
    expect(offered).not.toContain("Delete");
    expect(offered).not.toContain("Close");
    await stage.press("{Escape}");
    expect(location.pathname).toBe("/tickets/1001");
  });
});
