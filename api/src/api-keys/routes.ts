import { apiKeyListQuery, apiKeyPage, createApiKeyInput, createdApiKey } from "@docket/core/contract/api-key";
import type { Id } from "@docket/core/ids";
import { Hono } from "hono";
import type { AppEnv } from "../context.ts";
import { jsonBody, query } from "../http/input.ts";
import { once } from "../http/once.ts";
import { route } from "../http/route.ts";
import { clientOf } from "../sessions/origin.ts";
import { createApiKey, repeatApiKey } from "./create-api-key.ts";
import { listApiKeys } from "./list-api-keys.ts";
import { revokeApiKey } from "./revoke-api-key.ts";

const spec = { tag: "API keys", access: "api_key.manage" } as const;

interface Kept {
  readonly id: Id<"apiKey">;
}

export const apiKeyRoutes = (): Hono<AppEnv> =>
  new Hono<AppEnv>()
    .get(
      "/api-keys",
      ...route({ ...spec, summary: "List the API keys that nobody revoked, newest first", answer: apiKeyPage }),
      query(apiKeyListQuery),
      async (c) => c.json(await listApiKeys(c.get("call"), c.req.valid("query"))),
    )
    .post(
      "/api-keys",
      ...route({
        ...spec,
        summary: "Make an API key",
        description:
          "Send the secret as a bearer token. With `tickets:read` and `tickets:write` a program acts in its own name. " +
          "With `chat` it names in `Docket-On-Behalf-Of` whose account of a chat asks, such as `slack:T1/U1` or " +
          "`discord:123`, and does what the person may do to whom that account is linked; for an account that is not " +
          "linked everything is refused with `auth.not_linked`, for one whose owner does not work here any more with `auth.not_active`. `Docket-Chat-Workspace` says in which server of Discord " +
          "they are; where an admin has disconnected it everything is refused with `integration.disconnected`. " +
          "`Docket-Chat-Card-Channel` says in which channel the card stands on which they pressed something; while that " +
          "is switched off everything is refused with `channel.off`.",
        once: true,
        status: 201,
        answer: createdApiKey,
      }),
      jsonBody(createApiKeyInput),
      async (c) => {
        const call = c.get("call");
        const perform = () => createApiKey(call, c.req.valid("json"), clientOf(c.req.raw.headers));
        return c.json(await once(c, perform, ({ id }: Kept) => repeatApiKey(call, id)), 201);
      },
    )
    .delete("/api-keys/:id", ...route({ ...spec, summary: "Revoke an API key", status: 204 }), async (c) => {
      await revokeApiKey(c.get("call"), c.req.param("id") as Id<"apiKey">);
      return c.body(null, 204);
    });
