/** How many names of fields a value has, however deep. */
const countNames = (value: unknown): number => {
  let names = 0;
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== "object" || one === null) continue;
    const values: unknown[] = Object.values(one);
    if (!Array.isArray(one)) names += values.length;
    for (const inner of values) open.push(inner);
  }
  return names;
};

/** In JSON a string before a colon is a name. */
const strings = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/**
 * Whether a text of JSON names a field of an object twice. The last one would count, and whoever wrote the first would not
 * know: `value`, which was read from it, has fewer names.
 */
export const namesTwice = (text: string, value: unknown): boolean => {
  let names = 0;
  for (const [, colon] of text.matchAll(strings)) if (colon !== undefined) names++;
  return names !== countNames(value);
};
