const version = 1;
const nonceBytes = 12;

/** What was sealed cannot be opened: it was changed, belongs to something else, or was sealed with another secret. */
export class SealBroken extends Error {
  override readonly name = "SealBroken";
  override readonly message = "What was sealed cannot be opened: it was changed, or DOCKET_SECRET is another one now.";
}

const utf8 = (text: string): Uint8Array<ArrayBuffer> => new TextEncoder().encode(text);

const keyOf = async (secret: string): Promise<CryptoKey> => {
  const material = await crypto.subtle.importKey("raw", utf8(secret), "HKDF", false, ["deriveKey"]);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8("docket seal") };
  const use = { name: "AES-GCM", length: 256 };
  return crypto.subtle.deriveKey(derivation, material, use, false, ["encrypt", "decrypt"]);
};

const cipher = (nonce: Uint8Array<ArrayBuffer>, about: string) => ({
  name: "AES-GCM",
  iv: nonce,
  additionalData: utf8(`${version}:${about}`),
});

const toText = (bytes: Uint8Array): string => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));

const toBytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));

/**
 * Hides text so that only this desk can read it again: AES-256-GCM with a key by HKDF from the desk's secret. `about`
 * names what it belongs to, and it opens for that alone. One byte of version, the nonce, the rest; in base64.
 */
export const seal = async (secret: string, about: string, text: string): Promise<string> => {
  const nonce = crypto.getRandomValues(new Uint8Array(nonceBytes));
  const hidden = await crypto.subtle.encrypt(cipher(nonce, about), await keyOf(secret), utf8(text));
  return toText(new Uint8Array([version, ...nonce, ...new Uint8Array(hidden)]));
};

/** The text that was sealed. Throws `SealBroken`. */
export const unseal = async (secret: string, about: string, sealed: string): Promise<string> => {
  try {
    const bytes = toBytes(sealed);
    if (bytes[0] !== version) throw new SealBroken();
    const nonce = bytes.slice(1, 1 + nonceBytes);
    const text = await crypto.subtle.decrypt(cipher(nonce, about), await keyOf(secret), bytes.slice(1 + nonceBytes));
    return new TextDecoder().decode(text);
  } catch {
    throw new SealBroken();
  }
};
