import { msg } from "@lit/localize";
import { ApiError } from "../client/api.ts";

/**
 * Throws why a site could not be read. Where the desk answers and the browser lets this page read nothing, the site does
 * not list it: a browser tells that from no answer only to who asks for what any page may load. Whoever builds the page
 * finds in the console what to do.
 */
export const explainForeign = async (
  thrown: unknown,
  {
    api,
    site,
    send = fetch,
  }: { readonly api: string; readonly site: string; readonly send?: typeof fetch | undefined },
): Promise<never> => {
  if (!(thrown instanceof ApiError) || thrown.problem.status !== 0) throw thrown;
  const options = { mode: "no-cors", credentials: "omit", cache: "no-store" } as const;
  const answers = await send(`${api}/widget.js`, options).then(
    () => true,
    () => false,
  );
  if (!answers) throw thrown;
  console.error(`Docket: ${site} does not list ${location.origin}. Add it in the dashboard, under Sites.`);
  const detail = msg("The help desk is not set up for this page.");
  throw new ApiError({ status: 403, code: "request.cross_origin", detail });
};
