type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const controlsOf = (form: HTMLFormElement): readonly Control[] => [
  ...form.querySelectorAll<Control>("input, textarea, select"),
];

const isTicked = (control: Control): control is HTMLInputElement =>
  control instanceof HTMLInputElement && control.type === "checkbox";

/** What tells a control from the others: several checkboxes may share a name. */
const keyOf = (control: Control): string => `${control.name} ${isTicked(control) ? control.value : ""}`;

const valueOf = (control: Control): string | boolean => (isTicked(control) ? control.checked : control.value);

const startOf = (control: Control): string | boolean => {
  if (isTicked(control)) return control.defaultChecked;
  if (!(control instanceof HTMLSelectElement)) return control.defaultValue;
  return ([...control.options].find(({ defaultSelected }) => defaultSelected) ?? control.options[0])?.value ?? "";
};

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
