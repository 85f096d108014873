/** What a change of a site says, as its event keeps it. */
interface SiteDiff {
  readonly active?: { readonly to: boolean };
  readonly origins?: { readonly from: readonly string[]; readonly to: readonly string[] };
}

/** Whether a change of a site shuts anybody out: it was switched off, or fewer pages may use it. */
export const takesAway = (data: unknown): boolean => {
  const { active, origins } = data as SiteDiff;
  return active?.to === false || (origins?.from.some((origin) => !origins.to.includes(origin)) ?? false);
};
