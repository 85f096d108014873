type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const controlsOf = (form: HTMLFormElement): readonly Control[] => [
  ...form.querySelectorAll<Control>("input, textarea, select"),
];

const isTicked = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && control.type === "checkbox";

/** What tells a control from the others: several checkboxes may share a name. */
const keyOf = (control: Control): string => `${control.name} ${isTicked(control) ? control.value : ""}`;

const valueOf = (control: Control): string | boolean => (isTicked(control) ? control.checked : control.value);

const startOption = ({ options }: HTMLSelectElement): HTMLOptionElement | undefined =>
  [...options].find(({ defaultSelected }) => defaultSelected) ?? options[0];

const startOf = (control: Control): string | boolean => {
  if (isTicked(control)) return control.defaultChecked;
  return control instanceof HTMLSelectElement ? (startOption(control)?.value ?? "") : control.defaultValue;
};

/** What a control began with, in the words that people read. */
const startText = (control: Control): string =>
  control instanceof HTMLSelectElement
    ? (startOption(control)?.text ?? "")
    : control.defaultValue.split("\n").filter(Boolean).join(", ");

/** What somebody changed in a form against what it began with. */
export const enteredIn = (form: HTMLFormElement): ReadonlyMap<string, string | boolean> =>
  new Map(
    controlsOf(form)
      .filter((control) => valueOf(control) !== startOf(control))
      .map((control) => [keyOf(control), valueOf(control)]),
  );

/** Begins a form anew with what it shows by now, and puts back into it what had been entered. */
export const enterAgain = (form: HTMLFormElement, entered: ReadonlyMap<string, string | boolean>): void => {
  form.reset();
  for (const control of controlsOf(form)) {
    const value = entered.get(keyOf(control));
    if (typeof value === "boolean" && isTicked(control)) control.checked = value;
    else if (typeof value === "string") control.value = value;
  }
};

/** What a form begins with. */
export const startsIn = (form: HTMLFormElement): ReadonlyMap<string, string | boolean> =>
  new Map(controlsOf(form).map((control) => [keyOf(control), startOf(control)]));

/** A field in which somebody entered one thing, while another was saved. */
export interface Clash {
  readonly label: string;
  /** What was saved. */
  readonly now: string;
}

/**
 * Where a form that had begun with `before` begins with something else by now, and something else again stands in it.
 * A checkbox is never among them: it has only two values.
 */
export const clashesIn = (form: HTMLFormElement, before: ReadonlyMap<string, string | boolean>): readonly Clash[] =>
  controlsOf(form)
    .filter((control) => startOf(control) !== before.get(keyOf(control)) && startOf(control) !== valueOf(control))
    .map((control) => ({ label: control.labels?.[0]?.textContent.trim() ?? "", now: startText(control) }));
