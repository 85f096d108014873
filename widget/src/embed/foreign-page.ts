import { msg } from "@lit/localize";
import { ApiError } from "../client/api.ts";

interface Asked {
  readonly api: string;
  readonly site: string;
  readonly send?: typeof fetch | undefined;
}

/**
 * Whether the desk does its work and the browser lets this page read nothing of it: that it works, any page may read. The
 * answer of a proxy in front of a desk that is away cannot be read either, and says nothing about the page. The desk, too,
 * learns of the page from being asked for its site, and logs it.
 */
const isForeign = async ({ api, site, send = fetch }: Asked): Promise<boolean> => {
  const ask = (path: string): Promise<Response | null> =>
    send(`${api}${path}`, { credentials: "omit", cache: "no-store" }).catch(() => null);
  if (!(await ask("/readyz"))?.ok) return false;
  // What can be read by now was only lost on its way before.
  return (await ask(`/api/v1/widget/config?site=${encodeURIComponent(site)}`)) === null;
};

/** Throws why nothing came of a request. Whoever builds the page finds in the console what to do where the site does not list it. */
export const explainForeign = async (thrown: unknown, asked: Asked): Promise<never> => {
  if (!(thrown instanceof ApiError) || thrown.problem.status !== 0 || !(await isForeign(asked))) throw thrown;
  console.error(`Docket: ${asked.site} does not list ${location.origin}. Add it in the dashboard, under Sites.`);
  const detail = msg("The help desk is not set up for this page.");
  throw new ApiError({ status: 403, code: "request.cross_origin", detail });
};
