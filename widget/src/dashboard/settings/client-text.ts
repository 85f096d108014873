import { msg, str } from "@lit/localize";

/** What browsers call themselves, the more particular first: most name others, too. */
const browsers: readonly (readonly [RegExp, string])[] = [
  [/\bEdgA?\//, "Edge"],
  [/\b(?:OPR|Opera)\//, "Opera"],
  [/\bSamsungBrowser\//, "Samsung Internet"],
  [/\b(?:Firefox|FxiOS)\//, "Firefox"],
  [/\b(?:Chrome|CriOS|Chromium|HeadlessChrome)\//, "Chrome"],
  [/\bVersion\/[\d.]+.*\bSafari\//, "Safari"],
];

const systems: readonly (readonly [RegExp, string])[] = [
  [/\biPhone\b/, "iPhone"],
  [/\biPad\b/, "iPad"],
  [/\bAndroid\b/, "Android"],
  [/\bWindows\b/, "Windows"],
  [/\bMac OS X\b|\bMacintosh\b/, "macOS"],
  [/\bCrOS\b/, "ChromeOS"],
  [/\bLinux\b/, "Linux"],
];

const find = (known: readonly (readonly [RegExp, string])[], client: string): string | undefined =>
  known.find(([pattern]) => pattern.test(client))?.[1];

/** What people call the browser and the machine of a `User-Agent`; what is not known stands as it was sent. */
export const clientText = (client: string | null): string => {
  if (client === null) return msg("An unknown program");
  const [browser, system] = [find(browsers, client), find(systems, client)];
  if (browser && system) return msg(str`${browser} on ${system}`);
  return browser ?? client;
};
