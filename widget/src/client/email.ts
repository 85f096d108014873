import { limits } from "@docket/core/limits";
import { canonicalEmail, emailFault, shownEmail } from "@docket/core/text/email-address";

/** A domain in the letters that the network knows, or null. */
const asciiHost = (domain: string): string | null =>
  URL.canParse(`http://${domain}/`) ? new URL(`http://${domain}/`).hostname : null;

const clean = (text: string): string => canonicalEmail(text, asciiHost);

/** Why the desk would not take what was typed as an address; null when it would. */
export const typedEmailFault = (text: string): ReturnType<typeof emailFault> => {
  const address = clean(text);
  return address.length <= limits.email ? emailFault(address) : "email";
};

/** The address that the desk makes of what was typed, as people write it. What is none stays as it is. */
export const typedEmail = (text: string): string => (typedEmailFault(text) === null ? shownEmail(clean(text)) : text);
