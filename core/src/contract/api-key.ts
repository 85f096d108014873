import { z } from "zod";
import { keyScopes } from "../actor.ts";
import { idOf, line, pageOf, pageQuery, time } from "./common.ts";
import { fault } from "./fault.ts";

export const apiKeyView = z
  .strictObject({
    id: idOf("apiKey"),
    name: z.string(),
    scopes: z.array(z.enum(keyScopes)),
    createdAt: time,
    createdBy: z
      .strictObject({
        id: idOf("person"),
        name: z.string(),
        standing: z
          .enum(["admin", "not_admin", "left"])
          .describe(
            "What they are now: still an admin, here but no admin, or gone. The key goes on working all the same.",
          ),
      })
      .nullable()
      .describe("Who made it; null when nobody in person did."),
    expiresAt: time.nullable().describe("From then on nobody gets in with it; null when it does not end by itself."),
    lastUsedAt: time.nullable().describe("When somebody last got in with it, to the hour; null when nobody did yet."),
  })
  .meta({ id: "ApiKey" });
export type ApiKeyView = z.infer<typeof apiKeyView>;

export const apiKeyPage = pageOf(apiKeyView).meta({ id: "ApiKeyPage" });
export type ApiKeyPage = z.infer<typeof apiKeyPage>;
export const apiKeyListQuery = z.strictObject({
  createdBy: idOf("person").optional().describe("Only the keys that this person made."),
  ...pageQuery,
});
export type ApiKeyListQuery = z.input<typeof apiKeyListQuery>;

export const createApiKeyInput = z
  .strictObject({
    name: line(60),
    scopes: z
      .array(z.enum(keyScopes))
      .min(1, fault("too_few", { min: 1 }))
      .refine((scopes) => new Set(scopes).size === scopes.length, fault("repeated")),
    expiresAt: time.optional().describe("When it ends by itself; without it, it works until it is revoked."),
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
