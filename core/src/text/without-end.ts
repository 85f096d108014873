/**
 * A text without those of these characters that it ends with. A pattern that is tied to the end would try it again at each of
 * them in the middle.
 */
export const withoutEnd = (text: string, characters: string): string => {
  let end = text.length;
  while (end > 0 && characters.includes(text.charAt(end - 1))) end--;
  return text.slice(0, end);
};
