import type { PersonRow } from "./person-row.ts";
import type { Happening } from "./store.ts";

/** What it takes to get from one state of a person to another, each step an event of its own. */
export const happeningsBetween = (from: PersonRow, to: PersonRow): Happening[] => [
  ...(from.name === to.name ? [] : [{ type: "person.renamed", data: { name: { from: from.name, to: to.name } } }]),
  ...(from.role === to.role ? [] : [{ type: "person.role_changed", data: { role: { from: from.role, to: to.role } } }]),
  ...(from.active === to.active
    ? []
    : [
        {
          type: to.active ? "person.activated" : "person.deactivated",
          data: { active: { from: from.active, to: to.active } },
        },
      ]),
  ...(from.away === to.away ? [] : [{ type: to.away ? "person.away" : "person.back", data: {} }]),
  ...(from.chatNotice === to.chatNotice
    ? []
    : [{ type: "person.chat_notice_changed", data: { chatNotice: { from: from.chatNotice, to: to.chatNotice } } }]),
];
