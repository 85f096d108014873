/** How much a test does: a little each time, and the whole in `npm run proof`. */
export const size = (little: number, whole: number): number =>
  process.env["DOCKET_PROOF"] === undefined ? little : whole;
