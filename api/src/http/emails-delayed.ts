import { emailsDelayed, emailsHeader } from "@docket/core/emails-delayed";

/** What an answer that promises an email says of when it comes. */
export const mailHeaders = (isDelayed: boolean): Readonly<Record<string, string>> =>
  isDelayed ? { [emailsHeader]: emailsDelayed } : {};
