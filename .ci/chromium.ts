import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import packaged, { inflate } from "@sparticuz/chromium";

/** What Playwright needs to start the browser of the tests. */
export interface BrowserLaunch {
  readonly executablePath: string;
  readonly args: string[];
  readonly env: Record<string, string>;
}

const cache = join(import.meta.dirname, "../node_modules/.cache/docket");
const home = join(cache, "chromium-with-libraries");

/** Libraries of the browser that a small system does not have; the package unpacks them in Amazon's cloud only. */
const libraries = fileURLToPath(new URL("../bin/al2023.tar.br", import.meta.resolve("@sparticuz/chromium")));

/** The package's own list looks for its fonts at fixed places only; a browser without fonts draws text of no width. */
const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts</dir>
  <dir>/usr/share/fonts</dir>
</fontconfig>
`;

/**
 * Unpacks the Chromium of the npm package into a folder of its own. The package unpacks to the system's temporary folder
 * and takes a half-written file for a finished one; the rename makes it safe for test runs that start together.
 */
const unpack = async (): Promise<void> => {
  await mkdir(cache, { recursive: true });
  const fresh = await mkdtemp(join(cache, "unpack-"));
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = fresh;
  try {
    await packaged.executablePath();
    await inflate(libraries);
    await writeFile(join(fresh, "fonts", "fonts.conf"), fonts);
  } finally {
    if (before === undefined) delete process.env["TMPDIR"];
    else process.env["TMPDIR"] = before;
  }
  try {
    await rename(fresh, home);
  } catch (error) {
    await rm(fresh, { recursive: true });
    if (!existsSync(home)) throw error;
  }
};

const inherited = (): Record<string, string> =>
  Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));

/**
 * The browser that tests run in: the one that DOCKET_CHROMIUM names, or else the one that came with the packages. The
 * package's own list of arguments is left out, since it turns off the same-origin policy, which the tests are to meet.
 */
export const browserLaunch = async (): Promise<BrowserLaunch> => {
  const named = process.env["DOCKET_CHROMIUM"];
  if (named !== undefined && named !== "") return { executablePath: named, args: [], env: inherited() };
  if (!existsSync(home)) await unpack();
  return {
    executablePath: join(home, "chromium"),
    args: ["--font-render-hinting=none"],
    env: { ...inherited(), FONTCONFIG_PATH: join(home, "fonts"), LD_LIBRARY_PATH: join(home, "al2023/lib") },
  };
};
