import { z } from "zod";
import { limits } from "../limits.ts";
import { category } from "./category.ts";
import { code, email, idOf, line, pageOf, pageQuery, time } from "./common.ts";
import { fault } from "./fault.ts";
import { me } from "./person.ts";

const label = "[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?";
const originPattern = new RegExp(`^(https?)://(?:${label}(?:\\.${label})*|\\[[0-9a-f:]+\\])(?::([1-9]\\d{0,4}))?$`);
const defaultPorts: Readonly<Record<string, string>> = { http: "80", https: "443" };

const isOrigin = (text: string): boolean => {
  const [, scheme = "", port] = originPattern.exec(text) ?? [];
  return scheme !== "" && port !== defaultPorts[scheme] && Number(port ?? 0) <= 65_535;
};

const webAddress = z.url({ protocol: /^https?$/, normalize: true });

/** Of an address of a site, however it was typed, the origin as browsers send it; other text stays as it is. */
const cleanOrigin = (text: string): string => {
  const [, clean] = /^(https?:\/\/[^/?#@]+)(?:[/?#]|$)/.exec(webAddress.safeParse(text.trim()).data ?? "") ?? [];
  return clean ?? text;
};

/**
 * An exact origin as browsers send it, such as `https://www.example.com`: lower case, no default port, no path, an
 * international host in the letters of the network. An address within the site is taken for it. Never `null`, never a
 * pattern.
 */
export const origin = z.string().max(2000).overwrite(cleanOrigin).max(300).refine(isOrigin, fault("origin"));

export const siteView = z
  .strictObject({
    id: idOf("site").describe("The public key that the script tag carries."),
    name: z.string(),
    origins: z.array(z.string()),
    active: z.boolean(),
    createdAt: time,
    version: z.int().min(0),
  })
  .meta({ id: "Site" });
export type SiteView = z.infer<typeof siteView>;

export const sitePage = pageOf(siteView).meta({ id: "SitePage" });
export type SitePage = z.infer<typeof sitePage>;
export const siteListQuery = z.strictObject(pageQuery);

const origins = z
  .array(origin)
  .max(50)
  .refine((list) => new Set(list).size === list.length, fault("repeated"))
  .describe(
    "Where its widget may be used: scheme, host and port, such as `https://www.example.com`. What follows in an address, such as a path, is left out.",
  );

export const createSiteInput = z.strictObject({ name: line(limits.name), origins }).meta({ id: "CreateSite" });
export type CreateSiteInput = z.input<typeof createSiteInput>;

export const updateSiteInput = z
  .strictObject({ name: line(limits.name), origins, active: z.boolean() })
  .partial()
  .refine((input) => Object.keys(input).length > 0, fault("no_change"))
  .meta({ id: "UpdateSite" });
export type UpdateSiteInput = z.input<typeof updateSiteInput>;

/** What a widget needs before anybody is known: nothing here is private. */
export const widgetConfig = z
  .strictObject({
    siteId: idOf("site"),
    name: z.string(),
    categories: z.array(category),
    limits: z.strictObject({ files: z.int(), fileBytes: z.int(), title: z.int(), body: z.int() }),
  })
  .meta({ id: "WidgetConfig" });
export type WidgetConfig = z.infer<typeof widgetConfig>;

export const widgetConfigQuery = z.strictObject({ site: idOf("site") });

export const openSessionInput = z.strictObject({ site: idOf("site") }).meta({ id: "OpenSession" });
export type OpenSessionInput = z.input<typeof openSessionInput>;

/** A widget session. The token is shown once; it goes into `Authorization: Bearer`. */
export const widgetSession = z.strictObject({ token: z.string(), expiresAt: time }).meta({ id: "WidgetSession" });
export type WidgetSession = z.infer<typeof widgetSession>;

export const requestCodeInput = z.strictObject({ email }).meta({ id: "RequestCode" });
export type RequestCodeInput = z.input<typeof requestCodeInput>;

export const proveEmailInput = z.strictObject({ email, code }).meta({ id: "ProveEmail" });
export type ProveEmailInput = z.input<typeof proveEmailInput>;

/** Who proved an address, and the widget session that takes the place of the one which asked. */
export const provenSession = me.extend({ session: widgetSession }).meta({ id: "ProvenSession" });
export type ProvenSession = z.infer<typeof provenSession>;
