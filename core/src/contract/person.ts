import { z } from "zod";
import { chatNotices } from "../chat/notice.ts";
import { chatUserPattern } from "../chat/platform.ts";
import { roles, staffRoles } from "../actor.ts";
import { limits } from "../limits.ts";
import { deskActions } from "../permissions/actions.ts";
import { email, idOf, line, pageOf, pageQuery, searchText, time } from "./common.ts";
import { fault } from "./fault.ts";

export const personView = z
  .strictObject({
    id: idOf("person"),
    name: z.string(),
    email: z.string(),
    emailProven: z.boolean(),
    role: z.enum(roles),
    active: z.boolean().describe("A person who is not active cannot sign in."),
    away: z.boolean().describe("Not to be pinged in chats for now; tickets can still be assigned to them."),
    createdAt: time,
    version: z.int().min(0),
  })
  .meta({ id: "Person" });
export type PersonView = z.infer<typeof personView>;

export const personPage = pageOf(personView).meta({ id: "PersonPage" });
export type PersonPage = z.infer<typeof personPage>;

export const personListQuery = z.strictObject({
  role: z.enum([...roles, "staff"]).optional(),
  active: z.enum(["true", "false"]).optional(),
  q: searchText.optional().describe("The start of a word of the name, or of the address."),
  chatUser: z
    .string()
    .regex(chatUserPattern, fault("chat_account"))
    .optional()
    .describe("Whoever is linked to this account of a chat."),
  ...pageQuery,
});
export type PersonListQuery = z.input<typeof personListQuery>;

export const updatePersonInput = z
  .strictObject({ name: line(limits.name), role: z.enum(roles), active: z.boolean() })
  .partial()
  .refine((input) => Object.keys(input).length > 0, fault("no_change"))
  .meta({ id: "UpdatePerson" });
export type UpdatePersonInput = z.input<typeof updatePersonInput>;

/** Who you are to Docket, and what you may do with the desk. */
export const me = z
  .strictObject({
    kind: z.enum(["visitor", "client", "staff"]),
    id: z.string(),
    name: z.string().nullable(),
    email: z.string().nullable(),
    role: z.enum(roles).nullable(),
    away: z.boolean(),
    chatNotice: z.enum(chatNotices).describe("How they are told in a chat what happened to tickets of theirs."),
    can: z.array(z.enum(deskActions)),
  })
  .meta({ id: "Me" });
export type Me = z.infer<typeof me>;

export const updateMeInput = z
  .strictObject({
    name: line(limits.name),
    away: z.boolean().describe("Staff only: not to be pinged in chats for now."),
    chatNotice: z
      .enum(chatNotices)
      .describe("Staff only: told of what happens to your tickets by a mention, by a direct message, or not."),
  })
  .partial()
  .refine((input) => Object.keys(input).length > 0, fault("no_change"))
  .meta({ id: "UpdateMe" });
export type UpdateMeInput = z.input<typeof updateMeInput>;

export const password = z
  .string()
  .min(limits.password.min, fault("too_short", { min: limits.password.min }))
  .max(limits.password.max, fault("too_long", { max: limits.password.max }))
  .refine((text) => text.isWellFormed(), fault("broken_text"));

export const invitationView = z
  .strictObject({
    id: idOf("invitation"),
    email: z.string().nullable(),
    role: z.enum(staffRoles),
    invitedBy: z
      .strictObject({ id: idOf("person"), name: z.string() })
      .nullable()
      .describe("Null on the first admin's link."),
    createdAt: time,
    expiresAt: time,
    undelivered: z
      .string()
      .nullable()
      .describe("Why nobody has got its email so far, while that waits for an admin in the outbox; null otherwise."),
  })
  .meta({ id: "Invitation" });
export type InvitationView = z.infer<typeof invitationView>;

export const invitationPage = pageOf(invitationView).meta({ id: "InvitationPage" });
export type InvitationPage = z.infer<typeof invitationPage>;
export const invitationListQuery = z.strictObject(pageQuery);

export const inviteInput = z.strictObject({ email, role: z.enum(staffRoles) }).meta({ id: "Invite" });
export type InviteInput = z.input<typeof inviteInput>;

export const invitationToken = z.string().min(20).max(200);

/** What an invitation says to the one who holds its token. `email` is null on the first admin's link. */
export const invitationOffer = z
  .strictObject({ email: z.string().nullable(), role: z.enum(staffRoles), expiresAt: time })
  .meta({ id: "InvitationOffer" });
export type InvitationOffer = z.infer<typeof invitationOffer>;

export const lookUpInvitationInput = z.strictObject({ token: invitationToken }).meta({ id: "LookUpInvitation" });
export type LookUpInvitationInput = z.input<typeof lookUpInvitationInput>;

export const acceptInvitationInput = z
  .strictObject({
    token: invitationToken,
    name: line(limits.name),
    email: email.optional().describe("Only on the first admin's link; otherwise the invited address counts."),
    password,
  })
  .meta({ id: "AcceptInvitation" });
export type AcceptInvitationInput = z.input<typeof acceptInvitationInput>;
