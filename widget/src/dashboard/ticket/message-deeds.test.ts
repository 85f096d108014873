import type { MessageView } from "@docket/core/contract/message";
import type { Ticket } from "@docket/core/tickets/ticket";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { barriers, DashboardStage } from "../../../test/dashboard/dashboard-stage.ts";
import { focused, textOf } from "../../../test/stage.ts";

let stage: DashboardStage;
let ticket: Ticket;
let mine: MessageView;
let note: MessageView;
beforeEach(() => {
  stage = new DashboardStage();
  const { tickets } = stage.desk;
  ticket = tickets.open({ title: "Where is my parcel?", description: "Ordered two weeks ago." });
  tickets.say(ticket.id, "Mia Brandt", "Any news?");
  mine = tickets.say(ticket.id, "Ada Okafor", "It went to Hal.");
  note = tickets.say(ticket.id, "Ben Ito", "Ask the carrier.", "note");
});
afterEach(() => stage.leave());

const openAs = async (who: string): Promise<void> => {
  stage.desk.enter(who);
  await stage.open(`/tickets/${ticket.number}`);
  await stage.sees("Ask the carrier.");
  await stage.sees("opened the ticket");
};
const conversation = (): string => textOf(stage.find("docket-conversation"));
const history = (): string => textOf(stage.find("docket-ticket-history"));
const toasts = (): string => textOf(stage.find("docket-toasts"));
const saved = (id: string): MessageView | undefined =>
  stage.desk.tickets.messages(ticket.id).find((message) => message.id === id);
const edits = () => page.getByRole("button", { name: "Edit message" });
const deletions = () => page.getByRole("button", { name: "Delete message…" });
const field = () => page.getByLabelText("Message", { exact: true });

describe("what may be done with a message", () => {
  test("is offered to its author", async () => {
    await openAs("Ada Okafor");
    expect([edits().elements().length, deletions().elements().length]).toEqual([1, 1]);
    const item = edits().element().getRootNode() as ShadowRoot;
    expect(textOf(item.host.parentElement as Element)).toContain("It went to Hal.");
    expect(await barriers()).toEqual([]);
  });

  test.each([
    ["an admin: of all that the staff wrote, that it is deleted", "Dora Lind", [0, 2]],
    ["a manager: of what others wrote, nothing", "Cleo Marsh", [0, 0]],
  ])("is offered to %s", async (_, who, offered) => {
    await openAs(who);
    expect([edits().elements().length, deletions().elements().length]).toEqual(offered);
  });
});

describe("changing words", () => {
  test("by keyboard: the field has them, and the keyboard comes back to where it was", async () => {
    await openAs("Ada Okafor");
    (edits().element() as HTMLElement).focus();
    await stage.press("{Enter}");
    await expect.poll(() => focused()?.localName).toBe("textarea");
    await expect.element(field()).toHaveValue("It went to Hal.");
    expect(await barriers()).toEqual([]);
    await stage.press("{Backspace}le.");
    await stage.press("{Control>}{Enter}{/Control}");
    await expect.poll(conversation).toMatch(/Ada Okafor .*Edited .*It went to Halle\./);
    await expect.poll(() => focused()?.getAttribute("aria-label")).toBe("Edit message");
    expect(saved(mine.id)).toMatchObject({ body: "It went to Halle." });
    await expect.poll(history).toContain("Ada Okafor edited a message");
    expect(toasts()).toContain("Saved.");
    expect(await barriers()).toEqual([]);
  });

  test("is given up with Escape, and nothing is sent", async () => {
    await openAs("Ada Okafor");
    await edits().click();
    await userEvent.fill(field(), "Something else");
    await stage.press("{Escape}");
    await expect.poll(() => focused()?.getAttribute("aria-label")).toBe("Edit message");
    expect(location.pathname).toBe(`/tickets/${ticket.number}`);
    await edits().click();
    await expect.element(field()).toHaveValue("It went to Hal.");
    await stage.click("button", "Save");
    await expect.element(edits()).toBeVisible();
    expect(stage.desk.requests("PATCH /tickets/{id}/messages/{messageId}")).toEqual([]);
  });

  test("that the desk refuses says why, and keeps what was typed", async () => {
    await openAs("Ada Okafor");
    await edits().click();
    await userEvent.fill(field(), "It went to Halle.");
    stage.desk.tickets.act(ticket.id, "Mia Brandt", { type: "cancel" });
    await stage.sees("Cancelled");
    await stage.click("button", "Save");
    await stage.sees("What was said on a ticket that is cancelled cannot be edited.");
    await expect.element(field()).toHaveValue("It went to Halle.");
    expect(saved(mine.id)?.body).toBe("It went to Hal.");
    expect(await barriers()).toEqual([]);
  });

  test("goes on while others write", async () => {
    await openAs("Ada Okafor");
    await edits().click();
    await userEvent.fill(field(), "It went to Halle.");
    stage.desk.tickets.say(ticket.id, "Mia Brandt", "Hello?");
    await stage.sees("Hello?");
    await expect.element(field()).toHaveValue("It went to Halle.");
    await stage.click("button", "Save");
    await expect.poll(conversation).toContain("It went to Halle.");
  });
});

