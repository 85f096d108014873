import type { IncomingMessage, Server } from "node:http";
import { createAdaptorServer } from "@hono/node-server";
import { hour, minute, second } from "@docket/core/time";
import { Hono } from "hono";
import { compress } from "hono/compress";
import { createApp } from "../app.ts";
import { createAuth } from "../auth/better-auth.ts";
import { PasswordLine } from "../auth/password-line.ts";
import type { Config } from "../config.ts";
import { ConfigError, isLocal, parseSettings, readConfig } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { createDb } from "../db/client.ts";
import { watchBlobs, watchDb } from "../db/watch.ts";
import type { OpenChats, RunBots } from "../integrations/chat-setup.ts";
import { noBots, noChats } from "../integrations/chat-setup.ts";
import { keepFollowing } from "../chat/keep-following.ts";
import type { InnerFetch } from "../integrations/slack-hook-routes.ts";
import { hookContext, slackHookRoutes } from "../integrations/slack-hook-routes.ts";
import { mailboxRoutes } from "../email/mailbox-routes.ts";
import { Mailbox } from "../email/mailbox.ts";
import { createPostmarkMailer } from "../email/postmark.ts";
import { keepDraining } from "../outbox/keep-draining.ts";
import { releaseLeases } from "../outbox/release-leases.ts";
import { sweep } from "../outbox/sweep.ts";
import { EventFollower } from "../realtime/follow-events.ts";
import { MemoryHub, createSocketServer } from "../realtime/memory-hub.ts";
import type { Services } from "../services.ts";
import { TrackedBackground } from "../platform/background.ts";
import { createDiskBlobs, removeUnfinished } from "../platform/blobs-disk.ts";
import { callerAddress } from "../platform/caller-address.ts";
import { systemClock } from "../platform/clock.ts";
import { cryptoIds } from "../platform/ids.ts";
import type { Turn } from "../platform/turn.ts";
import { noLine } from "../platform/turn.ts";
import { createLogger } from "../platform/logger.ts";
import { listeningOf, runBotsOf } from "./bots.ts";
import type { Caller } from "./callers.ts";
import { Callers } from "./callers.ts";
import { Connections } from "./connections.ts";
import { keepTrying } from "./keep-trying.ts";
import { listen } from "./listen.ts";
import { databaseSetting, openDatabase } from "./open-database.ts";
import { createProxyWarning } from "./proxy-warning.ts";
import { answerRefused, checkHost, requestListener } from "./refused.ts";
import { LoopTurns } from "./loop-turns.ts";
import { oneAtATime } from "./one-at-a-time.ts";
import { packedOnce } from "./packed-once.ts";
import type { NodeSettings } from "./settings.ts";
import { buildsFolder, filesFolder, settings } from "./settings.ts";
import { keepThisBuild, staticFiles } from "./static-files.ts";
import { startFault, use } from "./start-fault.ts";
import { Turns } from "./turns.ts";
import { answerUnread } from "./unread-body.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Calls to Slack that a minute's look for what it did not bring makes; Slack allows fifty of each kind. */
const lookCalls = 30;

type Adapted = Parameters<typeof createAdaptorServer>[0];
type Respond = Adapted["fetch"];
/** What the adapter takes; the types of `ws` say the same in other words. */
type SocketServer = NonNullable<Adapted["websocket"]>["server"];

/**
 * How long a connection that nobody uses stays open: longer than proxies keep theirs (a minute, or two), since one that
 * sends a request on a connection which the desk just closes answers 502.
 */
const idleTime = 130 * second;

/** How long the head of a request may take to arrive. */
const headTime = 20 * second;

/** How long requests and owed effects may take to end after SIGTERM: `docker stop` kills after ten seconds. */
export const drainTime = 7 * second;

/** A file that nothing was added to for so long is on its way no more, at no other server of the folder either. */
const uploadSilence = hour;

/** How much of it is for requests to arrive that are on their way. */
const arrivalTime = 2 * second;

/** A desk that runs in this process. */
export interface NodeDesk {
  readonly url: string;
  /** Where it listens. */
  readonly port: number;
  readonly services: Services;
  /** Stops taking requests, finishes what runs, closes the database. */
  stop(): Promise<void>;
}

/** Does something with the database as soon as that takes it. */
type Patiently = <T>(work: () => Promise<T>) => Promise<T>;

