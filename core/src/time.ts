/** Milliseconds since the Unix epoch; what the domain and the database keep. */
export type Ms = number;

export const second = 1000;
export const minute = 60 * second;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A time as the wire writes it: ISO 8601 in UTC with milliseconds. */
export const toIso = (at: Ms): string => new Date(at).toISOString();

export const toIsoOrNull = (at: Ms | null): string | null => (at === null ? null : toIso(at));
