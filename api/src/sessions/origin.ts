/** Longer than what browsers call themselves. */
const longestClient = 300;

/** What a request says of the program that sends it: printable, and not without end; null where it says nothing. */
export const clientOf = (headers: Headers): string | null => {
  const client = (headers.get("user-agent") ?? "").replace(/[^\x20-\x7e]/g, "").trim();
  return client === "" ? null : client.slice(0, longestClient);
};
