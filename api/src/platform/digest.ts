import { createHash } from "node:crypto";

const hex = (bytes: ArrayBuffer): string =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");

/** What is hashed on the spot: to wait for a thread that may be busy takes longer. */
const short = 4096;

/** SHA-256 of text (as UTF-8) or bytes, in hexadecimal. */
export const sha256 = async (data: string | Uint8Array<ArrayBuffer>): Promise<string> => {
  if (data.length <= short) return createHash("sha256").update(data).digest("hex");
  return hex(await crypto.subtle.digest("SHA-256", typeof data === "string" ? new TextEncoder().encode(data) : data));
};

/** Takes the SHA-256 of bytes as they flow by. */
export class FlowingDigest {
  readonly #hash = createHash("sha256");

  add(chunk: Uint8Array): void {
    this.#hash.update(chunk);
  }

  /** In hexadecimal; once, when everything went by. */
  end(): string {
    return this.#hash.digest("hex");
  }
}

/** Looks at bytes while they flow by. */
export const seenBy = (
  bytes: ReadableStream<Uint8Array>,
  look: (chunk: Uint8Array) => void,
): ReadableStream<Uint8Array> =>
  bytes.pipeThrough(
    new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        look(chunk);
        controller.enqueue(chunk);
      },
    }),
  );

/** SHA-256 of what comes, which goes nowhere. */
export const sha256Of = async (bytes: ReadableStream<Uint8Array>): Promise<string> => {
  const digest = new FlowingDigest();
  for await (const chunk of bytes) digest.add(chunk);
  return digest.end();
};
