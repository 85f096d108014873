/** What stands for files where there is room for a few words: the name of the only one, or how many there are. */
export const filesText = (names: readonly string[]): string =>
  names.length > 1 ? `${names.length} files` : (names[0] ?? "");
