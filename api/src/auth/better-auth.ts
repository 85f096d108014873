import type { Id } from "@docket/core/ids";
import { limits } from "@docket/core/limits";
import { day, second } from "@docket/core/time";
import type { BetterAuthOptions } from "better-auth";
import { APIError, createAuthMiddleware, getSessionFromCtx } from "better-auth/api";
import { drizzleAdapter } from "better-auth/adapters/drizzle";
import { hashPassword, verifyPassword } from "better-auth/crypto";
import { betterAuth } from "better-auth/minimal";
import { bearer } from "better-auth/plugins/bearer";
import { emailOTP } from "better-auth/plugins/email-otp";
import { DrizzleQueryError, eq } from "drizzle-orm";
import type { BatchItem } from "drizzle-orm/batch";
import { accounts, sessions, verifications } from "../db/schema/auth.ts";
import { people } from "../db/schema/people.ts";
import { nameFromEmail } from "../people/name-from-email.ts";
import { forgettingName, forgettingSignUp, isUnnamed } from "../people/store.ts";
import { owe } from "../outbox/owe.ts";
import { endSockets } from "../realtime/end-sockets.ts";
import type { Services } from "../services.ts";
import { clientOf } from "../sessions/origin.ts";
import { deleteOthers } from "../sessions/store.ts";
import type { Auth, Passwords } from "./auth.ts";
import { unbounded } from "./auth.ts";
import { callerHeader } from "./caller-header.ts";
import { createCodes, hashCode } from "./codes.ts";
import { setPassword } from "./password-account.ts";
import { keepSignUp } from "./sign-ups-store.ts";
import { refusalOf } from "./refusals.ts";
import { fromStandIn, restored, toStandIn, withStandIns } from "./stand-in.ts";

/** What sign-in uses of the services that it is a part of. */
export type AuthServices = Pick<Services, "config" | "db" | "clock" | "ids" | "background" | "hub" | "wake" | "log">;

const inSeconds = (ms: number): number => ms / second;

/** With `__Host-` a browser keeps the cookie for this very host, for https and for every path. */
const cookieOf = (baseUrl: string): { readonly name: string; readonly secure: boolean } =>
  baseUrl.startsWith("https:")
    ? { name: "__Host-docket_session", secure: true }
    : { name: "docket_session", secure: false };

/** The message of a failed query lists its values, which belong into no log. */
const causeOf = (error: unknown): unknown =>
  error instanceof DrizzleQueryError ? (error.cause ?? new Error("a query failed")) : error;

/** An answer of better-auth with the addresses themselves, as people know them. */
const withAddresses = async (response: Response): Promise<Response> => {
  const text = await response.text();
  return new Response(text === "" ? null : JSON.stringify(restored(JSON.parse(text))), response);
};

/** People who may not sign in any more get no session, however they proved who they are. */
const refuseInactive = async ({ db }: AuthServices, personId: Id<"person">): Promise<void> => {
  const [[person]] = await db.read(
    db.orm.select({ active: people.active }).from(people).where(eq(people.id, personId)),
  );
  if (person?.active) return;
  throw new APIError("FORBIDDEN", { code: "PERSON_NOT_ACTIVE", message: "This person cannot sign in." });
};

/** From where a session is begun. The address is what `auth/routes.ts` says of its caller. */
const from = (headers: Headers | undefined) => ({
  ipAddress: headers?.get(callerHeader) ?? null,
  userAgent: headers ? clientOf(headers) : null,
});

/** Forgets what was chosen before the address was proven: by whom, nobody knows. */
const forgetSignUp = async ({ db }: AuthServices, email: string): Promise<void> => {
  await db.write(...forgettingSignUp(db, fromStandIn(email)));
};

/** Where somebody proves an address by a code, and may say what they are called. */
const proofs: ReadonlySet<string> = new Set(["/email-otp/verify-email", "/sign-in/email-otp"]);

