import { getLocale } from "./locale.ts";

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

const steps = [
  { until: hour, size: minute, unit: "minute" },
  { until: day, size: hour, unit: "hour" },
  { until: 7 * day, size: day, unit: "day" },
] as const;

/** Date and time in full, such as "Nov 21, 2025, 8:15 AM". */
export const fullTime = (at: Date): string =>
  new Intl.DateTimeFormat(getLocale(), { dateStyle: "medium", timeStyle: "short" }).format(at);

/** How long ago, for times of the last week; the date for older ones. */
export const relativeTime = (at: Date, now: number): string => {
  const ago = Math.max(0, now - at.getTime());
  const format = new Intl.RelativeTimeFormat(getLocale(), { numeric: "auto" });
  if (ago < minute) return format.format(0, "second");
  const step = steps.find(({ until }) => ago < until);
  if (step) return format.format(-Math.floor(ago / step.size), step.unit);
  return new Intl.DateTimeFormat(getLocale(), { dateStyle: "medium" }).format(at);
};

/** A size for people: "12 kB", "3.4 MB", and never less than 1 kB. */
export const fileSize = (bytes: number): string => {
  const [value, unit] = bytes < 1e6 ? [Math.max(1, bytes / 1e3), "kilobyte"] : [bytes / 1e6, "megabyte"];
  const digits = value < 10 ? 1 : 0;
  return new Intl.NumberFormat(getLocale(), { style: "unit", unit, maximumFractionDigits: digits }).format(value);
};
