import type { Json } from "./state.ts";
import { isJson, list, text } from "./state.ts";
import type { Complain } from "./text-limits.ts";
import { checkText, mostOf } from "./text-limits.ts";

const checkOption = (option: Json, path: string, complain: Complain, plainOnly: boolean): void => {
  checkText(option["text"], 75, `${path}/text`, complain, plainOnly);
  if (typeof option["value"] !== "string") complain("must be a string", `${path}/value`);
  mostOf(text(option["value"]), 75, `${path}/value`, complain);
  if (option["description"] !== undefined)
    checkText(option["description"], 75, `${path}/description`, complain, plainOnly);
  if (option["url"] !== undefined) mostOf(text(option["url"]), 3000, `${path}/url`, complain);
};

/** Checks options, in groups or not. */
export const checkOptions = (holder: Json, max: number, path: string, complain: Complain, plainOnly = true): void => {
  const groups = holder["option_groups"];
  const lists: readonly (readonly [string, unknown])[] = Array.isArray(groups)
    ? list(groups).map((group, i) => [`${path}/option_groups/${i}/options`, group["options"]])
    : [[`${path}/options`, holder["options"]]];
  if (Array.isArray(groups)) {
    if (groups.length > 100) complain("no more than 100 items allowed", `${path}/option_groups`);
    for (const [i, group] of list(groups).entries())
      checkText(group["label"], 75, `${path}/option_groups/${i}/label`, complain, true);
  }
  for (const [at, options] of lists) {
    if (!Array.isArray(options) || options.length === 0) complain("must have at least 1 item", at);
    if (list(options).length > max) complain(`no more than ${max} items allowed`, at);
    for (const [i, option] of list(options).entries()) checkOption(option, `${at}/${i}`, complain, plainOnly);
  }
};

const optionsOf = (element: Json): readonly Json[] => [
  ...list(element["options"]),
  ...list(element["option_groups"]).flatMap((group) => list(group["options"])),
];

const checkInitial = (element: Json, path: string, complain: Complain): void => {
  const initial = element["initial_option"];
  if (initial === undefined || !["static_select", "radio_buttons"].includes(text(element["type"]))) return;
  const known = optionsOf(element).some((option) => JSON.stringify(option) === JSON.stringify(initial));
  if (!known) complain("must be one of the options", `${path}/initial_option`);
};

const checkButton = (button: Json, path: string, complain: Complain): void => {
  checkText(button["text"], 75, `${path}/text`, complain, true);
  mostOf(text(button["value"]), 2000, `${path}/value`, complain);
  if (button["url"] !== undefined) {
    mostOf(text(button["url"]), 3000, `${path}/url`, complain);
    if (!/^https?:\/\/./.test(text(button["url"]))) complain("must be a valid url", `${path}/url`);
  }
  if (button["style"] !== undefined && !["primary", "danger"].includes(text(button["style"])))
    complain("must be primary or danger", `${path}/style`);
  mostOf(text(button["accessibility_label"]), 75, `${path}/accessibility_label`, complain);
};

const checkTyped = (element: Json, path: string, complain: Complain): void => {
  const { min_length: min = 0, max_length: max = 3000, initial_value: initial = "" } = element;
  if (!Number.isInteger(min) || Number(min) < 0 || Number(min) > 3000)
    complain("must be 0 to 3000", `${path}/min_length`);
  if (!Number.isInteger(max) || Number(max) < 1 || Number(max) > 3000)
    complain("must be 1 to 3000", `${path}/max_length`);
  mostOf(text(initial), Number(max), `${path}/initial_value`, complain);
};

const most: Readonly<Record<string, number>> = { overflow: 5, checkboxes: 10, radio_buttons: 10 };

const confirmLimits = [
  ["title", 100],
  ["text", 300],
  ["confirm", 30],
  ["deny", 30],
] as const;

/** Checks an element of a block; its type must fit `allowed`. */
export const checkElement = (element: unknown, allowed: RegExp, path: string, complain: Complain): void => {
  if (!isJson(element)) return complain("must be an element", path);
  const type = text(element["type"]);
  if (!allowed.test(type)) complain(`unsupported type: ${type}`, `${path}/type`);
  mostOf(text(element["action_id"]), 255, `${path}/action_id`, complain);
  if (element["placeholder"] !== undefined)
    checkText(element["placeholder"], 150, `${path}/placeholder`, complain, true);
  if (isJson(element["confirm"]))
    for (const [name, max] of confirmLimits)
      checkText(element["confirm"][name], max, `${path}/confirm/${name}`, complain);
  if (type === "button") checkButton(element, path, complain);
  if (type === "plain_text_input") checkTyped(element, path, complain);
  if (type === "image") mostOf(text(element["alt_text"]), 2000, `${path}/alt_text`, complain);
  if (["static_select", "multi_static_select", "overflow", "checkboxes", "radio_buttons"].includes(type)) {
    const plainOnly = !["checkboxes", "radio_buttons"].includes(type);
    checkOptions(element, most[type] ?? 100, path, complain, plainOnly);
    checkInitial(element, path, complain);
  }
};