/** Names whoever proved an address, unless they have a name already. */
const nameOnProof = async ({ db }: AuthServices, email: string, name: string): Promise<void> => {
  await db.write(
    db.orm
      .update(people)
      .set({ name })
      .where(isUnnamed(fromStandIn(email))),
  );
};

/** What somebody does who wants to be signed in nowhere else. */
const endsOthers: ReadonlySet<string> = new Set(["/change-password", "/revoke-other-sessions"]);

/** Ends all sessions of whoever has this one, but for this one, in widgets too. `alongside` is written with it. */
const endOthers = async (
  services: AuthServices,
  { userId, token }: { readonly userId: string; readonly token: string | null },
  ...alongside: readonly BatchItem<"sqlite">[]
): Promise<void> => {
  endSockets(services, await deleteOthers(services.db, userId as Id<"person">, token, alongside));
};

/** Tells a person that their password is another one, and from where that was done; part of a write batch. */
const tellOfPassword = (
  services: AuthServices,
  { id, email }: { readonly id: string; readonly email: string },
  headers: Headers | undefined,
): BatchItem<"sqlite"> => {
  const { ipAddress: address, userAgent: client } = from(headers);
  const whom = { personId: id as Id<"person">, email: fromStandIn(email) };
  return owe(services, [{ type: "email.send_notice", kind: "password_changed", ...whom, address, client, name: null }]);
};

