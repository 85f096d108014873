import { msg } from "@lit/localize";
import { ApiError } from "../client/api.ts";

interface Asked {
  readonly api: string;
  readonly site: string;
  readonly send?: typeof fetch | undefined;
}

/**
 * Whether the desk answers and the browser lets this page read nothing of it: a browser tells that from no answer only to
 * who asks for what any page may load. The desk, too, learns of the page from being asked for its site, and logs it.
 */
const isForeign = async ({ api, site, send = fetch }: Asked): Promise<boolean> => {
  const answers = (path: string, init: RequestInit): Promise<boolean> =>
    send(`${api}${path}`, { ...init, credentials: "omit", cache: "no-store" }).then(
      () => true,
      () => false,
    );
  if (!(await answers("/widget.js", { mode: "no-cors" }))) return false;
  // What can be read by now was only lost on its way before.
  return !(await answers(`/api/v1/widget/config?site=${encodeURIComponent(site)}`, {}));
};

/** Throws why nothing came of a request. Whoever builds the page finds in the console what to do where the site does not list it. */
export const explainForeign = async (thrown: unknown, asked: Asked): Promise<never> => {
  if (!(thrown instanceof ApiError) || thrown.problem.status !== 0 || !(await isForeign(asked))) throw thrown;
  console.error(`Docket: ${asked.site} does not list ${location.origin}. Add it in the dashboard, under Sites.`);
  const detail = msg("The help desk is not set up for this page.");
  throw new ApiError({ status: 403, code: "request.cross_origin", detail });
};
