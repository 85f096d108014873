/** Text as one line, fit for a header: no line break, no control character, no turn of the direction of writing. */
export const lineOf = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]+/gu, " ")
    .trim();
