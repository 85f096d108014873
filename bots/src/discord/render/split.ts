import { cutBefore, escapeLinked } from "./markdown.ts";

/** A part of a text: what was written, and how it is sent. */
export interface TextPart {
  readonly source: string;
  readonly shown: string;
}

interface Block {
  readonly source: string;
  /** What stands between its fences, and its language; null for what is no code. */
  readonly code: { readonly language: string; readonly lines: string } | null;
}

const fenced = /^```([\w+#-]{0,20})\n((?:(?!```)[^])*?)\n```[ \t]*(?:\n|$)/gm;

const blocksOf = (text: string): readonly Block[] => {
  const blocks: Block[] = [];
  let end = 0;
  for (const { 0: source, 1: language = "", 2: lines = "", index } of text.matchAll(fenced)) {
    if (lines.trim() === "") continue;
    blocks.push({ source: text.slice(end, index), code: null }, { source, code: { language, lines } });
    end = index + source.length;
  }
  return [...blocks, { source: text.slice(end), code: null }].filter(({ source }) => source !== "");
};

/** Where to break text of which `end` fits: after a line, else after a word, unless that leaves half of it out. */
const breakAt = (text: string, end: number): number => {
  const line = text.lastIndexOf("\n", end - 1) + 1;
  if (line > end / 2) return line;
  const word = text.slice(0, end).search(/\s\S*$/) + 1;
  return word > end / 2 ? word : end;
};

/** How much of the beginning of a text takes at most `room` when it is escaped. */
const lengthThatFits = (text: string, room: number): number => {
  let low = 0;
  let high = Math.min(text.length, room);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (escapeLinked(text.slice(0, middle)).length <= room) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The beginning of words that fits. */
const wordsThatFit = (source: string, room: number): TextPart => {
  const fits = Math.max(lengthThatFits(source, room), 1);
  const begun = source.slice(0, fits === source.length ? fits : breakAt(source, cutBefore(source, fits)));
  return { source: begun, shown: escapeLinked(begun) };
};

const fence = "```";

/** Discord knows no code of empty lines. */
const codeShown = (language: string, lines: string, after: string): string =>
  lines.trim() === "" ? lines : `${fence}${language}\n${lines}\n${fence}${after}`;

const fencesLength = (language: string): number => 2 * fence.length + language.length + 3;

/** Code in as many parts as it takes; each has fences of its own. */
const codeParts = ({ source, code }: Block, room: number): readonly TextPart[] => {
  if (!code) return [];
  const { language, lines } = code;
  const after = source.endsWith("\n") ? "\n" : "";
  const parts: TextPart[] = [];
  const most = room - fencesLength(language);
  let rest = lines;
  while (rest.length > most) {
    const end = breakAt(rest, cutBefore(rest, most));
    const begun = rest.slice(0, end);
    parts.push({ source: begun, shown: codeShown(language, begun.replace(/\n$/, ""), "\n") });
    rest = rest.slice(end);
  }
  parts.push({ source: rest, shown: codeShown(language, rest, after) });
  const before = source.indexOf("\n") + 1;
  const behind = source.slice(before + lines.length);
  return parts.map((part, i) => ({
    shown: part.shown,
    source: `${i === 0 ? source.slice(0, before) : ""}${part.source}${i === parts.length - 1 ? behind : ""}`,
  }));
};

/** Less than this of a message is not worth beginning on. */
const worthwhile = 1 / 8;

/**
 * Splits visible text into parts of at most `room` UTF-16 code units: marks escaped, fenced code kept as code, breaks
 * after lines and words where there are some. The sources of the parts are the text.
 */
export const splitText = (text: string, room: number): readonly TextPart[] => {
  const parts: TextPart[] = [];
  let current: TextPart = { source: "", shown: "" };
  const flush = (): void => {
    if (current.source !== "") parts.push(current);
    current = { source: "", shown: "" };
  };
  const add = ({ source, shown }: TextPart): void => {
    if (current.shown.length + shown.length > room) flush();
    current = { source: current.source + source, shown: current.shown + shown };
  };
  for (const block of blocksOf(text)) {
    for (const part of codeParts(block, room)) add(part);
    let rest = block.code ? "" : block.source;
    while (rest !== "") {
      if (room - current.shown.length < room * worthwhile) flush();
      const part = wordsThatFit(rest, room - current.shown.length);
      add(part);
      rest = rest.slice(part.source.length);
      // What stands beside what decides what is a mark, so words that were cut apart stay apart.
      if (rest !== "") flush();
    }
  }
  flush();
  return parts;
};
