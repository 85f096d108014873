/** How much a test does: a little each time, and the whole in `npm run proof`. */
export declare const size: (little: number, whole: number) => number;
