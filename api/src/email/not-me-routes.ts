import type { Context } from "hono";
import { Hono } from "hono";
import { email } from "@docket/core/contract/common";
import type { AppEnv } from "../context.ts";
import { readBody } from "../http/body.ts";
import { notMePage, wrongLinkPage } from "./not-me-page.ts";
import { isProof } from "./not-me.ts";
import { isUnwanted, mailboxKeys, setUnwanted } from "./unwanted-store.ts";

/** The address that the link of an email names and proves; null when it does not. */
const provenAddress = async (c: Context<AppEnv>): Promise<string | null> => {
  const { address = "", proof = "" } = c.req.query();
  const parsed = email.safeParse(address);
  return parsed.success && (await isProof(c.env.config.secret, parsed.data, proof)) ? parsed.data : null;
};

/** The page behind the link "This was not me". Opening it changes nothing; its button does. */
export const notMeRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/not-me", async (c) => {
      const address = await provenAddress(c);
      if (address === null) return c.html(wrongLinkPage(), 404);
      return c.html(notMePage(address, c.env.config.deskName, await isUnwanted(c.env.db, await mailboxKeys(address))));
    })
    .post("/not-me", async (c) => {
      const address = await provenAddress(c);
      if (address === null) return c.html(wrongLinkPage(), 404);
      await readBody(c);
      const wish = new URLSearchParams(await c.req.text()).get("wish") === "again" ? "again" : "stop";
      await setUnwanted(c.env, address, wish);
      return c.html(notMePage(address, c.env.config.deskName, wish === "stop"));
    });
