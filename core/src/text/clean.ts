/**
 * Colours and cursor movements of a terminal (ECMA-48): control sequences, strings with an end, and short escapes. What begins
 * one string ends the one before, as in terminals; so nothing is read twice, however many begin and have no end.
 */
const terminal =
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u0090\u0098\u009c-\u009f]*(?:\u0007|\u001b\\|\u009c)|\u001b(?:[ -/]+[0-~]|[78=>cDEHMNOZ])/g;

/** All that means a new line to some program. */
const lineEnds = /\r\n?|[\u000b\u000c\u0085\u2028\u2029]/g;

const controls = /[^\P{Cc}\t\n]/gu;

/** Halves of characters, which no store can hold. */
const halves = /\p{Cs}/gu;

/**
 * Turn the direction of everything after them, letter by letter, with which `gpj.exe` poses as `exe.jpg`. The marks and
 * isolates that people need to mix scripts stay.
 */
const overrides = /[\u202d\u202e]/g;

/** What is not seen at the beginning or the end of a line, and carries nothing there. */
const blank = "[\\s\\u115f\\u1160\\u180e\\u200b\\u2060\\u2800\\u3164\\ufeff\\uffa0]";
const blankEnds = new RegExp(`^${blank}+`);

/** Written by hand: a pattern that is tied to the end tries it again at each blank in the middle. */
const trim = (text: string): string => {
  const isBlank = new RegExp(blank);
  let end = text.length;
  while (end > 0 && isBlank.test(text.charAt(end - 1))) end--;
  return text.slice(0, end).replace(blankEnds, "");
};

/** Text of several lines without what no person wrote: line ends become `\n`, control characters are left out. */
export const cleanText = (text: string): string =>
  trim(
    text.replace(terminal, "").replace(lineEnds, "\n").replace(controls, "").replace(halves, "").replace(overrides, ""),
  );

/** The same as one line: what would have ended it becomes a blank. */
export const cleanLine = (text: string): string => trim(cleanText(text).replace(/[\t\n]+/g, " "));

/** Marks within a name that nobody sees, but which make two names out of one. */
const hidden = /[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/g;

/** The name of a file as people see it; what would make it a path becomes `_`. */
export const cleanFileName = (name: string): string => trim(cleanLine(name).replace(hidden, "").replace(/[/\\]/g, "_"));

/** A character that is seen by itself: no blank, no mark of direction, nothing that only changes its neighbour. */
const seen = /[^\s\p{Default_Ignorable_Code_Point}\p{Bidi_Control}\p{M}\p{Cc}\p{Cs}\u2800\ufff9-\ufffb]/u;

/** Whether there is anything to see. */
export const isSeen = (text: string): boolean => seen.test(text);

/** The zeros of the digits that people type: ASCII, Arabic, Persian, Devanagari, Bengali, Thai, full width. */
const zeros = [0x30, 0x660, 0x6f0, 0x966, 0x9e6, 0xe50, 0xff10];

/** The digits of a text, as ASCII; all else is left out. */
export const digitsOf = (text: string): string =>
  Array.from(text, (char) => {
    const code = char.codePointAt(0) ?? 0;
    const zero = zeros.find((first) => code >= first && code <= first + 9);
    return zero === undefined ? "" : String(code - zero);
  }).join("");
