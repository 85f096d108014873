import { fileTypeFromBuffer } from "file-type/core";

const isText = (bytes: Uint8Array): boolean => {
  if (bytes.includes(0)) return false;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** What bytes look like. What the sender says about them, and their name, count for nothing. */
export const sniff = async (bytes: Uint8Array): Promise<string> => {
  const type = await fileTypeFromBuffer(bytes);
  if (type) return type.mime;
  return isText(bytes) ? "text/plain" : "application/octet-stream";
};

const shown = new Set(["image/png", "image/jpeg", "image/gif", "image/webp", "application/pdf"]);

/** The type under which a file is given out: its own only where no browser takes it for a page. */
export const servedType = (contentType: string): string => {
  if (contentType === "text/plain") return "text/plain; charset=utf-8";
  return shown.has(contentType) ? contentType : "application/octet-stream";
};
