import { msg } from "@lit/localize";
import { ApiError } from "../client/api.ts";

interface Asked {
  readonly api: string;
  readonly site: string;
  readonly send?: typeof fetch | undefined;
  /** What the console said already. */
  readonly said: Set<string>;
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

/** Whether the desk knows no site of this id, or the id is none. */
const isUnknownSite = (thrown: unknown): boolean =>
  thrown instanceof ApiError &&
  (thrown.problem.code === "site.unknown" || (thrown.problem.errors ?? []).some(({ field }) => field === "site"));

/** What whoever builds the page has to do; null where nothing came of a request for another reason. */
const adviceOn = async (thrown: unknown, asked: Asked): Promise<string | null> => {
  if (isUnknownSite(thrown)) return `there is no site ${asked.site}. Copy its id from the dashboard, under Sites.`;
  if (!(thrown instanceof ApiError) || thrown.problem.status !== 0 || !(await isForeign(asked))) return null;
  return `${asked.site} does not list ${location.origin}. Add it in the dashboard, under Sites.`;
};

/** Throws why nothing came of a request. Whoever builds the page finds in the console what to do about it. */
export const explainForeign = async (thrown: unknown, asked: Asked): Promise<never> => {
  const advice = await adviceOn(thrown, asked);
  if (advice === null) throw thrown;
  if (!asked.said.has(advice)) console.error(`Docket: ${advice}`);
  asked.said.add(advice);
  const detail = msg("The help desk is not set up for this page.");
  throw new ApiError({ status: 403, code: "request.cross_origin", detail });
};
