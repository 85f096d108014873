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

/** What people call the browser and the machine of a `User-Agent`, as far as they are known. */
export const knownClient = (client: string): { readonly browser?: string; readonly system?: string } => {
  const [browser, system] = [find(browsers, client), find(systems, client)];
  return { ...(browser ? { browser } : {}), ...(system ? { system } : {}) };
};
