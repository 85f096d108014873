import {
  openSessionInput,
  proveEmailInput,
  provenSession,
  requestCodeInput,
  widgetConfig,
  widgetConfigQuery,
  widgetSession,
} from "@docket/core/contract/site";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { mailHeaders } from "../http/emails-delayed.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { endSession } from "./end-session.ts";
import { getConfig } from "./get-config.ts";
import { clientOf } from "../sessions/origin.ts";
import { openSession } from "./open-session.ts";
import { proveEmail, repeatProof } from "./prove-email.ts";
import { requestCode } from "./request-code.ts";
import type { KeptProof } from "./store.ts";

const tag = "Widget";

export const widgetRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/widget/config",
      ...route({ tag, summary: "What a widget shows before anybody is known", access: "public", answer: widgetConfig }),
      query(widgetConfigQuery),
      async (c) => c.json(await getConfig(c.env, c.req.valid("query").site, c.req.header("origin"))),
    )
    .post(
      "/widget/sessions",
      ...route({ tag, summary: "Begin a widget session", access: "public", status: 201, answer: widgetSession }),
      jsonBody(openSessionInput),
      async (c) => c.json(await openSession(c.env, c.req.valid("json").site, c.req.header("origin")), 201),
    )
    .delete(
      "/widget/session",
      ...route({ tag, summary: "End this widget session", access: "known", status: 204 }),
      async (c) => {
        await endSession(c.get("call"));
        return c.body(null, 204);
      },
    )
    .post(
      "/widget/session/code",
      ...route({
        tag,
        summary: "Send a code to an address",
        description: "Within a widget session. The answer is the same whether anybody has the address or not.",
        access: "known",
        status: 204,
        mails: true,
      }),
      jsonBody(requestCodeInput),
      async (c) => {
        const { isDelayed } = await requestCode(c.get("call"), c.req.valid("json").email);
        return c.body(null, 204, mailHeaders(isDelayed));
      },
    )
    .post(
      "/widget/session/verify",
      ...route({
        tag,
        summary: "Prove an address with the code that was sent there",
        description:
          "The widget session ends. The one in the answer, with a token of its own, sees all tickets of the person of " +
          "that address, and none of anybody else.",
        access: "known",
        once: true,
        answer: provenSession,
      }),
      jsonBody(proveEmailInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => proveEmail(call, c.req.valid("json"), clientOf(c.req.raw.headers));
        return c.json(await once(c, perform, (kept: KeptProof) => repeatProof(call, kept)));
      },
    );
