import { minute, second } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { note, reply } from "../../test/answers.ts";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { Mortal } from "../../test/mortal.ts";
import { size } from "../../test/proof.ts";
import { drain } from "../outbox/drain.ts";

let desk: Desk;
let slack: FakeBoard;
let client: Caller;
let agent: Caller;
beforeEach(async () => {
  ({ desk, slack } = await startChatDesk({ wake: () => {} }));
  client = await desk.person("client", "Cleo");
  agent = await desk.person("agent", "Ada");
  await addChannel(desk, "C1");
});
afterEach(() => desk.stop());

/** A process that does what becomes due, minute by minute, until it dies or nothing is left to do; true when it died. */
const liveAndDie = async (lifetime: number, when: "before" | "after"): Promise<boolean> => {
  const mortal = new Mortal(desk.services, lifetime, when);
  try {
    for (;;) {
      const { next } = await drain(mortal.services);
      if (next === null) break;
      desk.clock.advance(Math.max(0, next - desk.clock.now()));
    }
  } catch (error) {
    if (!mortal.died) throw error;
  }
  return mortal.died;
};

/** Each word is the last one in turn; of three, one each time, and all of them in the whole. */
const step = size(3, 1);
const first = { before: 1, after: size(2, 1) };

test.each(["before", "after"] as const)(
  "whichever word with the database is the last, and the process is killed %s it is done, nothing is lost or sent twice",
  { timeout: 180_000 },
  async (when) => {
    let lifetime = first[when];
    for (let died = true; died; lifetime += step) {
      const ticket = await client.open({ description: "word ".repeat(100) });
      const { body } = await note(agent, ticket.id, "Is it on?");
      await reply(agent, ticket.id, "Have you tried water?");
      died = await liveAndDie(lifetime, when);
      // What it had taken up is free again when its lease has run out.
      desk.clock.advance(minute);
      await passTime(desk);
      expect(slack.threadOf(ticket.number), `killed ${when} word ${lifetime}`).toEqual([
        `Cleo: ${"word ".repeat(100).trim()}`,
        "Ada: Is it on? (note)",
        "Ada: Have you tried water? (sent)",
      ]);
      expect(slack.cardOf(ticket.number).view.lastMessage?.excerpt).toBe("Have you tried water?");
      await agent.patch(`/tickets/${ticket.id}/messages/${body.message.id}`, { body: "Is it plugged in?" });
      desk.clock.advance(second);
      await liveAndDie(lifetime, when);
      desk.clock.advance(minute);
      await passTime(desk);
      expect(slack.threadOf(ticket.number)[1]).toBe("Ada: Is it plugged in? (edited) (note)");
    }
    // The route, the card, three messages, and the looks and leases between them.
    expect(lifetime).toBeGreaterThan(20);
  },
);
