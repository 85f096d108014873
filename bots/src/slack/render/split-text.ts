/** A piece of a text: plain words, or code that stood between fences of three backticks. */
export interface Piece {
  readonly code: boolean;
  readonly text: string;
}

const opens = /^```[^`]*$/;
const closes = /```[ \t]*$/;

/** The pieces of a text. The fences of code and the lines they stand on are left out. */
export const readPieces = (text: string): readonly Piece[] => {
  const lines = text.split("\n");
  const lastEnd = lines.findLastIndex((line) => closes.test(line));
  const pieces: Piece[] = [];
  let plain: string[] = [];
  const endPlain = (isLast: boolean): void => {
    pieces.push({ code: false, text: plain.join("\n") + (isLast || plain.length === 0 ? "" : "\n") });
    plain = [];
  };
  for (let i = 0; i < lines.length; i++) {
    const line = lines[i] ?? "";
    if (i >= lastEnd || !opens.test(line)) {
      plain.push(line);
      continue;
    }
    endPlain(false);
    let end = i + 1;
    while (!closes.test(lines[end] ?? "")) end++;
    const last = (lines[end] ?? "").replace(closes, "");
    const code = [...lines.slice(i + 1, end), ...(last === "" ? [] : [last])];
    pieces.push({ code: true, text: code.join("\n") });
    i = end;
  }
  endPlain(true);
  return pieces.filter((piece) => piece.text !== "");
};

/** What belongs to the character before it. */
const joining = /^(?:\u200D|\p{M}|[\u{1F3FB}-\u{1F3FF}])/u;
const mostJoined = 40;

const isInside = (text: string, at: number): boolean => {
  const before = text.charCodeAt(at - 1);
  if (before >= 0xd800 && before < 0xdc00) return true;
  return before === 0x200d || joining.test(text.slice(at, at + 2));
};

/** The last place up to `max` where a text may be cut without breaking a character. */
const cutBetweenCharacters = (text: string, max: number): number => {
  for (let at = max; at > Math.max(1, max - mostJoined); at--) if (!isInside(text, at)) return at;
  const code = text.charCodeAt(max - 1);
  return code >= 0xd800 && code < 0xdc00 ? max - 1 : max;
};

/** Where to cut a text that is longer than `max`: after a paragraph, a line or a word where that wastes not too much. */
const cutAt = (text: string, max: number): number => {
  const head = text.slice(0, max);
  for (const end of [/\n{2,}/g, /\n/g, /\s+/g]) {
    const last = [...head.matchAll(end)].at(-1);
    const at = last === undefined ? 0 : last.index + last[0].length;
    if (at > max / 2) return at;
  }
  return cutBetweenCharacters(text, max);
};

/**
 * Pieces in parts of at most `max` UTF-16 units, of which each piece takes a `toll` of much less beside its own. Words
 * stay whole where they can, and code that must be cut is cut at the end of a line. The parts one after the other hold
 * the same text.
 */
export const splitPieces = (pieces: readonly Piece[], max: number, toll: number): readonly (readonly Piece[])[] => {
  const parts: Piece[][] = [[]];
  let room = max;
  const begin = (): void => {
    parts.push([]);
    room = max;
  };
  for (const { code, text } of pieces) {
    for (let rest = text; rest !== "";) {
      // Code that fits into one part is not cut because of what stands before it, and no word for the want of room.
      const needed = rest.length + toll;
      if (needed > room && room < max && (room < max / 4 || (code && needed <= max))) begin();
      const isLast = needed <= room;
      const at = isLast ? rest.length : cutAt(rest, room - toll);
      parts.at(-1)?.push({ code, text: rest.slice(0, at) });
      rest = rest.slice(at);
      room -= at + toll;
      if (!isLast) begin();
    }
  }
  return parts.filter((part) => part.length > 0);
};
