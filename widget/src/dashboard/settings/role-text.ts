import type { Role } from "@docket/core/actor";
import { msg } from "@lit/localize";

/** What a role is called. */
export const roleText = (role: Role): string =>
  ({ client: msg("Client"), agent: msg("Agent"), manager: msg("Manager"), admin: msg("Admin") })[role];
