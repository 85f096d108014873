/** Whether this is `npm run proof`, which goes all the way and shows what it measures. */
export const isProof = process.env["DOCKET_PROOF"] !== undefined;

/** How much a test does: a little each time, and the whole in `npm run proof`. */
export const size = (little: number, whole: number): number => (isProof ? whole : little);
