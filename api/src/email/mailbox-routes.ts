import { Hono } from "hono";
import type { Config } from "../config.ts";
import type { AppEnv } from "../context.ts";
import { pagePolicy } from "../http/headers.ts";
import { letterPage, listPage, missingPage } from "./mailbox-pages.ts";
import { mailboxStyle } from "./mailbox-style.ts";
import type { Mailbox } from "./mailbox.ts";

/** A page of ours that shows another one of ours in a frame. */
const framingPolicy = `${pagePolicy}; frame-src 'self'`;

/** A letter brings its own styles; nothing else of it counts, and only our page may frame it. */
const letterHeaders = {
  "content-security-policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox",
  "x-frame-options": "SAMEORIGIN",
};

/** Whether the browser asks for the desk by its own name: any page can give another name to this machine. */
const isAskedByName = ({ ownOrigins }: Config, url: string): boolean => {
  const { hostname } = new URL(url);
  return ownOrigins.some((origin) => new URL(origin).hostname === hostname);
};

/** The pages on which the letters in the development mailbox are read. They are open to everybody on this machine. */
export const mailboxRoutes = (mailbox: Mailbox): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .use("/dev/*", async (c, next) => {
      if (!isAskedByName(c.env.config, c.req.url)) return c.notFound();
      await next();
      c.res.headers.set("cache-control", "no-store");
      return undefined;
    })
    .get("/dev/mailbox", (c) => c.html(listPage(mailbox.letters())))
    .get("/dev/mailbox.json", (c) => c.json({ items: mailbox.letters() }))
    .get("/dev/mailbox.css", (c) => c.body(mailboxStyle, 200, { "content-type": "text/css; charset=utf-8" }))
    .get("/dev/mailbox/:id", (c) => {
      const letter = mailbox.letter(c.req.param("id"));
      return letter === null
        ? c.html(missingPage(), 404)
        : c.html(letterPage(letter), 200, { "content-security-policy": framingPolicy });
    })
    .get("/dev/mailbox/:id/html", (c) => {
      const letter = mailbox.letter(c.req.param("id"));
      return letter === null ? c.html(missingPage(), 404) : c.html(letter.html, 200, letterHeaders);
    });
