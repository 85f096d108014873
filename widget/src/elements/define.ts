/** Registers an element once, also when two builds of Docket meet on one page. */
export const define = (name: string, element: CustomElementConstructor): void => {
  if (!customElements.get(name)) customElements.define(name, element);
};
