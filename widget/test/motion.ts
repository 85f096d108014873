/** The animations below this root that come to an end, those in shadow trees too. */
const motions = (root: Document | ShadowRoot): Animation[] => [
  ...root.getAnimations().filter((animation) => animation.effect?.getTiming().iterations !== Infinity),
  ...[...root.querySelectorAll("*")].flatMap(({ shadowRoot }) => (shadowRoot ? motions(shadowRoot) : [])),
];

/** Waits until nothing moves any more: what is looked at half-way has colours and places that nobody sees. */
export const standStill = async (): Promise<void> => {
  await Promise.all(motions(document).map((animation) => animation.finished.catch(() => undefined)));
};
