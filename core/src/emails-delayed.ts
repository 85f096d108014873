/**
 * The header of an answer to whoever has an email sent: no emails go out for now, so it comes late. It says so of the desk,
 * whatever the address. It is not there while emails go out, nor before
 * the first one has failed: what is said without it has to be true then too.
 */
export const emailsHeader = "docket-emails";
export const emailsDelayed = "delayed";

/** Whether an answer says that the email it promises comes late. */
export const saysDelayed = (headers: { get(name: string): string | null }): boolean =>
  headers.get(emailsHeader) === emailsDelayed;
