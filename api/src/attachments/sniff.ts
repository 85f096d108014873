import { fileTypeFromBuffer } from "file-type/core";

/** Within so many bytes a file says what it is. */
const headBytes = 64 * 1024;

/** Finds out what bytes look like as they flow by. What the sender says about them, and their name, count for nothing. */
export class Sniffer {
  readonly #head: Uint8Array<ArrayBuffer>[] = [];
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  #inHead = 0;
  #isText = true;

  add(chunk: Uint8Array): void {
    if (this.#inHead < headBytes) {
      const part = chunk.slice(0, headBytes - this.#inHead);
      this.#head.push(part);
      this.#inHead += part.length;
    }
    if (this.#isText) this.#isText = !chunk.includes(0) && this.#decodes(chunk);
  }

  /** The media type; once, when everything went by. */
  async end(): Promise<string> {
    const head = new Uint8Array(await new Blob(this.#head).arrayBuffer());
    const type = await fileTypeFromBuffer(head);
    if (type) return type.mime;
    return this.#isText && this.#decodes() ? "text/plain" : "application/octet-stream";
  }

  /** Text in UTF-8 is text to its last byte; without a chunk this was the last one. */
  #decodes(chunk?: Uint8Array): boolean {
    try {
      this.#decoder.decode(chunk, { stream: chunk !== undefined });
      return true;
    } catch {
      return false;
    }
  }
}

const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"]);

/** The type under which a file is given out: its own only where no browser takes it for a page. */
export const servedType = (contentType: string): string => {
  if (contentType === "text/plain") return "text/plain; charset=utf-8";
  return shown.has(contentType) ? contentType : "application/octet-stream";
};
