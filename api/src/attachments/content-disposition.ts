const asciiOnly = (name: string): string => name.replace(/[^\x20-\x7e]|["\\%]/gu, "_");

/** `encodeURIComponent` leaves four characters that RFC 8187 wants encoded. */
const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** The header that makes a browser save a file under this name instead of showing it (RFC 6266, RFC 8187). */
export const contentDisposition = (name: string): string => {
  const whole = name.toWellFormed();
  return `attachment; filename="${asciiOnly(whole)}"; filename*=UTF-8''${encoded(whole)}`;
};
