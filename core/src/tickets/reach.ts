/** Why no email goes to whoever asked for a ticket. */
export const unreachedReasons = ["deleted", "switched_off", "disowned"] as const;
export type Unreached = (typeof unreachedReasons)[number];

/** No mail goes to such an address; the desk gives it to those who were deleted (RFC 6761). */
export const isMailable = (address: string): boolean => !/\.invalid$/i.test(address);

/** The part of a requester that decides whether they are reached. */
export interface Reachable {
  readonly email: string;
  readonly active: boolean;
  /** Whoever reads the mail there said that it was not them who opens such tickets. */
  readonly isDisowned: boolean;
}

/**
 * Why no email about a ticket goes to its requester; null where it does. Whoever disowned tickets that others open with
 * their address still hears of those for which the address was proven.
 */
export const unreached = (
  { email, active, isDisowned }: Reachable,
  { emailProven }: { readonly emailProven: boolean },
): Unreached | null => {
  if (!isMailable(email)) return "deleted";
  if (!active) return "switched_off";
  return isDisowned && !emailProven ? "disowned" : null;
};
