import { z } from "zod";
import { chatPlatforms } from "../chat/platform.ts";
import { chatId, idOf, line, time } from "./common.ts";
import { fault } from "./fault.ts";

export const linkCodeInput = z
  .strictObject({
    platform: z.enum(chatPlatforms),
    workspaceId: chatId,
    userId: chatId,
    name: line(100).describe("How the chat calls them, shown before they confirm."),
  })
  .meta({ id: "NewLinkCode" });
export type LinkCodeInput = z.input<typeof linkCodeInput>;

export const linkCodeView = z
  .strictObject({
    url: z.string().describe("Where its owner signs in and confirms: once, and not for long."),
    expiresAt: time,
  })
  .meta({ id: "LinkCode" });
export type LinkCodeView = z.infer<typeof linkCodeView>;

export const linkCodeRef = z
  .strictObject({
    code: z
      .string()
      .regex(/^[\w-]{20,200}$/, fault("link_code"))
      .meta({ examples: ["what-follows-the-hash-sign-of-the-address"] }),
  })
  .meta({ id: "LinkCodeRef" });
export type LinkCodeRef = z.input<typeof linkCodeRef>;

/** Which account of a chat a code would link to whoever confirms it. */
export const linkOffer = z
  .strictObject({
    platform: z.enum(chatPlatforms),
    name: z.string().describe("What it calls itself: others may do so too."),
    account: z.string().describe("Its ID in the chat, which no other account has."),
    workspace: z.string().nullable().describe("The name of its workspace, where accounts belong to one."),
    expiresAt: time,
  })
  .meta({ id: "LinkOffer" });
export type LinkOffer = z.infer<typeof linkOffer>;

export const identityLinkView = z
  .strictObject({ id: idOf("identityLink"), platform: z.enum(chatPlatforms), name: z.string(), createdAt: time })
  .meta({ id: "IdentityLink" });
export type IdentityLinkView = z.infer<typeof identityLinkView>;

export const identityLinkList = z.strictObject({ items: z.array(identityLinkView) }).meta({ id: "IdentityLinkList" });
export type IdentityLinkList = z.infer<typeof identityLinkList>;
