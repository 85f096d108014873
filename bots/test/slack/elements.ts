import type { Json } from "./state.ts";
import { isJson, list, text } from "./state.ts";

/** An element that can be used, and the block it stands in. */
export interface Placed {
  readonly blockId: string;
  readonly element: Json;
}

/** Every element of these blocks that somebody can use. */
export const elementsIn = (blocks: readonly Json[]): readonly Placed[] =>
  blocks.flatMap((block) =>
    [...list(block["elements"]), block["accessory"], block["element"]]
      .filter(isJson)
      .filter((element) => element["action_id"] !== undefined)
      .map((element) => ({ blockId: text(block["block_id"]), element })),
  );

/** The element with this `action_id`. Throws when there is none: nobody can press what is not there. */
export const elementOf = (blocks: readonly Json[], actionId: string): Placed => {
  const placed = elementsIn(blocks);
  const found = placed.find(({ element }) => element["action_id"] === actionId);
  if (found) return found;
  const known = placed.map(({ element }) => text(element["action_id"]));
  throw new Error(`There is no ${actionId} here, only ${known.join(", ")}.`);
};

const optionsOf = (element: Json, offered: readonly Json[]): readonly Json[] => [
  ...list(element["options"]),
  ...list(element["option_groups"]).flatMap((group) => list(group["options"])),
  ...offered,
];

/** An option of an element, by its value. `offered` are the choices that the app gave while somebody typed. */
export const optionOf = (element: Json, value: string, offered: readonly Json[]): Json => {
  const options = optionsOf(element, offered);
  const option = options.find((one) => one["value"] === value);
  if (option) return option;
  throw new Error(`There is no choice ${value}, only ${options.map((one) => text(one["value"])).join(", ")}.`);
};

/** What somebody puts into an element: words, the value of a choice, or the values of several. */
export type Input = string | readonly string[];

const checkTyped = (element: Json, value: string): string => {
  const max = Number(element["max_length"] ?? 3000);
  const min = Number(element["min_length"] ?? 0);
  if (value.length > max || value.length < min) throw new Error(`Slack lets people type ${min} to ${max} characters.`);
  return value;
};

/** The state of an element with this in it; null leaves it as the app made it. */
export const stateOf = (element: Json, input: Input | null, offered: readonly Json[]): Json => {
  const type = text(element["type"]);
  const one = typeof input === "string" ? input : null;
  const many = input === null || typeof input === "string" ? null : input;
  if (type.endsWith("_input")) {
    const value = one === null ? (element["initial_value"] ?? null) : checkTyped(element, one);
    return { type, value: value === "" ? null : value };
  }
  if (type === "checkboxes" || type === "multi_static_select" || type === "multi_external_select") {
    const initial = list(element["initial_options"]);
    return { type, selected_options: many?.map((value) => optionOf(element, value, offered)) ?? initial };
  }
  const plain = /^(users|channels|conversations)_select$/.exec(type)?.[1]?.replace(/s$/, "");
  if (plain !== undefined) return { type, [`selected_${plain}`]: one ?? element[`initial_${plain}`] ?? null };
  const option = one === null ? (element["initial_option"] ?? null) : optionOf(element, one, offered);
  return { type, selected_option: option };
};

const isEmpty = (state: Json): boolean =>
  Object.entries(state).every(
    ([key, value]) => key === "type" || value === null || (Array.isArray(value) && value.length === 0),
  );

/**
 * The state of a form. `inputs` go by `block_id`, or by `action_id`. Throws where somebody could not send it: something
 * is missing, or there is no such input.
 */
export const formState = (
  blocks: readonly Json[],
  inputs: Readonly<Record<string, Input>>,
  offered: (actionId: string) => readonly Json[],
): Json => {
  const left = new Set(Object.keys(inputs));
  const values: Record<string, Record<string, Json>> = {};
  for (const { blockId, element } of elementsIn(blocks)) {
    if (element["type"] === "button") continue;
    const actionId = text(element["action_id"]);
    const name = [blockId, actionId].find((one) => one in inputs);
    if (name !== undefined) left.delete(name);
    const state = stateOf(element, name === undefined ? null : (inputs[name] ?? null), offered(actionId));
    const block = blocks.find((one) => one["block_id"] === blockId);
    const isNeeded = block?.["type"] === "input" && block["optional"] !== true;
    if (isNeeded && isEmpty(state)) throw new Error(`Slack asks for ${blockId} before it sends the form.`);
    (values[blockId] ??= {})[actionId] = state;
  }
  if (left.size > 0) throw new Error(`There is no input ${[...left].join(", ")}.`);
  return values;
};
