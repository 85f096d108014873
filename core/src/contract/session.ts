import { z } from "zod";
import { time } from "./common.ts";

/** From where somebody came, as far as the desk knows. */
const origin = {
  address: z
    .string()
    .nullable()
    .describe("The network address, of IPv6 the network; null where it is not known, or where it is several."),
  client: z.string().nullable().describe("What the browser or program calls itself, as it sent it."),
};

export const sessionView = z
  .strictObject({
    id: z.string(),
    where: z.enum(["desk", "widget"]).describe("On the desk's own pages, or in the widget of a site."),
    site: z.string().nullable().describe("The name of the widget's site."),
    current: z.boolean().describe("The one that asks."),
    ...origin,
    createdAt: time,
    expiresAt: time,
  })
  .meta({ id: "Session" });
export type SessionView = z.infer<typeof sessionView>;

export const sessionList = z.strictObject({ items: z.array(sessionView) }).meta({ id: "SessionList" });
export type SessionList = z.infer<typeof sessionList>;

export const failedSignIn = z
  .strictObject({ ...origin, times: z.int().min(1), firstAt: time, lastAt: time })
  .meta({ id: "FailedSignIn" });
export type FailedSignIn = z.infer<typeof failedSignIn>;

export const failedSignInList = z.strictObject({ items: z.array(failedSignIn) }).meta({ id: "FailedSignInList" });
export type FailedSignInList = z.infer<typeof failedSignInList>;
