/** The process of one bot, started by `children.ts`: it is told over its channel what to do, and ends with its parent. */
import { createDesk } from "../desk/desk.ts";
import type { Running } from "../keep-connected.ts";
import type { Level, Log } from "../log.ts";
import { createLog } from "../log.ts";
import { reasonFields } from "../trouble.ts";
import type { Orders } from "./orders.ts";
import { begun } from "./orders.ts";

/** How long what is under way may take to end. */
const patience = 3000;

const logOf = (least?: Level): Log =>
  createLog(
    (line) => process.stdout.write(`${line}\n`),
    () => Date.now(),
    least,
  );
let log = logOf();

const run = async (orders: Orders): Promise<Running> => {
  const desk = createDesk(orders.desk);
  if (orders.platform === "slack") {
    const { appToken, botToken, apiUrl } = orders;
    const { runSocketMode } = await import("../slack/socket-mode.ts");
    return runSocketMode({ appToken, botToken, desk, log, ...(apiUrl === null ? {} : { slackApiUrl: apiUrl }) });
  }
  const { token, apiUrl } = orders;
  const { runGateway } = await import("../discord/gateway.ts");
  return runGateway({ token, desk, log, ...(apiUrl === null ? {} : { apiUrl }) });
};

const crash = (error: unknown): void => {
  const stack = error instanceof Error ? error.stack : undefined;
  log.error("the bot has crashed", { ...reasonFields(error), stack });
  process.exit(1);
};

let running: Promise<Running> | null = null;

const stop = (): void => {
  setTimeout(() => process.exit(0), patience);
  Promise.resolve(running)
    .then((one) => one?.stop())
    .then(() => process.exit(0), crash);
};

process.on("uncaughtException", crash);
process.once("message", (message) => {
  const orders = message as Orders;
  log = logOf(orders.logLevel);
  running = run(orders);
});
// The parent is gone, or wants this one to go.
process.once("disconnect", stop);
process.once("SIGTERM", stop);
process.once("SIGINT", stop);
process.once("SIGHUP", stop);
if (process.send) process.send(begun);
else crash(new Error("This is started by `npm start` or `npm run bots`."));
