import { idRandomBytes, makeId } from "@docket/core/ids";
import type { Ids } from "../services.ts";

const random = (bytes: number): Uint8Array => crypto.getRandomValues(new Uint8Array(bytes));

/** base64url: letters that need no escape in urls and headers. */
const asText = (bytes: Uint8Array): string =>
  btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

/** Ids and secrets from the random source of the platform. */
export const cryptoIds: Ids = {
  next: (noun, at) => makeId(noun, at, random(idRandomBytes)),
  token: () => asText(random(32)),
  fraction: () => new DataView(random(4).buffer as ArrayBuffer).getUint32(0) / 2 ** 32,
};
