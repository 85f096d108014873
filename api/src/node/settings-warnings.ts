import type { Config } from "../config.ts";
import { isGuessable, isLocal } from "../config.ts";

/** What whoever starts the desk should hear of settings that are taken. */
export const settingsWarnings = ({ baseUrl, secret }: Pick<Config, "baseUrl" | "secret">): readonly string[] => {
  const { protocol, hostname } = new URL(baseUrl);
  return [
    ...(protocol === "http:" && !isLocal(hostname)
      ? [
          "DOCKET_URL begins with http: whoever is between people and the desk can read what they write and act as them. " +
            "Put a proxy with TLS in front, unless your own network is all there is between.",
        ]
      : []),
    ...(isGuessable(secret)
      ? ["DOCKET_SECRET can be guessed. Make another with `openssl rand -base64 33` before others reach the desk."]
      : []),
  ];
};
