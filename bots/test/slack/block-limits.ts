import { checkElement } from "./element-limits.ts";
import type { Json } from "./state.ts";
import { list, text } from "./state.ts";
import type { Complain } from "./text-limits.ts";
import { checkText, mostOf } from "./text-limits.ts";

/** Where blocks stand. */
export type Surface = "message" | "modal" | "home";

const inActions = /^(button|checkboxes|datepicker|datetimepicker|multi_|overflow|radio_buttons|\w+_select|timepicker)/;
const inInput = /^(?!button|overflow|image)\w+$/;
const inSection = /^(?!plain_text_input|rich_text_input|file_input|email_text_input|url_text_input|number_input)\w+$/;
const blockTypes = ["actions", "context", "divider", "header", "image", "input", "rich_text", "section"];

const checkList = (value: unknown, min: number, max: number, path: string, complain: Complain): readonly Json[] => {
  if (!Array.isArray(value)) {
    complain("must be an array", path);
    return [];
  }
  if (value.length < min) complain(`must have at least ${min} items`, path);
  if (value.length > max) complain(`no more than ${max} items allowed`, path);
  return list(value);
};

const checkSection = (block: Json, path: string, complain: Complain): void => {
  if (block["text"] === undefined && block["fields"] === undefined) complain("must have text or fields", path);
  if (block["text"] !== undefined) checkText(block["text"], 3000, `${path}/text`, complain);
  if (block["fields"] !== undefined)
    for (const [i, field] of checkList(block["fields"], 1, 10, `${path}/fields`, complain).entries())
      checkText(field, 2000, `${path}/fields/${i}`, complain);
  if (block["accessory"] !== undefined) checkElement(block["accessory"], inSection, `${path}/accessory`, complain);
};

const checkContext = (block: Json, path: string, complain: Complain): void => {
  for (const [i, element] of checkList(block["elements"], 1, 10, `${path}/elements`, complain).entries())
    if (element["type"] === "image") checkElement(element, /^image$/, `${path}/elements/${i}`, complain);
    else checkText(element, 2000, `${path}/elements/${i}`, complain);
};

const checkInput = (block: Json, path: string, complain: Complain): void => {
  checkText(block["label"], 2000, `${path}/label`, complain, true);
  if (block["hint"] !== undefined) checkText(block["hint"], 2000, `${path}/hint`, complain, true);
  checkElement(block["element"], inInput, `${path}/element`, complain);
};

const checkRichElement = (element: Json, path: string, complain: Complain): void => {
  const type = text(element["type"]);
  if (!["text", "link", "emoji", "date", "user", "channel", "usergroup", "broadcast"].includes(type))
    complain("unsupported type", `${path}/type`);
  if (type === "text" && text(element["text"]) === "") complain("must be more than 0 characters", `${path}/text`);
  if (type === "link") {
    mostOf(text(element["url"]), 3000, `${path}/url`, complain);
    if (!/^(https?|mailto|tel):/.test(text(element["url"]))) complain("must be a valid url", `${path}/url`);
  }
  if (type === "user" && !/^[UW][A-Z0-9]+$/.test(text(element["user_id"]))) complain("invalid user", `${path}/user_id`);
  if (type === "date") {
    if (!Number.isInteger(element["timestamp"])) complain("must be an integer", `${path}/timestamp`);
    if (!/\{(ago|time|time_secs|date\w*|day_divider_pretty)\}/.test(text(element["format"])))
      complain("must hold a token", `${path}/format`);
  }
};

const checkRichText = (block: Json, path: string, complain: Complain): void => {
  for (const [i, part] of checkList(block["elements"], 1, 1000, `${path}/elements`, complain).entries()) {
    const at = `${path}/elements/${i}`;
    const type = text(part["type"]);
    if (!["rich_text_section", "rich_text_list", "rich_text_quote", "rich_text_preformatted"].includes(type))
      complain("unsupported type", `${at}/type`);
    const nested = type === "rich_text_list";
    for (const [j, element] of checkList(part["elements"], 1, 1000, `${at}/elements`, complain).entries())
      if (!nested) checkRichElement(element, `${at}/elements/${j}`, complain);
  }
};

const checkActions = (block: Json, path: string, complain: Complain): void => {
  const elements = checkList(block["elements"], 1, 25, `${path}/elements`, complain);
  for (const [i, element] of elements.entries()) checkElement(element, inActions, `${path}/elements/${i}`, complain);
  const ids = elements.map((element) => element["action_id"]).filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) complain("`action_id` must be unique in a block", `${path}/elements`);
};

const checkBlock = (block: Json, path: string, surface: Surface, complain: Complain): void => {
  const type = text(block["type"]);
  if (!blockTypes.includes(type)) return complain(`unsupported type: ${type}`, path);
  if (block["block_id"] !== undefined) mostOf(text(block["block_id"]), 255, `${path}/block_id`, complain);
  if (type === "section") checkSection(block, path, complain);
  if (type === "header") checkText(block["text"], 150, `${path}/text`, complain, true);
  if (type === "context") checkContext(block, path, complain);
  if (type === "actions") checkActions(block, path, complain);
  if (type === "input") checkInput(block, path, complain);
  if (type === "input" && surface === "message") complain("input blocks stand in modals and the Home tab only", path);
  if (type === "rich_text") checkRichText(block, path, complain);
};

/** Checks blocks against every bound of Block Kit. Returns what Slack would complain about. */
export const checkBlocks = (blocks: unknown, surface: Surface): readonly string[] => {
  const problems: string[] = [];
  const complain: Complain = (problem, path) => problems.push(`[ERROR] ${problem} [json-pointer:${path}]`);
  for (const [i, block] of checkList(blocks, 0, surface === "message" ? 50 : 100, "/blocks", complain).entries())
    checkBlock(block, `/blocks/${i}`, surface, complain);
  const ids = list(blocks)
    .map((block) => block["block_id"])
    .filter((id) => id !== undefined);
  if (new Set(ids).size < ids.length) complain("`block_id` must be unique", "/blocks");
  return problems;
};

/** Checks a view: a modal or a Home tab. */
export const checkView = (view: Json): readonly string[] => {
  const problems: string[] = [];
  const complain: Complain = (problem, path) => problems.push(`[ERROR] ${problem} [json-pointer:${path}]`);
  const surface = view["type"] === "home" ? "home" : "modal";
  if (!["home", "modal"].includes(text(view["type"]))) complain("must be modal or home", "/type");
  if (surface === "modal") {
    checkText(view["title"], 24, "/title", complain, true);
    for (const name of ["submit", "close"])
      if (view[name] !== undefined) checkText(view[name], 24, `/${name}`, complain, true);
    const hasInput = list(view["blocks"]).some((block) => block["type"] === "input");
    if (hasInput && view["submit"] === undefined) complain("`submit` is needed where there are inputs", "/submit");
  } else if (view["title"] !== undefined) complain("has no place in a Home tab", "/title");
  mostOf(text(view["private_metadata"]), 3000, "/private_metadata", complain);
  mostOf(text(view["callback_id"]), 255, "/callback_id", complain);
  mostOf(text(view["external_id"]), 255, "/external_id", complain);
  return [...problems, ...checkBlocks(view["blocks"], surface)];
};
