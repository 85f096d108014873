import { z } from "zod";
import { keyScopes } from "../actor.ts";
import { idOf, line, pageOf, pageQuery, time } from "./common.ts";

export const apiKeyView = z
  .strictObject({
    id: idOf("apiKey"),
    name: z.string(),
    scopes: z.array(z.enum(keyScopes)),
    createdAt: time,
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const apiKeyPage = pageOf(apiKeyView).meta({ id: "ApiKeyPage" });
export type ApiKeyPage = z.infer<typeof apiKeyPage>;
export const apiKeyListQuery = z.strictObject(pageQuery);

export const createApiKeyInput = z
  .strictObject({
    name: line(60),
    scopes: z
      .array(z.enum(keyScopes))
      .min(1, "must name at least one scope")
      .refine((scopes) => new Set(scopes).size === scopes.length, "must not name a scope twice"),
  })
  .meta({ id: "CreateApiKey" });
export type CreateApiKeyInput = z.input<typeof createApiKeyInput>;

export const createdApiKey = z
  .strictObject({
    ...apiKeyView.shape,
    secret: z.string().describe("Shown this once: Docket keeps only a hash of it."),
  })
  .meta({ id: "CreatedApiKey" });
export type CreatedApiKey = z.infer<typeof createdApiKey>;
