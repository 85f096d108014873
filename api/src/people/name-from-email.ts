import { limits } from "@docket/core/limits";

/** What somebody is called until they say so themselves: the part of the address before the @. */
export const nameFromEmail = (email: string): string =>
  email.slice(0, email.lastIndexOf("@")).slice(0, limits.name) || email;
