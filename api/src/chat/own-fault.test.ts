import { day } from "@docket/core/time";
import { afterEach, beforeEach, expect, test } from "vitest";
import { addChannel, passTime, startChatDesk } from "../../test/chat-desk.ts";
import type { Caller, Desk } from "../../test/desk.ts";
import type { FakeBoard } from "../../test/fake-board.ts";
import { createLogger } from "../platform/logger.ts";

let desk: Desk;
let slack: FakeBoard;
let client: Caller;
let lines: string[];
beforeEach(async () => {
  lines = [];
  const log = createLogger(
    (line) => lines.push(line),
    () => 0,
  );
  ({ desk, slack } = await startChatDesk({ log }));
  client = await desk.person("client", "Cleo");
  await addChannel(desk, "C1");
});
afterEach(() => desk.stop());

test("a fault of Docket's own is logged with its place in the code, tried ten times, and shown to admins", async () => {
  slack.trouble = () => {
    throw new TypeError("Cannot read properties of undefined (reading 'map')");
  };
  await client.open();
  await passTime(desk, 3 * day);
  const admin = await desk.person("admin", "Dora");
  const { body } = await admin.get<{ items: { lastError: string }[] }>("/outbox/parked");
  expect(body.items).toHaveLength(1);
  const faults = lines.map((line) => JSON.parse(line) as { level: string; message: string; stack?: string });
  const told = faults.filter(({ message }) => message.endsWith("failed by a fault of Docket"));
  expect(told).toHaveLength(10);
  expect(told[0]).toMatchObject({ level: "error" });
  expect(told[0]?.stack).toContain("own-fault.test.ts");
});
