/** An address without what stands after a plus, which only sorts emails in their mailbox. */
export const withoutTag = (email: string): string => {
  const address = email.toLowerCase();
  const at = address.lastIndexOf("@");
  const plus = address.indexOf("+");
  return plus < 0 || plus > at ? address : address.slice(0, plus) + address.slice(at);
};

/** Domains of one provider, which ignores dots before the @. */
const dotless = /^([^@]*)@(?:gmail|googlemail)\.com$/;

/**
 * The mailbox that emails to an address end up in, to count them by. Emails are sent to the address as it was given, and
 * people are told apart by that.
 */
export const mailboxOf = (email: string): string =>
  withoutTag(email).replace(dotless, (_, name: string) => `${name.replaceAll(".", "")}@gmail.com`);

/**
 * What is the same for two addresses only where whoever reads one surely reads the other. That is a promise of one provider;
 * elsewhere what follows a plus may be somebody else's.
 */
export const readerOf = (email: string): string => {
  const mailbox = mailboxOf(email);
  return dotless.test(mailbox) ? mailbox : email;
};
