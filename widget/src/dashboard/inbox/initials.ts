import { isSeen } from "@docket/core/text/clean";

const graphemes = new Intl.Segmenter();

const charactersOf = (text: string): readonly string[] =>
  Array.from(graphemes.segment(text), ({ segment }) => segment).filter(isSeen);

const isLetter = (character: string): boolean => /^[\p{L}\p{N}]/u.test(character);

/** One or two characters that stand for a name: letters or digits where it has any, and never nothing. */
export const initials = (name: string): string => {
  const words = name.split(/\s+/).map(charactersOf);
  const firsts = words.flatMap((word) => word.find(isLetter) ?? []);
  const [first = words.flat()[0] ?? "?", ...others] = firsts;
  return (first + (others.at(-1) ?? "")).toUpperCase();
};
