interface Letter {
  readonly to: string;
  readonly text: string;
}

/** Every letter that a desk has sent, as its development mailbox shows them. */
const letters = async (url: string): Promise<readonly Letter[]> =>
  ((await (await fetch(`${url}/dev/mailbox.json`)).json()) as { items: Letter[] }).items;

/** All that somebody was written. */
export const lettersTo = async (url: string, email: string): Promise<string> =>
  (await letters(url)).flatMap(({ to, text }) => (to === email ? [text] : [])).join("\n");
