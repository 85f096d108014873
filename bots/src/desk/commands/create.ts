import { limits } from "@docket/core/limits";
import type { CommandSpec } from "../command.ts";
import { openTicket } from "../open-ticket.ts";
import { done } from "../outcome.ts";

export const create: CommandSpec = {
  name: "create",
  summary: "Open a ticket",
  submit: "Create ticket",
  options: [
    { name: "title", summary: "In a few words", kind: "line", required: true, max: limits.title },
    { name: "description", summary: "What it is about", kind: "text", required: true, max: limits.body },
    { name: "category", summary: "The type of request", kind: "category", required: true },
    { name: "priority", summary: "Normal, if you say nothing", kind: "priority", required: false },
    {
      name: "email",
      summary: "The client's address; leave it out if you ask yourself",
      kind: "line",
      required: false,
      max: limits.email,
    },
  ],
  run: async (call, args) => done(await openTicket(call, args), "opened."),
};
