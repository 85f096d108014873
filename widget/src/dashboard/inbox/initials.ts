const letters = new Intl.Segmenter();

/** One or two letters that stand for a name. */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/);
  const ends = words.length > 1 ? [words.at(0), words.at(-1)] : words;
  const firsts = ends.map((word = "") => letters.segment(word).containing(0)?.segment ?? "");
  return firsts.join("").toUpperCase();
};
