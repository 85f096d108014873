/** The mailbox that emails to an address end up in: what stands after a plus only sorts them there. */
export const mailboxOf = (email: string): string => email.toLowerCase().replace(/\+[^@]*(?=@[^@]*$)/, "");
