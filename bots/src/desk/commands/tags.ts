import type { CommandSpec } from "../command.ts";
import { ticketOption } from "../command.ts";
import { Refusal, done, said } from "../outcome.ts";
import { findTicket } from "../ticket-ref.ts";

/** The tags after `+late -vip urgent`: with a sign they are added or taken away, without one they are all there are. */
export const changeTags = (before: readonly string[], text: string): readonly string[] => {
  const words = text.split(/[\s,]+/).filter((word) => word !== "");
  const isChange = words.some((word) => /^[+-]/.test(word));
  if (isChange && !words.every((word) => /^[+-]/.test(word))) {
    throw new Refusal("Either name all tags, or put + or - before each one to add or remove it.");
  }
  if (!isChange) return [...new Set(words)];
  const removed = new Set(words.filter((word) => word.startsWith("-")).map((word) => word.slice(1).toLowerCase()));
  const added = words.filter((word) => word.startsWith("+")).map((word) => word.slice(1));
  return [...new Set([...before.filter((tag) => !removed.has(tag)), ...added])];
};

export const tags: CommandSpec = {
  name: "tags",
  summary: "Show or change the tags of a ticket",
  submit: "Set tags",
  options: [
    ticketOption,
    { name: "tags", summary: "All of them, or +late -vip to add and remove", kind: "line", required: false, max: 300 },
  ],
  run: async (call, args) => {
    const before = await findTicket(call, args);
    const tell = (list: readonly string[]) => (list.length === 0 ? "no tags" : `tags ${list.join(", ")}`);
    const words = args["tags"]?.trim() ?? "";
    if (words === "") return said(`#${before.number}: ${tell(before.tags)}.`);
    const body = { tags: [...changeTags(before.tags, words)] };
    const ticket = await call.api.request("PATCH /tickets/{id}", {
      params: { id: before.id },
      body,
      ifMatch: before.version,
    });
    return done(ticket, `${tell(ticket.tags)}${ticket.version === before.version ? " already" : ""}.`);
  },
};
