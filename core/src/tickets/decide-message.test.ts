import { expect, test } from "vitest";
import { after, codeOf, eventsOf, typesOf } from "../../test/decisions.ts";
import { agent, factsFor, now, opened, ticketIn } from "../../test/sample.ts";
import type { Facts } from "./decide.ts";
import { statuses } from "./ticket.ts";

const edit = { type: "edit_message", messageId: "msg_1", body: "Better" } as const;
const remove = { type: "delete_message", messageId: "msg_1" } as const;
const message = { id: "msg_1", kind: "reply", author: agent, body: "Good", deletedAt: null } as const;
const note = { ...message, kind: "note" } as const;
const deleted = { ...message, body: "", deletedAt: opened } as const;
const about = (facts: Pick<Facts, "message" | "fileCount">) => factsFor(agent, facts);

test.each(["new", "assigned", "in_progress", "waiting", "resolved"] as const)(
  "a message is edited on what is %s, and nothing of the ticket is",
  (status) => {
    const ticket = ticketIn(status);
    expect(eventsOf(ticket, edit, about({ message }))).toMatchObject([
      { type: "ticket.message_edited", data: { messageId: "msg_1", kind: "reply" } },
    ]);
    expect(after(ticket, edit, about({ message }))).toEqual({
      ...ticket,
      updatedAt: now,
      version: 8,
      publicUpdatedAt: now,
      publicVersion: 2,
    });
  },
);

test("a message stays as it is when it says that already", () => {
  expect(typesOf(ticketIn("new"), { ...edit, body: "Good" }, about({ message }))).toEqual([]);
  expect(typesOf(ticketIn("cancelled"), { ...edit, body: "Good" }, about({ message }))).toEqual([]);
});

test("a message is not edited where nothing could be said any more: notes can be on what is closed", () => {
  expect(codeOf(ticketIn("closed"), edit, about({ message }))).toBe("ticket.invalid_transition");
  expect(typesOf(ticketIn("closed"), edit, about({ message: note }))).toEqual(["ticket.message_edited"]);
  for (const either of [message, note]) {
    expect(codeOf(ticketIn("cancelled"), edit, about({ message: either }))).toBe("ticket.invalid_transition");
  }
});

test("words may go where files stay, and not where nothing would be left", () => {
  const silent = { ...edit, body: "" } as const;
  const silence = (fileCount: number, files?: { added: "att_1"[]; removed: "att_1"[] }) =>
    [about({ message, fileCount }), files ? { ...silent, files } : silent] as const;
  const said = ([facts, command]: ReturnType<typeof silence>) => typesOf(ticketIn("new"), command, facts);
  const refused = ([facts, command]: ReturnType<typeof silence>) => codeOf(ticketIn("new"), command, facts);
  expect(said(silence(1))).toEqual(["ticket.message_edited"]);
  expect(said(silence(0, { added: ["att_1"], removed: [] }))).toEqual(["ticket.message_edited"]);
  expect(refused(silence(0))).toBe("request.invalid");
  expect(refused(silence(1, { added: [], removed: ["att_1"] }))).toBe("request.invalid");
});

test("a description may go where files came with it", () => {
  const silent = { type: "update", description: "" } as const;
  expect(typesOf(ticketIn("new"), silent, about({ fileCount: 1 }))).toEqual(["ticket.updated"]);
  expect(codeOf(ticketIn("new"), silent, about({ fileCount: 0 }))).toBe("request.invalid");
});

test.each(statuses)("a message is deleted on what is %s", (status) => {
  const ticket = ticketIn(status);
  expect(eventsOf(ticket, remove, about({ message: note }))).toMatchObject([
    { type: "ticket.message_deleted", data: { messageId: "msg_1", kind: "note" } },
  ]);
  expect(after(ticket, remove, about({ message: note }))).toEqual({ ...ticket, updatedAt: now, version: 8 });
});

test("a message that was deleted is deleted once, and not edited again", () => {
  expect(typesOf(ticketIn("new"), remove, about({ message: deleted }))).toEqual([]);
  expect(codeOf(ticketIn("new"), edit, about({ message: deleted }))).toBe("ticket.invalid_transition");
  expect(codeOf(ticketIn("new"), { ...edit, body: "" }, about({ message: deleted }))).toBe("ticket.invalid_transition");
});

test.each([edit, remove])("a message that the ticket does not have is not found: $type", (command) => {
  expect(codeOf(ticketIn("new"), command, about({}))).toBe("resource.not_found");
  expect(codeOf(ticketIn("new"), command, about({ message: null }))).toBe("resource.not_found");
  expect(codeOf(ticketIn("new"), command, about({ message: { ...message, id: "msg_2" } }))).toBe("resource.not_found");
});
