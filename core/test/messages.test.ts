import { test } from "vitest";
import { actingStaff } from "../src/actor.ts";
import { never } from "./never.ts";
import type { Deed, Walk } from "./walk.ts";
import { messageOf } from "./walk.ts";

const deeds = (walk: Walk): readonly Deed[] => walk.deeds;

test("what staff wrote is changed by its author alone, and taken away by admins, too; nobody touches what clients wrote", () => {
  never(deeds, ({ actor, command, messages, changes }) => {
    const message = messageOf(messages, command);
    if (changes.length === 0 || message === null) return false;
    if (command.type !== "edit_message" && command.type !== "delete_message") return false;
    const { kind, id } = message.author;
    if (kind === "client" || kind === "visitor") return true;
    const doer = changes[0]?.event.actor;
    const isAuthor = doer?.kind === kind && doer.id === id;
    return !isAuthor && (command.type === "edit_message" || actingStaff(actor)?.role !== "admin");
  });
});

test("a message that is deleted stays so, and nobody edits what was cancelled", () => {
  never(deeds, ({ command, before, messages, changes }) => {
    if (changes.length === 0) return false;
    const isGone = messageOf(messages, command)?.deletedAt != null;
    if (command.type === "delete_message") return isGone;
    return command.type === "edit_message" && (isGone || before.status === "cancelled");
  });
});

test("no event tells what a message said", () => {
  never(deeds, ({ command, changes }) =>
    command.type === "edit_message"
      ? changes.some(({ event }) => Object.values(event.data).includes(command.body))
      : false,
  );
});
