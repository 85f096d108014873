import { isMailable } from "@docket/core/tickets/reach";
import { lifeOf } from "../auth/code-kinds.ts";
import type { Handler } from "../outbox/handler.ts";
import type { OwedOf } from "../outbox/owe.ts";
import { personByEmail } from "../people/select-person.ts";
import { automaticHeaders } from "./mailer.ts";
import { messageIdOf } from "./message-id.ts";
import { postLetter } from "./post-letter.ts";
import { renderCode } from "./render.ts";

/** Sends a code to an address that somebody wants to prove, unless it has run out, or its person may not sign in. */
export const sendCode: Handler<OwedOf<"email.send_code">> = {
  async run(services, { email, code }, job) {
    const { config, clock, db } = services;
    const { id, createdAt } = job;
    if (!isMailable(email) || clock.now() > createdAt + lifeOf(code)) return;
    const [[person]] = await db.read(personByEmail(db, email));
    if (person?.active === false) return;
    const letter = {
      messageId: messageIdOf(config.baseUrl, id),
      to: email,
      ...renderCode(code, config),
      inReplyTo: null,
      references: [],
      headers: automaticHeaders("auto-generated"),
    };
    await postLetter(services, letter, { kind: "code", automatic: true, budget: null, job });
  },
};
