import { createHMAC } from "@better-auth/utils/hmac";
import type { Config } from "../config.ts";
import { sha256 } from "../platform/digest.ts";

const sign = (secret: string, email: string): Promise<string> =>
  createHMAC("SHA-256", "base64urlnopad").sign(secret, `not-me:${email}`);

/** The page on which whoever reads the mail of an address says that the tickets opened with it are not theirs. */
export const notMeLink = async (
  { baseUrl, secret }: Pick<Config, "baseUrl" | "secret">,
  email: string,
): Promise<string> =>
  `${baseUrl}/not-me?${new URLSearchParams({ address: email, proof: await sign(secret, email) }).toString()}`;

/** Whether somebody came here by the link of an email to this address. */
export const isProof = async (secret: string, email: string, proof: string): Promise<boolean> => {
  const [given, right] = await Promise.all([sha256(proof), sign(secret, email).then(sha256)]);
  return given === right;
};
