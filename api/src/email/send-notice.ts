import { isStaffRole } from "@docket/core/actor";
import { isMailable } from "@docket/core/tickets/reach";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { livingPerson } from "../people/select-person.ts";
import { automaticHeaders } from "./mailer.ts";
import { messageIdOf } from "./message-id.ts";
import { postLetter } from "./post-letter.ts";
import { renderNotice } from "./render-notice.ts";

/** Tells somebody what was done with their account, unless they may not sign in any more. Nobody else can use up room for it. */
export const sendNotice: Handler<OwedOf<"email.send_notice">> = {
  async run(services, { personId, ...notice }, job) {
    const { db, config } = services;
    const { id, createdAt } = job;
    const [[person]] = await db.read(livingPerson(db, personId));
    if (!person?.active || !isMailable(notice.email)) return;
    const { name, role } = person;
    // It waited, and was taken back meanwhile.
    if (notice.kind === "became_admin" && role !== "admin") return;
    const letter = {
      messageId: messageIdOf(config.baseUrl, id),
      to: notice.email,
      ...renderNotice({ ...notice, at: createdAt, reader: { name, isStaff: isStaffRole(role) } }, config),
      inReplyTo: null,
      references: [],
      headers: automaticHeaders("auto-generated"),
    };
    await postLetter(services, letter, { kind: notice.kind, automatic: true, budget: null, job });
  },
};