interface Extras {
  /** More routes beside the app's own, such as the example page of the demo. */
  readonly routes?: Hono<AppEnv>;
  /** Done before the first request is taken. */
  readonly prepare?: (services: Services, patiently: Patiently) => Promise<void>;
  readonly write?: (line: string) => void;
  readonly openChats?: OpenChats;
  readonly runBots?: RunBots;
}

/** Everybody who reaches the desk can read the mailbox, codes to sign in with too: it stays on this machine. */
const checkMail = ({ baseUrl, mail }: Config, { HOST }: NodeSettings): void => {
  if (mail.postmarkToken !== null) return;
  if (!isLocal(new URL(baseUrl).hostname)) {
    throw new ConfigError("POSTMARK_TOKEN is not set: a desk that is not on localhost needs it to send its emails.");
  }
  if (isLocal(HOST)) return;
  throw new ConfigError(`POSTMARK_TOKEN is not set: without it HOST ${HOST} would show the emails to other machines.`);
};

const openServices = async (env: Environment, { write = console.log, openChats = noChats }: Extras) => {
  const node = parseSettings(settings, env);
  const config = readConfig(env);
  checkMail(config, node);
  listeningOf(config, node);
  const { client, embedded, isInPlace, close } = await openDatabase(node);
  const log = createLogger(write, () => systemClock.now(), config.logLevel);
  const db = watchDb(createDb(client), { log, clock: systemClock }, isInPlace);
  const { chats, slackHooks } = openChats(config.chats, log);
  const background = new TrackedBackground(log);
  const hub: MemoryHub = new MemoryHub(() => follower?.begin() ?? Promise.resolve());
  // Nobody but this process writes to a file.
  const follower = embedded ? null : new EventFollower({ db, log, background, hub });
  const mailbox = config.mail.postmarkToken === null ? await use("DATA_DIR", () => new Mailbox(node.DATA_DIR)) : null;
  const mailer = mailbox ?? createPostmarkMailer({ token: config.mail.postmarkToken ?? "", from: config.mail.from });
  const base = {
    config,
    db,
    clock: systemClock,
    ids: cryptoIds,
    background,
    wake: () => background.run("drain", () => keepDraining(services)),
    log,
    blobs: watchBlobs(await use("DATA_DIR", () => createDiskBlobs(filesFolder(node))), db),
    mailer,
    hub,
    chats,
    clientIp: () => "unknown",
    turn: noLine,
  };
  const services: Services = { ...base, auth: createAuth(base, new PasswordLine()) };
  return { node, embedded, services, background, hub, follower, mailbox, slackHooks, close };
};

/** What is read is sent small. What writes answer is short anyway. */
const compressed = (app: Hono<AppEnv>): Hono<AppEnv> =>
  new Hono<AppEnv>().get("*", compress(), packedOnce()).all("*", (c) => app.fetch(c.req.raw, c.env));

/** The address of whoever sends a request. */
const addressBy =
  (header: string | undefined) =>
  ({ headers, socket }: IncomingMessage): string => {
    const get = (name: string): string | null => [headers[name.toLowerCase()] ?? []].flat().join() || null;
    return callerAddress({ headers: { get } }, socket.remoteAddress, header);
  };

