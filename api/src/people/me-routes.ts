import { me, updateMeInput } from "@docket/core/contract/person";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody } from "../http/input.ts";
import { route } from "../http/route.ts";
import { getMe } from "./get-me.ts";
import { updateMe } from "./update-me.ts";

const tag = "People";

export const meRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get("/me", ...route({ tag, summary: "Who you are and what you may do", access: "self.read", answer: me }), (c) =>
      c.json(getMe(c.get("call"))),
    )
    .patch(
      "/me",
      ...route({
        tag,
        summary: "Change your name, or say that you are away or back",
        access: "self.update",
        answer: me,
      }),
      jsonBody(updateMeInput),
      async (c) => c.json(await updateMe(c.get("call"), c.req.valid("json"))),
    );
