import type { Answer, Desk, HeaderList } from "./desk.ts";
import { Caller, deskUrl } from "./desk.ts";

/** Sends JSON to a route of `/api/auth`. */
export const postAuth = <T = unknown>(desk: Desk, path: string, body: unknown = {}, headers: HeaderList = {}) =>
  desk.send(
    new Request(`${deskUrl}/api/auth${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    }),
  ) as Promise<Answer<T>>;

export const getAuth = <T = unknown>(desk: Desk, path: string, headers: HeaderList = {}) =>
  desk.send(new Request(`${deskUrl}/api/auth${path}`, { headers })) as Promise<Answer<T>>;

/** The codes that were sent to an address, the newest last. */
export const codesTo = async (desk: Desk, email: string): Promise<string[]> => {
  await desk.settled();
  return desk.mailer
    .to(email)
    .flatMap(({ text }) => /^(?:\d{6}|\d{4} \d{4} \d{4})$/m.exec(text)?.[0].replaceAll(" ", "") ?? []);
};

export const lastCodeTo = async (desk: Desk, email: string): Promise<string> => {
  const code = (await codesTo(desk, email)).at(-1);
  if (code === undefined) throw new Error(`no code was sent to ${email}`);
  return code;
};

/** Six digits that are not this code. */
export const wrongCode = (code: string): string => String((Number(code) + 1) % 1_000_000).padStart(6, "0");

/** The session that an answer began, as a cookie and as a bearer token. */
export const sessionsOf = (answer: Answer) => {
  const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  return { cookie, bearer: answer.headers.get("set-auth-token") ?? "" };
};

/** Whoever an answer signed in. */
export const callerOf = (desk: Desk, answer: Answer): Caller =>
  new Caller(desk, { authorization: `Bearer ${sessionsOf(answer).bearer}` });

/** Registers a client by password and proves the address. */
export const register = async (desk: Desk, email: string, password: string): Promise<Answer> => {
  await postAuth(desk, "/sign-up/email", { name: "Ada", email, password });
  const proof = { email, otp: await lastCodeTo(desk, email), name: "Ada", password };
  return postAuth(desk, "/email-otp/verify-email", proof);
};

/** Signs in with an emailed code. */
export const signInByCode = async (desk: Desk, email: string): Promise<Answer> => {
  await postAuth(desk, "/email-otp/send-verification-otp", { email, type: "sign-in" });
  return postAuth(desk, "/sign-in/email-otp", { email, otp: await lastCodeTo(desk, email) });
};
