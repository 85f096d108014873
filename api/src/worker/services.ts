import { minute, second } from "@docket/core/time";
import { createClient } from "@libsql/client/web";
import type { Config } from "../config.ts";
import { createAuth } from "../auth/better-auth.ts";
import { createDb } from "../db/client.ts";
import { watchDb } from "../db/watch.ts";
import { callServer } from "../db/remote.ts";
import { createPostmarkMailer } from "../email/postmark.ts";
import { callerAddress } from "../platform/caller-address.ts";
import { keepDraining } from "../outbox/keep-draining.ts";
import { createR2Blobs } from "../platform/blobs-r2.ts";
import { createBackground } from "../platform/background.ts";
import { systemClock } from "../platform/clock.ts";
import { cryptoIds } from "../platform/ids.ts";
import { noLine } from "../platform/turn.ts";
import type { Logger } from "../platform/logger.ts";
import { createLogger } from "../platform/logger.ts";
import { createDurableHub } from "../realtime/durable-hub.ts";
import type { Chats, Services } from "../services.ts";
import type { Bindings, ExecutionContext } from "./bindings.ts";

/** Cloudflare ends what goes on for thirty seconds after the answer. A cron trigger has minutes, and the next one takes over. */
const [requestLife, cronLife] = [30 * second, 2 * minute];
/** How many calls to the database run at a time; see `createBackground`. Those that wait have not begun their time. */
const concurrency = 3;

const mailerOf = ({ config, postmarkUrl }: Bindings) =>
  createPostmarkMailer({
    token: config.mail.postmarkToken ?? "",
    from: config.mail.from,
    ...(postmarkUrl === null ? {} : { requestHost: postmarkUrl.host, useHttps: postmarkUrl.protocol === "https:" }),
  });

/** Cloudflare sets this header itself, whatever the caller sends. Requests of the cron trigger have no caller. */
const clientIpOf = (request: Request | null): string =>
  request === null
    ? "unknown"
    : callerAddress(request, request.headers.get("cf-connecting-ip") ?? undefined, undefined);

export const loggerOf = ({ logLevel }: Config): Logger => createLogger(console.log, () => systemClock.now(), logLevel);

/** The services of one request: on Workers nothing that waits for an answer may serve two of them. */
export const createServices = (
  bindings: Bindings,
  chats: Chats,
  context: ExecutionContext,
  request: Request | null,
): Services => {
  const { config, database, blobs, hub } = bindings;
  const log = loggerOf(config);
  const background = createBackground(
    log,
    (work) => context.waitUntil(work),
    request === null ? cronLife : requestLife,
  );
  const clientIp = clientIpOf(request);
  const base = {
    config,
    db: watchDb(createDb(createClient({ ...database, fetch: callServer, concurrency })), { log, clock: systemClock }),
    clock: systemClock,
    ids: cryptoIds,
    background,
    wake: () => background.run("drain", () => keepDraining(services)),
    log,
    blobs: createR2Blobs(blobs),
    mailer: mailerOf(bindings),
    hub: createDurableHub(hub),
    chats,
    clientIp: () => clientIp,
    turn: noLine,
  };
  const services: Services = { ...base, auth: createAuth(base) };
  return services;
};
