import { isMailable } from "@docket/core/tickets/reach";
import { between, keepTold, listAdmins, listUntold, toldLast } from "../integrations/outage-query.ts";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { TurnOver } from "../outbox/turn-over.ts";
import { messageIdOf } from "./message-id.ts";
import { postLetter } from "./post-letter.ts";
import { renderAlert } from "./render-alert.ts";

/** Tells the admins what of the chats does not work, once for each outage, and of each kind once in an hour. */
export const sendAlert: Handler<OwedOf<"email.send_alert">> = {
  async run(services, { kind }, job) {
    const { createdAt } = job;
    const { db, clock, config } = services;
    const last = await toldLast(services, kind);
    if (last !== null && clock.now() < last + between) throw new TurnOver(last + between);
    const outages = (await listUntold(services)).filter((outage) => outage.kind === kind);
    const [first, ...more] = outages;
    if (first === undefined) return;
    for (const { id, email } of (await listAdmins(services)).filter((admin) => isMailable(admin.email))) {
      const letter = {
        messageId: messageIdOf(config.baseUrl, `alert.${kind}.${createdAt}.${id}`),
        to: email,
        ...renderAlert([first, ...more], config),
        inReplyTo: null,
        references: [],
        headers: { "Auto-Submitted": "auto-generated" },
      };
      await postLetter(services, letter, { kind: "alert", automatic: false, budget: null, job });
    }
    const now = clock.now();
    await db.write(keepTold(services, first, now), ...more.map((outage) => keepTold(services, outage, now)));
  },
};
