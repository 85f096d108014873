import type { Config } from "../config.ts";
import { isGuessable, isLocal } from "../config.ts";

const portOf = ({ port, protocol }: URL): number => Number(port || (protocol === "https:" ? 443 : 80));

/** What whoever starts the desk should hear of settings that are taken; it listens on `port`. */
export const settingsWarnings = (
  { baseUrl, secret }: Pick<Config, "baseUrl" | "secret">,
  port: number,
): readonly string[] => {
  const url = new URL(baseUrl);
  const { protocol, hostname } = url;
  return [
    ...(isLocal(hostname) && portOf(url) !== port
      ? [
          `DOCKET_URL is at port ${portOf(url)}, but the desk listens on port ${port}: links in emails lead nowhere. ` +
            "Set PORT or DOCKET_URL so that both say the same, unless a proxy on this machine stands between.",
        ]
      : []),
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
