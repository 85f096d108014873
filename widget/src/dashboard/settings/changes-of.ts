const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** What was entered that is not so yet; null when that is nothing. */
export const changesOf = <T extends object>(before: T, entered: T): Partial<T> | null => {
  const changed = Object.entries(entered).filter(([field, value]) => !isSame(before[field as keyof T], value));
  return changed.length === 0 ? null : (Object.fromEntries(changed) as Partial<T>);
};
