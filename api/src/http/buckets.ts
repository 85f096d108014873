import { limits } from "@docket/core/limits";
import { day, hour, minute } from "@docket/core/time";
import type { SQL } from "drizzle-orm";
import type { Context } from "hono";
import type { AppEnv } from "../context.ts";
import { declaredLength } from "./body.ts";
import type { Credential } from "./credential.ts";
import { callerOf } from "./credential.ts";
import {
  isMadeUp,
  isStored,
  isStranger,
  doerOf,
  isKnownReader,
  ofClient,
  personOr,
  strangersTicket,
} from "./rate-names-query.ts";
import type { Bucket } from "./rate-limit.ts";
import { isSafe } from "./rate-limit.ts";

/** What names whoever writes; of a key that is the person for whom it acts. */
const writerOf = (credential: Credential): SQL => {
  const { hash, chatUser } = credential;
  return chatUser === null ? doerOf("write", credential) : personOr(`write:${hash}`, chatUser);
};

/** What is uploaded in a day: by one person or session, and by all visitors at one address. */
const uploadBytes = { own: 500 * 1024 * 1024, address: 2 * 1024 * 1024 * 1024 } as const;

/** A bound on bytes. A file that comes without its length counts as the largest that is taken. */
const ofBytes = (c: Context<AppEnv>, max: number) => ({
  limit: { max, window: day },
  by: declaredLength(c) ?? limits.fileBytes,
});

/** What a client makes in an hour, in all sessions together: more than anybody does by hand. */
const ofClients = (c: Context<AppEnv>, credential: Credential): readonly Bucket[] => {
  const { visitorTickets } = c.env.config.rateLimits;
  const made = (counter: string, max: number): readonly Bucket[] => {
    const key = ofClient(counter, credential);
    return [{ key, limit: { max, window: hour }, when: key }];
  };
  if (c.req.method !== "POST") return [];
  if (c.req.path === "/api/v1/tickets") return made("open", 3 * visitorTickets.max);
  if (c.req.path !== "/api/v1/attachments") return [];
  const bytes = ofClient("bytes", credential);
  return [
    ...made("upload", visitorTickets.max * limits.files),
    { key: bytes, when: bytes, ...ofBytes(c, uploadBytes.own) },
  ];
};

const replyPath = /^\/api\/v1\/tickets\/([^/]+)\/replies$/;

/** How somebody gets known, or leaves. It has bounds of its own, and is what those who are held up here are told to do. */
const waysOut = new Set(["/api/v1/widget/session", "/api/v1/widget/session/code", "/api/v1/widget/session/verify"]);

/** A request that was refused, and wrote nothing, weighs this part of one that did something. */
const refusedWeight = 10;

const advice =
  "If you cannot wait, confirm your email address in the widget, under “Find your requests”: whoever did is not counted together with others in their network.";

/**
 * What visitors may do who proved no address. Anybody gets a new session for nothing, so what counts is the network
 * address. Many people may share that, so it has far more than one session has.
 */
const ofStrangers = (c: Context<AppEnv>, credential: Credential): readonly Bucket[] => {
  const { address, visitorTickets } = c.env.config.rateLimits;
  const ip = c.env.clientIp();
  const { path } = c.req;
  const { hash } = credential;
  const named = (key: Bucket["key"], max: number, when: Bucket["when"] = isStranger(credential)): Bucket => ({
    key,
    limit: { max, window: hour },
    when,
    advice,
  });
  const made = (...given: Parameters<typeof named>): Bucket => ({ ...named(...given), givenBack: 1 });
  const bytes = (key: string, max: number): Bucket => {
    const counted = ofBytes(c, max);
    return { ...named(key, max), ...counted, givenBack: counted.by };
  };
  if (waysOut.has(path)) return [];
  const all = named(`strangers:${ip}`, 5 * address.max * refusedWeight);
  const buckets: readonly Bucket[] = [{ ...all, by: refusedWeight, givenBack: refusedWeight - 1 }];
  if (c.req.method !== "POST") return buckets;
  if (path === "/api/v1/tickets") {
    return [...buckets, made(`open:${hash}`, visitorTickets.max), made(`open:${ip}`, address.max)];
  }
  if (path === "/api/v1/attachments") {
    const most = visitorTickets.max * limits.files;
    return [
      ...buckets,
      made(`upload:${hash}`, most),
      made(`upload:${ip}`, Math.max(most, address.max)),
      bytes(`bytes:${hash}`, uploadBytes.own),
      bytes(`bytes:${ip}`, uploadBytes.address),
    ];
  }
  const ticket = replyPath.exec(path)?.[1];
  if (ticket === undefined) return buckets;
  const own = strangersTicket(credential, ticket);
  return [...buckets, made(own, 60, own)];
};

const searches = new Set(["/api/v1/tickets", "/api/v1/tickets/counts"]);

/** Of several `q` those that are empty are left out later: any of them may be what is looked for. */
const asksWords = (c: Context<AppEnv>): boolean => c.req.queries("q")?.some((words) => words !== "") ?? false;

/** Reads that cost: searching, for whoever is known, or for the address of those who proved nothing. */
const ofReads = (c: Context<AppEnv>, credential: Credential | null): readonly Bucket[] => {
  const ip = c.env.clientIp();
  const { path } = c.req;
  if (credential === null || !searches.has(path) || !asksWords(c)) return [];
  const isStrange = isStranger(credential);
  return [
    {
      key: doerOf("search", credential),
      name: `search ${credential.hash}`,
      limit: { max: 120, window: minute },
      when: isKnownReader(credential),
    },
    ...(credential.kind === "visitor"
      ? [{ key: `search:${ip}`, limit: { max: 60, window: minute }, when: isStrange, advice }]
      : []),
  ];
};

const elsewhere = "If you cannot wait, use another network.";

/**
 * What nobody is known for, by the address. Opening widgets has a counter of its own: whoever guesses there at secrets closes no
 * widget of others behind it.
 */
const ofNobody = (c: Context<AppEnv>) => {
  const counter = c.req.path === "/api/v1/widget/sessions" ? "open-widget" : "anonymous";
  const key = `${counter}:${c.env.clientIp()}`;
  return { key, name: key, limit: c.env.config.rateLimits.anonymous, advice: elsewhere } satisfies Bucket;
};

/**
 * The counters of a request: writes count for whoever is known by what they show, or for the address where nobody is. What is
 * made up for one request leaves no counter.
 */
export const bucketsOf = (c: Context<AppEnv>, credential: Credential | null): readonly Bucket[] => {
  if (isSafe(c.req.method)) return ofReads(c, credential);
  const { rateLimits } = c.env.config;
  const anonymous = ofNobody(c);
  if (credential === null) return [anonymous];
  const isKnown = isStored(credential);
  return [
    { ...anonymous, name: `${anonymous.name} ${credential.hash}`, when: isMadeUp(credential) },
    { key: writerOf(credential), name: `write ${callerOf(credential)}`, limit: rateLimits.write, when: isKnown },
    ...(credential.kind === "visitor" || credential.kind === "session" ? ofClients(c, credential) : []),
    ...(credential.kind === "visitor" ? ofStrangers(c, credential) : []),
  ];
};

/** Tokens that are nobody's, shown to read something: all of an office whose sessions ended may come at once. */
export const guessedTokens = (c: Context<AppEnv>): Bucket => {
  const { max, window } = c.env.config.rateLimits.anonymous;
  const key = `token:${c.env.clientIp()}`;
  return { key, name: key, limit: { max: 10 * max, window } };
};
