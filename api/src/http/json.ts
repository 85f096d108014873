/** Far more than any body of the API has: each costs much more to check than to send. */
export const mostValues = 2000;

/** How many names of fields a value has, however deep; null when there is more in it than in any body. */
export const countNames = (value: unknown): number | null => {
  let [names, all] = [0, 0];
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    const values: unknown[] = Object.values(one);
    all += values.length;
    if (all > mostValues) return null;
    if (!Array.isArray(one)) names += values.length;
    for (const inner of values) open.push(inner);
  }
  return names;
};

/** In JSON a string before a colon is a name. */
const strings = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/**
 * Whether a text of JSON names a field of an object twice. The last one would count, and whoever wrote the first would not
 * know: what was read from it has fewer names, which are counted in `known`.
 */
export const namesTwice = (text: string, known: number): boolean => {
  let names = 0;
  for (const [, colon] of text.matchAll(strings)) {
    if (colon !== undefined) names++;
    if (names > known) return true;
  }
  return false;
};
