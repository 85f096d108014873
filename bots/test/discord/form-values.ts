import { ComponentType } from "discord-api-types/v10";
import type { Modal, ModalField } from "./check-components.ts";
import type { Json } from "./views.ts";

/** What somebody fills in, by the custom id of the field. */
export type FormValues = Readonly<Record<string, string | readonly string[] | boolean>>;

const fault = (field: ModalField, what: string): Error =>
  new Error(`the form does not let “${field.custom_id}” go: ${what}`);

const written = (field: ModalField & { readonly type: ComponentType.TextInput }, value: string): Json => {
  const { required = true, min_length: least = 0, max_length: most = 4000 } = field;
  if (value === "" && required) throw fault(field, "it is required");
  if (value !== "" && (value.length < least || value.length > most)) throw fault(field, `it takes ${least} to ${most}`);
  if (field.style === 1 && value.includes("\n")) throw fault(field, "it is one line");
  return { value };
};

const chosen = (field: ModalField, values: readonly string[]): Json => {
  const { required = true } = "required" in field ? field : {};
  const { min_values: least = 1, max_values: most = 1 } = "min_values" in field ? field : {};
  if (values.length > most || (values.length < least && (required || values.length > 0)))
    throw fault(field, `it takes ${least} to ${most}`);
  const options = "options" in field ? field.options.map(({ value }) => value) : values;
  if (values.some((value) => !options.includes(value))) throw fault(field, "there is no such option");
  return field.type === ComponentType.RadioGroup ? { value: values[0] ?? null } : { values };
};

const filled = (field: ModalField, values: FormValues): Json => {
  const given = values[field.custom_id];
  const base = { type: field.type, id: field.id ?? 0, custom_id: field.custom_id };
  if (field.type === ComponentType.TextInput)
    return { ...base, ...written(field, typeof given === "string" ? given : (field.value ?? "")) };
  if (field.type === ComponentType.Checkbox) return { ...base, value: given === true };
  const preset = "options" in field ? field.options.filter(({ default: on }) => on).map(({ value }) => value) : [];
  const list = typeof given === "string" ? [given] : given;
  return { ...base, ...chosen(field, Array.isArray(list) ? (list as string[]) : preset) };
};

/** A form as it is sent. Throws when it cannot be sent like this. */
export const submission = ({ custom_id: id, components }: Modal, values: FormValues): Json => ({
  custom_id: id,
  components: components.map((one, i) => {
    if (one.type === ComponentType.TextDisplay) return { type: one.type, id: i };
    if (one.type === ComponentType.Label) return { type: one.type, id: i, component: filled(one.component, values) };
    return { type: one.type, id: i, components: one.components.map((field) => filled(field, values)) };
  }),
});
