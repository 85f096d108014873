import type { Role } from "@docket/core/actor";
import { msg } from "@lit/localize";

/** What somebody becomes with a role, as it stands in a sentence. */
export const asRoleText = (role: Role): string =>
  ({ client: msg("a client"), agent: msg("an agent"), manager: msg("a manager"), admin: msg("an admin") })[role];

/** What a role is called. */
export const roleText = (role: Role): string =>
  ({ client: msg("Client"), agent: msg("Agent"), manager: msg("Manager"), admin: msg("Admin") })[role];
