import { knownClient } from "@docket/core/text/known-client";
import { msg, str } from "@lit/localize";

/** What people call the browser and the machine of a `User-Agent`; what is not known stands as it was sent. */
export const clientText = (client: string | null): string => {
  if (client === null) return msg("An unknown program");
  const { browser, system } = knownClient(client);
  if (browser && system) return msg(str`${browser} on ${system}`);
  return browser ?? client;
};
