/** Markup that is safe to send: every value in it was escaped. Only `html` makes it. */
export class Html {
  readonly markup: string;

  constructor(strings: TemplateStringsArray, values: readonly Content[]) {
    this.markup = strings.reduce((before, string, i) => before + asMarkup(values[i - 1] ?? "") + string);
  }
}

type Content = string | number | Html | readonly Html[];

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

const escape = (text: string): string => text.replace(/[&<>"']/g, (char) => entities[char] ?? "");

const asMarkup = (content: Content): string => {
  if (content instanceof Html) return content.markup;
  return typeof content === "object" ? content.map(asMarkup).join("") : escape(String(content));
};

/** Markup in which every value becomes text. Attributes that take a value must be in quotes. */
export const html = (strings: TemplateStringsArray, ...values: readonly Content[]): Html => new Html(strings, values);
