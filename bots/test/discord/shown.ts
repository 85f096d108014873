/** Text as people see it in Discord, and what Discord made of the marks in it. */
export interface Shown {
  readonly text: string;
  readonly marks: readonly Mark[];
}

export interface Mark {
  readonly kind: string;
  /** What it names: an id, an address. */
  readonly of: string;
}

interface Rule {
  readonly kind: string;
  readonly pattern: RegExp;
  /** Only at the beginning of a line. */
  readonly atLine?: boolean;
  /** What is seen of it; what is within is read on. */
  readonly seen?: (match: RegExpExecArray) => { readonly plain: string } | { readonly inner: string };
}

const plain = (text = ""): { readonly plain: string } => ({ plain: text });
const inner = (text = ""): { readonly inner: string } => ({ inner: text });

/** The rules of Discord's own reader, in its order. */
const rules: readonly Rule[] = [
  { kind: "quote", pattern: /(?: *>>> |[ \t]*> )/y, atLine: true, seen: () => plain() },
  { kind: "heading", pattern: /#{1,3} +(?=\S)/y, atLine: true, seen: () => plain() },
  { kind: "subtext", pattern: /-# +(?=\S)/y, atLine: true, seen: () => plain() },
  { kind: "list", pattern: /[ \t]*(?:[-*+]|\d+\.) +(?=\S)/y, atLine: true, seen: () => plain("• ") },
  { kind: "code", pattern: /```(?:[a-z0-9_+\-.#]+?\n)?\n*[^\n][^]*?\n*```/iy },
  { kind: "escape", pattern: /\\([^0-9A-Za-z\s])/y, seen: ([, mark]) => plain(mark) },
  { kind: "autolink", pattern: /<([^: >]+:\/[^ >]+)>/y, seen: ([, url]) => plain(url) },
  { kind: "url", pattern: /(?:https?|steam):\/\/[^\s<]+[^<.,:;"'\]\s]/y },
  {
    kind: "link",
    pattern:
      /\[((?:\[[^\]]*\]|[^[\]]|\](?=[^[]*\]))*)\]\(\s*<?((?:\([^)]*\)|[^\s\\]|\\.)*?)>?(?:\s+['"]([^]*?)['"])?\s*\)/y,
    seen: ([, label]) => inner(label),
  },
  { kind: "user", pattern: /<@!?(\d+)>/y },
  { kind: "role", pattern: /<@&(\d+)>/y },
  { kind: "channel", pattern: /<#(\d+)>/y },
  { kind: "everyone", pattern: /@(?:everyone|here)/y },
  { kind: "emoji", pattern: /<a?:\w+:\d+>|:[\w+~-]+:/y },
  { kind: "time", pattern: /<t:-?\d{1,17}(?::\w)?>/y },
  { kind: "command", pattern: /<\/[^\n:>]+:\d+>/y },
  { kind: "guide", pattern: /<id:\w+>/y },
  { kind: "inline code", pattern: /(`+)([^]*?[^`])\1(?!`)/y },
  { kind: "strong", pattern: /\*\*((?:\\[^]|[^\\])+?)\*\*(?!\*)/y, seen: ([, text]) => inner(text) },
  { kind: "underline", pattern: /__((?:\\[^]|[^\\])+?)__(?!_)/y, seen: ([, text]) => inner(text) },
  {
    kind: "emphasis",
    pattern: /\b_((?:\\[^]|[^_\\])+?)_\b|\*(?=\S)((?:\\[^]|[^*\\])+?)\*(?!\*)/y,
    seen: ([, a, b]) => inner(a ?? b),
  },
  { kind: "strike", pattern: /~~(?=\S)((?:\\[^]|~(?!~)|[^\s~\\]|\s(?!~~))+?)~~/y, seen: ([, text]) => inner(text) },
  { kind: "spoiler", pattern: /\|\|([^]+?)\|\|/y, seen: ([, text]) => inner(text) },
];

const matchAt = (content: string, at: number): { readonly rule: Rule; readonly match: RegExpExecArray } | null => {
  const isLine = at === 0 || content.charAt(at - 1) === "\n";
  for (const rule of rules) {
    if (rule.atLine === true && !isLine) continue;
    rule.pattern.lastIndex = at;
    const match = rule.pattern.exec(content);
    if (match) return { rule, match };
  }
  return null;
};

/** Reads a message as Discord's clients do. */
export const shown = (content: string): Shown => {
  let text = "";
  const marks: Mark[] = [];
  let at = 0;
  while (at < content.length) {
    const found = matchAt(content, at);
    if (!found) {
      text += content.charAt(at);
      at += 1;
      continue;
    }
    const { rule, match } = found;
    const seen = rule.seen?.(match) ?? plain(match[0]);
    if (rule.kind !== "escape")
      marks.push({ kind: rule.kind, of: (rule.kind === "link" ? match[2] : match[1]) ?? match[0] });
    if ("plain" in seen) text += seen.plain;
    else {
      const within = shown(seen.inner);
      text += within.text;
      marks.push(...within.marks);
    }
    at += match[0].length;
  }
  return { text, marks };
};
