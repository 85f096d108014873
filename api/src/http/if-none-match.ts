const bare = (tag: string): string => tag.trim().replace(/^W\//, "");

/**
 * Whether somebody has this answer already. Compared weakly (RFC 9110, 13.1.2): whatever packs an answer on its way makes
 * its tag a weak one.
 */
export const isSameTag = (ifNoneMatch: string | undefined, etag: string): boolean =>
  (ifNoneMatch ?? "").split(",").some((tag) => bare(tag) === bare(etag) || tag.trim() === "*");
