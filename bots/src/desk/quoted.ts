/** A message that somebody forwards, as plain text: who wrote it, if the chat says so, and what. */
export const quoted = (author: string | undefined, text: string): string => {
  const lines = text.trim() === "" ? [] : text.split("\n").map((line) => `> ${line}`.trimEnd());
  return [author ? `Forwarded from ${author}:` : "Forwarded:", ...lines].join("\n");
};