/** Starts a desk with these settings. Throws `ConfigError` when one of them is wrong. */
export const startNode = async (env: Environment, extras: Extras = {}): Promise<NodeDesk> => {
  const opened = await openServices(env, extras);
  const { node, embedded, services, background, hub, follower, mailbox, slackHooks, close } = opened;
  const { routes, prepare, runBots = noBots } = extras;
  const builds = buildsFolder(node);
  await keepThisBuild(builds).catch((error: unknown) => {
    const why = startFault(error)?.why;
    services.log.warn("the files of this build are not kept for the next one", why ? { reason: why } : { error });
  });
  const inner: InnerFetch = (request, own) => app.fetch(request, own);
  const app: Hono<AppEnv> = createApp([
    staticFiles(builds),
    ...(slackHooks ? [slackHookRoutes(slackHooks, inner)] : []),
    ...(mailbox ? [mailboxRoutes(mailbox)] : []),
    ...(routes ? [routes] : []),
  ]);
  const served = compressed(app);
  const sockets = createSocketServer();
  const warnOfProxy = createProxyWarning(services.log, node.CLIENT_IP_HEADER);
  const isHttps = services.config.baseUrl.startsWith("https:");
  const callers = new Callers(services.auth.cookieName);
  const loop = new LoopTurns();
  const turns = new Turns(callers, loop);
  const addressOf = addressBy(node.CLIENT_IP_HEADER);
  const callerOf = (incoming: IncomingMessage): Caller => callers.of(incoming.headers, addressOf(incoming));
  const respond: Respond = async (request, bindings) => {
    const incoming = bindings.incoming as IncomingMessage;
    checkHost(incoming);
    warnOfProxy(request);
    const address = addressOf(incoming);
    const turn = turns.of(callerOf(incoming));
    const take: Turn["take"] = async (work) => {
      await connections.checkRoom(incoming);
      return turn.take(work);
    };
    const own = { clientIp: () => address, turn: { ...turn, take } };
    const answer = Promise.resolve(served.fetch(request, Object.assign(bindings, services, own)));
    told(incoming, answer);
    return answerUnread(incoming, await answer);
  };
  const server = createAdaptorServer({
    fetch: respond,
    // To any other upgrade, such as the one to HTTP/2 that curl offers, the answer is plain HTTP: nobody would be there
    // to take over the connection, and an error on it would end the process.
    serverOptions: {
      shouldUpgradeCallback: ({ headers, method, url }) =>
        headers.upgrade?.toLowerCase() === "websocket" &&
        method === "GET" &&
        /\/api\/v1\/live\/*(?:\?|$)/.test(url ?? ""),
      headersTimeout: headTime,
      connectionsCheckingInterval: headTime / 4,
      keepAliveTimeout: idleTime,
      // Who names no host gets a whole answer, too.
      requireHostHeader: false,
    },
    websocket: { server: sockets as unknown as SocketServer },
  }) as Server;
  // The adapter's own listener refuses with a bare status, and takes nobody who does better.
  server.removeAllListeners("request");
  const connections = new Connections(server, {
    ...services,
    // Behind a proxy only a request tells.
    addressOf: ({ remoteAddress }) =>
      node.CLIENT_IP_HEADER === undefined ? callerAddress({ headers: new Headers() }, remoteAddress, undefined) : null,
    callerOf,
  });
  server.on("connection", () => loop.arrived());
  server.on("request", oneAtATime(requestListener(respond, isHttps)));
  const told = answerRefused(server, isHttps);
  const patiently: Patiently = (work) => keepTrying(databaseSetting(node), work);
  // Who starts has the file alone: what another process was doing when it died can be done again at once.
  if (embedded) await patiently(() => releaseLeases(services));
  await prepare?.(services, patiently);
  const port = await listen(server, node);
  const sweepNow = () => {
    background.run("sweep", () => sweep(services));
    if (slackHooks === null) return;
    background.run("follow", async () =>
      keepFollowing(services, slackHooks, await hookContext(services, inner), lookCalls),
    );
  };
  sweepNow();
  const removeOld = () =>
    background.run("files", () => removeUnfinished(filesFolder(node), systemClock.now() - uploadSilence));
  removeOld();
  const timers = [setInterval(sweepNow, minute), setInterval(removeOld, hour)];
  services.log.info("listening", { host: node.HOST, port });
  const bots = await runBotsOf(services, { node, port, env, runBots });

  const stop = async (): Promise<void> => {
    for (const timer of timers) clearInterval(timer);
    const timeout = new Promise<"late">((resolve) => {
      setTimeout(resolve, drainTime, "late").unref();
    });
    // What they have begun they end while the desk still answers.
    await bots.stop();
    background.close();
    follower?.stop();
    hub.close();
    const closed = new Promise((resolve) => {
      server.close(resolve);
    });
    // A connection that was busy when the server closed is idle once it got its answer, and kept open by its client.
    const idle = setInterval(() => server.closeIdleConnections(), 50);
    const late = setTimeout(() => connections.closeUnfinished(), arrivalTime);
    const ended = await Promise.race([closed.then(() => background.settled()), timeout]);
    if (ended === "late") services.log.warn("stopped while something still ran");
    clearInterval(idle);
    clearTimeout(late);
    server.closeAllConnections();
    sockets.close();
    await close();
    services.log.info("stopped");
  };
  return { url: services.config.baseUrl, port, services, stop };
};
