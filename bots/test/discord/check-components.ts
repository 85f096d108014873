import { ButtonStyle, ComponentType } from "discord-api-types/v10";
import { z } from "zod";
import { snowflake, text, webAddress, wrong } from "./form.ts";

const customId = text(100);
const emoji = z.object({ id: snowflake.nullish(), name: z.string().nullish(), animated: z.boolean().optional() });
const componentId = { id: z.int().min(0).optional() };

const button = z
  .object({
    ...componentId,
    type: z.literal(ComponentType.Button),
    style: z.literal([
      ButtonStyle.Primary,
      ButtonStyle.Secondary,
      ButtonStyle.Success,
      ButtonStyle.Danger,
      ButtonStyle.Link,
    ]),
    label: text(80, 0).optional(),
    emoji: emoji.nullish(),
    custom_id: customId.optional(),
    url: webAddress(512).optional(),
    disabled: z.boolean().optional(),
  })
  .refine(({ label = "", emoji }) => label !== "" || emoji != null, {
    path: ["label"],
    ...wrong("BUTTON_COMPONENT_INVALID_STYLE", "A button must have a label or an emoji"),
  })
  .refine(({ style, url }) => (style === ButtonStyle.Link) === (url !== undefined), {
    path: ["url"],
    ...wrong("BUTTON_COMPONENT_URL", "A link button has an address, and others have none"),
  })
  .refine(({ style, custom_id: id }) => (style === ButtonStyle.Link) === (id === undefined), {
    path: ["custom_id"],
    ...wrong("BUTTON_COMPONENT_CUSTOM_ID_REQUIRED", "A custom id is required"),
  });

const option = z.object({
  label: text(100),
  value: text(100),
  description: text(100, 0).optional(),
  emoji: emoji.nullish(),
  default: z.boolean().optional(),
});

const selectFields = {
  ...componentId,
  custom_id: customId,
  placeholder: text(150, 0).optional(),
  min_values: z.int().min(0).max(25).optional(),
  max_values: z.int().min(1).max(25).optional(),
  disabled: z.boolean().optional(),
  required: z.boolean().optional(),
};

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length;

const stringSelect = z
  .object({ ...selectFields, type: z.literal(ComponentType.StringSelect), options: z.array(option).min(1).max(25) })
  .refine(({ options }) => isUnique(options.map(({ value }) => value)), {
    path: ["options"],
    ...wrong("SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used"),
  })
  .refine(({ options, max_values: most = 1 }) => options.filter(({ default: on }) => on).length <= most, {
    path: ["options"],
    ...wrong("SELECT_COMPONENT_TOO_MANY_DEFAULT_VALUES", "Too many default values"),
  });

const entitySelect = z.object({
  ...selectFields,
  type: z.literal([
    ComponentType.UserSelect,
    ComponentType.RoleSelect,
    ComponentType.MentionableSelect,
    ComponentType.ChannelSelect,
  ]),
  channel_types: z.array(z.int()).optional(),
});

const select = z.union([stringSelect, entitySelect]);

const textInputFields = {
  ...componentId,
  type: z.literal(ComponentType.TextInput),
  custom_id: customId,
  style: z.literal([1, 2]),
  min_length: z.int().min(0).max(4000).optional(),
  max_length: z.int().min(1).max(4000).optional(),
  required: z.boolean().optional(),
  value: z.string().max(4000).optional(),
  placeholder: text(100, 0).optional(),
};
const textInput = z.object({ ...textInputFields, label: text(45).optional() });

/** A row of a message: up to five buttons, or one select. */
const row = z
  .object({
    ...componentId,
    type: z.literal(ComponentType.ActionRow),
    components: z
      .array(z.union([button, select]))
      .min(1)
      .max(5),
  })
  .refine(
    ({ components }) => components.length === 1 || components.every(({ type }) => type === ComponentType.Button),
    {
      path: ["components"],
      ...wrong("COMPONENT_LAYOUT_WIDTH_EXCEEDED", "The maximum width of a layout has been exceeded"),
    },
  );

export type Row = z.output<typeof row>;

const customIds = (rows: readonly Row[]): string[] =>
  rows.flatMap(({ components }) => components.flatMap(({ custom_id: id }) => (id === undefined ? [] : [id])));

/** The components of a message. */
export const messageComponents = z
  .array(row)
  .max(5)
  .refine((rows) => isUnique(customIds(rows)), wrong("COMPONENT_CUSTOM_ID_DUPLICATED", "Custom ids must be unique"));

const modalRow = z.object({
  ...componentId,
  type: z.literal(ComponentType.ActionRow),
  components: z.array(z.object({ ...textInputFields, label: text(45) })).length(1),
});

const choiceFields = { ...componentId, custom_id: customId, required: z.boolean().optional() };
const modalChoices = z.object({
  ...choiceFields,
  type: z.literal([ComponentType.RadioGroup, ComponentType.CheckboxGroup]),
  options: z.array(option).min(1).max(10),
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
});
const fileUpload = z.object({
  ...choiceFields,
  type: z.literal(ComponentType.FileUpload),
  min_values: z.int().min(0).max(10).optional(),
  max_values: z.int().min(1).max(10).optional(),
});
const checkbox = z.object({ ...componentId, custom_id: customId, type: z.literal(ComponentType.Checkbox) });

const label = z.object({
  ...componentId,
  type: z.literal(ComponentType.Label),
  label: text(45),
  description: text(100, 0).optional(),
  component: z.union([textInput, select, modalChoices, fileUpload, checkbox]),
});

const textDisplay = z.object({ ...componentId, type: z.literal(ComponentType.TextDisplay), content: text(4000) });

const modalComponent = z.union([modalRow, label, textDisplay]);

type ModalComponent = z.output<typeof modalComponent>;
export type ModalField = z.output<typeof textInput> | z.output<typeof label>["component"];

/** What can be filled in of a form, in order. */
export const fieldsOf = (components: readonly ModalComponent[]): readonly ModalField[] =>
  components.flatMap<ModalField>((one) => {
    if (one.type === ComponentType.ActionRow) return one.components;
    return one.type === ComponentType.Label ? [one.component] : [];
  });

/** A form. */
export const modal = z
  .object({ custom_id: customId, title: text(45), components: z.array(modalComponent).min(1).max(5) })
  .refine(({ components }) => isUnique(fieldsOf(components).map((field) => field.custom_id)), {
    path: ["components"],
    ...wrong("COMPONENT_CUSTOM_ID_DUPLICATED", "Custom ids must be unique"),
  });

export type Modal = z.output<typeof modal>;