describe("deleting", () => {
  test("asks first, then says that a message was there, and the keyboard is on it", async () => {
    await openAs("Ada Okafor");
    await deletions().click();
    await stage.sees("Delete this message?");
    await stage.sees("The email that carried it cannot be taken back.");
    expect(await barriers()).toEqual([]);
    await stage.click("button", "Go back");
    expect(saved(mine.id)?.body).toBe("It went to Hal.");
    await deletions().click();
    await stage.click("button", "Delete message");
    await expect.poll(conversation).toMatch(/Ada Okafor .*This message was deleted\./);
    expect(conversation()).not.toContain("It went to Hal.");
    expect(saved(mine.id)).toMatchObject({ body: "" });
    await expect.poll(() => focused()?.localName).toBe("li");
    expect(textOf(focused() as Element)).toContain("This message was deleted.");
    await expect.poll(history).toContain("Ada Okafor deleted a message");
    await expect.poll(toasts).toContain("Message deleted.");
    expect(deletions().query()).toBeNull();
    expect(await barriers()).toEqual([]);
  });

  test("of a note is told to nobody but the staff", async () => {
    await openAs("Dora Lind");
    await deletions().last().click();
    await stage.sees("That it was there stays visible to the staff.");
    await stage.click("button", "Delete message");
    await expect.poll(conversation).toMatch(/Ben Ito Internal note .*This message was deleted\./);
    expect(saved(note.id)).toMatchObject({ body: "" });
  });

  test("takes its files along, and none of them turns up elsewhere", async () => {
    const file = { id: "att_1", name: "plan.pdf", contentType: "application/pdf", size: 9, createdAt: mine.createdAt };
    const withFile = stage.desk.tickets.say(ticket.id, "Ada Okafor", "See the plan.", "reply", {
      attachments: [file as MessageView["attachments"][number]],
    });
    await openAs("Ada Okafor");
    await stage.sees("plan.pdf");
    stage.desk.tickets.withdraw(withFile, "Dora Lind");
    await stage.sees("This message was deleted.");
    await stage.seesNot("plan.pdf");
    expect(conversation()).not.toContain("plan.pdf");
  });
});

test("what others change or take back follows while the ticket is open", async () => {
  await openAs("Ada Okafor");
  stage.desk.tickets.rewrite(note, "Ben Ito", "Ask the post office.");
  await expect.poll(conversation).toMatch(/Ben Ito Internal note .*Edited .*Ask the post office\./);
  stage.desk.tickets.withdraw(mine, "Dora Lind");
  await expect.poll(conversation).toContain("This message was deleted.");
  await expect.poll(history).toMatch(/Dora Lind deleted a message.*Ben Ito edited a message/);
  await expect.poll(() => edits().query()).toBeNull();
});