const configure = (services: AuthServices, passwords: Passwords) => {
  const { config, db, clock, ids, background, log } = services;
  const cookie = cookieOf(config.baseUrl);
  return betterAuth({
    appName: config.deskName,
    baseURL: config.baseUrl,
    secret: config.secret,
    trustedOrigins: [...config.ownOrigins],
    telemetry: { enabled: false },
    // `auth/routes.ts` counts, by the address of the caller that no header can change.
    rateLimit: { enabled: false },
    // Without `transaction`: see docs/adr/0008-sign-in.md.
    database: (options: BetterAuthOptions) =>
      withStandIns(
        drizzleAdapter(db.orm, {
          provider: "sqlite",
          schema: { user: people, session: sessions, account: accounts, verification: verifications },
        })(options),
      ),
    advanced: {
      database: {
        generateId: ({ model }) => (model === "user" ? ids.next("person", clock.now()) : crypto.randomUUID()),
      },
      cookies: { session_token: { name: cookie.name } },
      useSecureCookies: false,
      defaultCookieAttributes: { secure: cookie.secure, httpOnly: true, sameSite: "lax", path: "/" },
      disableOriginCheck: false,
      // `auth/routes.ts` lets nothing through that a foreign page may have sent.
      disableCSRFCheck: true,
      ipAddress: { disableIpTracking: true },
      // So that the answer takes as long for an address that nobody has.
      backgroundTasks: { handler: (work) => background.run("sign-in", async () => void (await work)) },
    },
    session: { expiresIn: inSeconds(7 * day), updateAge: inSeconds(day), freshAge: 0 },
    emailAndPassword: {
      enabled: true,
      requireEmailVerification: true,
      minPasswordLength: limits.password.min,
      maxPasswordLength: limits.password.max,
      password: {
        hash: (password) => passwords.inTurn(() => hashPassword(password)),
        verify: (tried) => passwords.inTurn(() => verifyPassword(tried)),
      },
      onPasswordReset: async ({ user }, request) => {
        const told = tellOfPassword(services, user, request?.headers);
        const forgotten = user.emailVerified ? [] : [forgettingName(db, fromStandIn(user.email))];
        await endOthers(services, { userId: user.id, token: null }, told, ...forgotten);
        services.wake();
      },
    },
    emailVerification: {
      sendOnSignUp: false,
      autoSignInAfterVerification: true,
      beforeEmailVerification: async (user) => {
        if (!user.emailVerified) await forgetSignUp(services, user.email);
      },
    },
    plugins: [
      bearer({ requireSignature: true }),
      emailOTP({
        // `codes.ts` sends and takes codes. What gets here is a stand-in that was made a moment ago and that nobody sees.
        otpLength: 32,
        expiresIn: 60,
        storeOTP: { hash: (code) => hashCode(config.secret, code) },
        sendVerificationOTP: () => Promise.reject(new Error("codes are sent elsewhere")),
      }),
    ],
    databaseHooks: {
      user: {
        create: {
          before: (user) =>
            Promise.resolve({
              data: { ...user, name: user.name.trim() || nameFromEmail(fromStandIn(user.email)), image: null },
            }),
          after: async ({ id, emailVerified }) => {
            if (!emailVerified) await db.write(keepSignUp(db, id as Id<"person">, clock.now()));
          },
        },
      },
      session: {
        create: {
          before: async (session, ctx) => {
            await refuseInactive(services, session.userId as Id<"person">);
            return { data: { ...session, ...from(ctx?.headers) } };
          },
        },
        // Signing out, a new password and every other way in which better-auth ends a session.
        delete: {
          after: (session) => {
            endSockets(services, [session]);
            return Promise.resolve();
          },
        },
      },
    },
    hooks: {
      after: createAuthMiddleware(async (ctx) => {
        const { newSession, returned } = ctx.context;
        // Who changes the password stays here under the same session: the page's socket lives as long as that does.
        if (endsOthers.has(ctx.path) && !(returned instanceof Error)) {
          const here = await getSessionFromCtx(ctx);
          if (here) {
            const isNew = ctx.path === "/change-password";
            const told = isNew ? [tellOfPassword(services, here.user, ctx.headers)] : [];
            await endOthers(services, here.session, ...told);
            if (isNew) services.wake();
          }
        }
        if (!newSession || !proofs.has(ctx.path)) return;
        const { password, name } = ctx.body as { readonly password?: unknown; readonly name?: unknown };
        if (typeof name === "string") await nameOnProof(services, newSession.user.email, name);
        if (ctx.path !== "/email-otp/verify-email" || typeof password !== "string") return;
        const hash = await ctx.context.password.hash(password);
        const personId = newSession.user.id as Id<"person">;
        // Only somebody who is known has one at this moment: what was set before the proof has ended with it.
        const before = await db.orm.select({ id: accounts.id }).from(accounts).where(eq(accounts.userId, personId));
        const told = before.length > 0 ? [tellOfPassword(services, newSession.user, ctx.headers)] : [];
        // Whoever just proved the address has the password that came with the proof.
        const set = setPassword(db, { personId, hash, now: clock.now() });
        await endOthers(services, newSession.session, ...set, ...told);
        if (told.length > 0) services.wake();
      }),
    },
    onAPIError: { throw: true },
    logger: {
      level: "error",
      log: (_level, message, ...details: unknown[]) =>
        log.error("sign-in", { reason: message, error: details.map(causeOf).find((one) => one instanceof Error) }),
    },
  });
};

/** Sign-in by password or emailed code, on better-auth; sessions as a cookie or as a bearer token. */
export const createAuth = (services: AuthServices, passwords: Passwords = unbounded): Auth => {
  const auth = configure(services, passwords);
  return {
    cookieName: cookieOf(services.config.baseUrl).name,
    secret: services.config.secret,
    async handle(request) {
      const response = await auth.handler(request).catch((error: unknown) => {
        throw causeOf(error);
      });
      if (!response.ok) throw await refusalOf(response);
      return withAddresses(response);
    },
    withPlace: (caller, work) => passwords.withPlace(caller, work),
    async hashPassword(password) {
      const { password: hasher } = await auth.$context;
      return hasher.hash(password);
    },
    standIn: (email, type) => auth.api.createVerificationOTP({ body: { email: toStandIn(email), type } }),
    ...createCodes(services),
  };
};
